/** What an attempt leaves behind: the feed's new state and one row of history. Pure. */
import type { DraftedFeed } from './draft.js';
import type { Feed, FetchRecord, FetchState } from './feed.js';
import type { FetchOutcome } from './fetch.js';
import type { ImportCounts } from './import-report.js';
import { noCounts } from './import-report.js';
import type { ParseFailure } from './parsed-feed.js';
import { meanGapMs, nextAttempt, type ScheduleInput } from './schedule.js';

export type Attempt = {
  startedAt: number;
  /** Missing when the document did not come over the network. */
  fetched?: FetchOutcome;
  /** `failed` is a bug or a broken database on our side. */
  unreadable?: { error: ParseFailure | 'failed'; detail: string };
  drafted?: DraftedFeed;
  counts?: ImportCounts;
  /** Of the entries left out. */
  reasons?: Record<string, number>;
};

type Moment = { now: number; random: number };

export function settleAttempt(feed: Feed, attempt: Attempt, moment: Moment) {
  const outcome = outcomeName(attempt);
  const isSuccess = outcome === 'fresh' || outcome === 'unchanged';
  const failureCount = isSuccess ? 0 : feed.failureCount + 1;
  const detail = detailOf(attempt);
  const rhythm = rhythmOf(feed, attempt.drafted, moment.now);
  const state: Partial<FetchState> = {
    lastAttemptAt: attempt.startedAt,
    lastOutcome: outcome,
    lastDetail: detail,
    failureCount,
    ...(isSuccess ? { lastSuccessAt: moment.now } : {}),
    ...(isSuccess ? validators(attempt.fetched) : {}),
    ...rhythm,
    ...(feed.isFetched ? schedule(attempt, rhythm, { ...moment, failureCount }) : {}),
  };
  return { state, record: toRecord(feed.id, attempt, { outcome, detail, ms: moment.now - attempt.startedAt }) };
}

function outcomeName({ fetched, unreadable }: Attempt): string {
  if (unreadable) return unreadable.error;
  if (!fetched) return 'fresh';
  return fetched.kind === 'failed' ? fetched.reason : fetched.kind;
}

function detailOf({ fetched, unreadable }: Attempt): string | null {
  if (unreadable) return unreadable.detail;
  if (fetched?.kind === 'failed') return fetched.detail;
  if (fetched?.kind === 'limited' || fetched?.kind === 'gone') return `HTTP ${fetched.status}`;
  return null;
}

function validators(fetched: FetchOutcome | undefined): Partial<FetchState> {
  if (fetched?.kind === 'unchanged') return { etag: fetched.etag, lastModified: fetched.lastModified };
  if (fetched?.kind !== 'fresh') return {};
  return { etag: fetched.etag, lastModified: fetched.lastModified, bodyHash: fetched.bodyHash };
}

type Rhythm = Pick<Feed, 'ttlMinutes' | 'meanGapMs'>;

/** A 304 and a failure leave what the last document said. */
function rhythmOf(feed: Feed, drafted: DraftedFeed | undefined, now: number): Rhythm {
  if (!drafted) return { ttlMinutes: feed.ttlMinutes, meanGapMs: feed.meanGapMs };
  const gap = meanGapMs(
    drafted.drafts.flatMap((draft) => draft.publishedAt ?? []),
    now,
  );
  return { ttlMinutes: drafted.ttlMinutes, meanGapMs: gap === null ? null : Math.round(gap) };
}

function schedule(attempt: Attempt, rhythm: Rhythm, moment: Moment & { failureCount: number }): Partial<FetchState> {
  const { nextAt, why } = nextAttempt({
    now: moment.now,
    outcome: scheduleOutcome(attempt),
    ...rhythm,
    failures: moment.failureCount,
    random: moment.random,
  });
  // A publisher that says "gone" ends the polling, visibly; a moderator can resume it.
  return { nextFetchAt: nextAt, nextFetchWhy: why, ...(why === 'gone' ? { isPaused: true } : {}) };
}

function scheduleOutcome({ fetched, unreadable }: Attempt): ScheduleInput['outcome'] {
  if (unreadable || !fetched) return { kind: unreadable ? 'failed' : 'fresh', cacheSeconds: null };
  return fetched;
}

function toRecord(
  feedId: number,
  attempt: Attempt,
  end: { outcome: string; detail: string | null; ms: number },
): FetchRecord {
  const { fetched, drafted } = attempt;
  const counts = attempt.counts ?? noCounts;
  return {
    feedId,
    startedAt: attempt.startedAt,
    outcome: end.outcome,
    status: fetched?.status ?? null,
    ms: end.ms,
    bytes: fetched?.bytes ?? 0,
    newCount: counts.new,
    updatedCount: counts.updated,
    sameCount: counts.same,
    rejectedCount: counts.rejected,
    heldCount: counts.held,
    reasons: attempt.reasons ?? {},
    charset: drafted?.charset ?? null,
    repairs: drafted && drafted.repairs.length > 0 ? drafted.repairs.join(', ') : null,
    detail: end.detail,
  };
}
