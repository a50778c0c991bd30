/** The site's own labelled set: what its members and moderators said of pairs, as judgements for eval.ts. Pure. */
import type { Qrel } from './eval-metrics.js';
import { SETTLED_AT } from './feedback.js';
import type { JudgedPair } from './feedback-store.js';

export type FeedbackSet = { qrels: Qrel[]; related: number; unrelated: number; open: number };

/** A ruling decides; else a settled majority. Pairs that are neither are `open` and judge nothing. */
export function feedbackSet(judged: readonly JudgedPair[]): FeedbackSet {
  const relevant = new Map<number, number[]>();
  const counts = { related: 0, unrelated: 0, open: 0 };
  for (const pair of judged) {
    const verdict = verdictOf(pair);
    counts[verdict]++;
    if (verdict !== 'related') continue;
    add(relevant, pair.low, pair.high);
    add(relevant, pair.high, pair.low);
  }
  const qrels = [...relevant].map(([query, ids]) => ({ query: String(query), relevant: ids.map(String) }));
  return { qrels, ...counts };
}

function verdictOf({ related, unrelated, ruling }: JudgedPair): 'related' | 'unrelated' | 'open' {
  if (ruling !== null) return ruling === 'pin' ? 'related' : 'unrelated';
  if (Math.abs(related - unrelated) < SETTLED_AT) return 'open';
  return related > unrelated ? 'related' : 'unrelated';
}

function add(lists: Map<number, number[]>, key: number, value: number): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}
