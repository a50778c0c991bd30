/** What an attempt leaves behind: the feed's new state, one row of history, and what its host ordered. Pure. */
import { MINUTE } from '../lib/clock.js';
import { nextProof, noProof, provenAddress } from './address-proof.js';
import type { DraftedFeed } from './draft.js';
import { addFailure } from './failure-score.js';
import type { Feed, FetchRecord, FetchState } from './feed.js';
import type { Fetched } from './fetch.js';
import type { ImportCounts } from './import-report.js';
import { noCounts } from './import-report.js';
import type { ParseFailure } from './parsed-feed.js';
import { meanGapMs, nextAttempt, SCHEDULE_LIMITS, type ScheduleInput } from './schedule.js';
import type { SkipTimes } from './skip-times.js';

export type Attempt = {
  startedAt: number;
  /** Missing when the document did not come over the network. */
  fetched?: Fetched;
  /** `failed` is a bug or a broken database on our side. */
  unreadable?: { error: ParseFailure | 'failed'; detail: string };
  drafted?: DraftedFeed;
  counts?: ImportCounts;
  /** Of the entries left out. */
  reasons?: Record<string, number>;
  /** A hub brought the document: it may hold the newest entries only, and says nothing of the publisher's server. */
  isPushed?: boolean;
};

// A server that says "too many requests" and not for how long.
const HOLD_WITHOUT_TERM = 5 * MINUTE;

type Moment = { now: number; random: number };

export function settleAttempt(feed: Feed, attempt: Attempt, moment: Moment) {
  const outcome = outcomeName(attempt);
  const isSuccess = isSuccessful(outcome);
  const failureCount = isSuccess ? 0 : feed.failureCount + 1;
  const detail = detailOf(attempt);
  const proof = proofOf(feed, attempt, moment.now);
  const rhythm = rhythmOf(feed, attempt.isPushed ? undefined : attempt.drafted, moment.now);
  const state: Partial<FetchState> = {
    lastAttemptAt: attempt.startedAt,
    lastOutcome: outcome,
    lastDetail: detail,
    failureCount,
    failureScore: isSuccess ? 0 : addFailure(feed.failureScore, outcome, attempt.fetched?.status ?? null),
    ...(isSuccess ? { lastSuccessAt: moment.now } : {}),
    ...(isSuccess ? validators(attempt.fetched) : {}),
    ...rhythm,
    ...proof,
    ...(feed.isFetched && !attempt.isPushed ? schedule(feed, attempt, rhythm, { ...moment, failureCount }) : {}),
  };
  return {
    state,
    /** The address that permanent redirects have proven to be the source's own. */
    movedTo: provenAddress(proof, moment.now),
    /** Until when the host wants to be left alone. */
    holdUntil: holdUntil(attempt.fetched, moment.now),
    record: toRecord(feed.id, attempt, { outcome, detail, ms: moment.now - attempt.startedAt }),
  };
}

export function isSuccessful(outcome: string): boolean {
  return outcome === 'fresh' || outcome === 'unchanged' || outcome === 'pushed';
}

function proofOf(feed: Feed, { fetched, isPushed }: Attempt, now: number) {
  const { movedTo, movedCount, movedSince } = feed;
  const kept = { movedTo, movedCount, movedSince };
  // A failure proves nothing either way.
  if (isPushed || !fetched || !('permanentUrl' in fetched)) return kept;
  const target = fetched.permanentUrl === feed.url ? null : fetched.permanentUrl;
  return target === null ? noProof : nextProof(kept, target, now);
}

function holdUntil(fetched: Fetched | undefined, now: number): number | null {
  if (fetched?.kind !== 'limited') return null;
  const asked = fetched.retryAfterMs ?? (fetched.status === 429 ? HOLD_WITHOUT_TERM : null);
  return asked === null ? null : now + Math.min(asked, SCHEDULE_LIMITS.ceilingMs);
}

function outcomeName({ fetched, unreadable, isPushed }: Attempt): string {
  if (unreadable) return unreadable.error;
  if (isPushed) return 'pushed';
  if (!fetched) return 'fresh';
  return fetched.kind === 'failed' ? fetched.reason : fetched.kind;
}

function detailOf({ fetched, unreadable }: Attempt): string | null {
  if (unreadable) return unreadable.detail;
  if (fetched?.kind === 'failed') return fetched.detail;
  if (fetched?.kind === 'limited' || fetched?.kind === 'gone') return `HTTP ${fetched.status}`;
  return null;
}

function validators(fetched: Fetched | undefined): Partial<FetchState> {
  if (fetched?.kind === 'unchanged') return { etag: fetched.etag, lastModified: fetched.lastModified };
  if (fetched?.kind !== 'fresh') return {};
  return { etag: fetched.etag, lastModified: fetched.lastModified, bodyHash: fetched.bodyHash };
}

type Rhythm = Pick<Feed, 'ttlMinutes' | 'meanGapMs' | 'skipTimes'>;

/** A 304 and a failure leave what the last document said. */
function rhythmOf(feed: Feed, drafted: DraftedFeed | undefined, now: number): Rhythm {
  if (!drafted) return { ttlMinutes: feed.ttlMinutes, meanGapMs: feed.meanGapMs, skipTimes: feed.skipTimes };
  const gap = meanGapMs(
    drafted.drafts.flatMap((draft) => draft.publishedAt ?? []),
    now,
  );
  const skip = drafted.hints?.skip ?? null;
  return {
    ttlMinutes: drafted.ttlMinutes,
    meanGapMs: gap === null ? null : Math.round(gap),
    skipTimes: skip && JSON.stringify(skip),
  };
}

function schedule(
  feed: Feed,
  attempt: Attempt,
  rhythm: Rhythm,
  moment: Moment & { failureCount: number },
): Partial<FetchState> {
  const { nextAt, why } = nextAttempt({
    now: moment.now,
    outcome: scheduleOutcome(attempt),
    ttlMinutes: rhythm.ttlMinutes,
    meanGapMs: rhythm.meanGapMs,
    skip: rhythm.skipTimes ? (JSON.parse(rhythm.skipTimes) as SkipTimes) : null,
    isPushed: (feed.pushUntil ?? 0) > moment.now,
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

/** A line of history of its own: an address must not change unseen. */
export function moveRecord(feed: Pick<Feed, 'id' | 'url'>, url: string, now: number): FetchRecord {
  const none = { ms: 0, bytes: 0, newCount: 0, updatedCount: 0, sameCount: 0, rejectedCount: 0, heldCount: 0 };
  const empty = { status: null, charset: null, repairs: null, reasons: {} };
  return { feedId: feed.id, startedAt: now, outcome: 'moved', ...none, ...empty, detail: `${feed.url} → ${url}` };
}
