/**
 * How bad a failure is, in three weights: 1 when the source is not there any more or is no feed, 0.5 when somebody has to
 * mend it, 0.25 when it may pass by itself. The score of a source is the sum since its last success.
 */
const LASTING = new Set([
  'gone',
  'dns',
  'bad-address',
  'blocked-address',
  'not-a-feed',
  'html-page',
  'http-401',
  'http-403',
  'http-404',
]);
const PASSING = new Set(['timeout', 'network', 'limited', 'failed', 'http-5xx', 'http-429']);

/** From here on a source counts as in trouble: three lasting failures, six to be mended, twelve passing ones. */
export const TROUBLE_SCORE = 3;
// Beyond it a source is as bad as it gets, and the number stays readable.
const MAX_SCORE = 100;

export function failureWeight(outcome: string, status: number | null): number {
  const kind = outcome === 'http-status' && status !== null ? `http-${status >= 500 ? '5xx' : status}` : outcome;
  if (LASTING.has(kind)) return 1;
  return PASSING.has(kind) ? 0.25 : 0.5;
}

export function addFailure(score: number, outcome: string, status: number | null): number {
  return Math.min(MAX_SCORE, score + failureWeight(outcome, status));
}
