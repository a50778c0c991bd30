/** A source that moderators curate. */
import type { ScheduleReason } from './schedule.js';

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
