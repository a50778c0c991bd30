/** A source that moderators curate. */
import type { ScheduleReason } from './schedule.js';

/** Key of the source under which members' threads stand. No web address, so that no feed can have it; nothing is fetched. */
export const MEMBERS_FEED_URL = 'members:threads';

export type Feed = {
  id: number;
  url: string;
  title: string;
  siteUrl: string | null;
  /** Primary language tag, '' when unknown. */
  language: string;
  groupName: string;
  categoryId: number;
  isPaused: boolean;
  isDemo: boolean;
  /** False: it came from files and has no address to ask. */
  isFetched: boolean;
  /** From the last document read: what the publisher asks for, and the mean time between its entries. */
  ttlMinutes: number | null;
  meanGapMs: number | null;
  etag: string | null;
  lastModified: string | null;
  bodyHash: string | null;
  nextFetchAt: number | null;
  nextFetchWhy: ScheduleReason | null;
  lastAttemptAt: number | null;
  lastSuccessAt: number | null;
  lastOutcome: string | null;
  lastDetail: string | null;
  failureCount: number;
  articleCount: number;
  createdAt: number;
  /** Which server it is asked from, see `hostKey`; '' for a source from files. */
  host: string;
  /** JSON of `SkipTimes`, as the last document asked. */
  skipTimes: string | null;
  /** Where permanent redirects lead, how often in a row, and since when; see `address-proof.ts`. */
  movedTo: string | null;
  movedCount: number;
  movedSince: number | null;
  /** Failures since the last success, weighted by their kind; see `failure-score.ts`. */
  failureScore: number;
  /** Articles in a usual week of its own; null when there are too few weeks to tell. See `own-normal.ts`. */
  normalPerWeek: number | null;
  lastArticleAt: number | null;
  /** Since when it has brought nothing for longer than its own normal allows; null when all is well. */
  silentSince: number | null;
  /** Until then a hub tells us what is new; null when none does. */
  pushUntil: number | null;
  /** The source that took its articles over; see `merge-store.ts`. */
  mergedInto: number | null;
};

export type FeedDraft = Pick<Feed, 'url' | 'title' | 'siteUrl' | 'language' | 'groupName' | 'categoryId'> &
  Partial<Pick<Feed, 'isDemo' | 'isFetched' | 'isPaused'>> & { createdBy?: number | null };

/** What an attempt leaves on the feed. */
export type FetchState = Pick<
  Feed,
  | 'ttlMinutes'
  | 'meanGapMs'
  | 'etag'
  | 'lastModified'
  | 'bodyHash'
  | 'nextFetchAt'
  | 'nextFetchWhy'
  | 'lastAttemptAt'
  | 'lastSuccessAt'
  | 'lastOutcome'
  | 'lastDetail'
  | 'failureCount'
  | 'isPaused'
  | 'skipTimes'
  | 'movedTo'
  | 'movedCount'
  | 'movedSince'
  | 'failureScore'
>;

/** One line of a feed's history. */
export type FetchRecord = {
  feedId: number;
  startedAt: number;
  outcome: string;
  status: number | null;
  ms: number;
  bytes: number;
  newCount: number;
  updatedCount: number;
  sameCount: number;
  rejectedCount: number;
  heldCount: number;
  /** Why entries were left out, with their number. */
  reasons: Record<string, number>;
  charset: string | null;
  repairs: string | null;
  detail: string | null;
};
