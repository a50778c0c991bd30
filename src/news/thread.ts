/** A story: one event, one discussion, one or more articles as coverage. */
import { AppError } from '../lib/errors.js';
import type { ThreadFilter } from './thread-filter-store.js';

export type ThreadOrder = 'newest' | 'active' | 'discussed';

export type ThreadSummary = {
  id: number;
  title: string;
  lead: string;
  language: string;
  categoryId: number;
  feedId: number;
  feedTitle: string;
  articleCount: number;
  sourceCount: number;
  /** Readable changes: what sources edited, and edited repeats. */
  editCount: number;
  replyCount: number;
  publishedAt: number;
  activeAt: number;
  lastPostAt: number | null;
  /** When a moderator hid it or its author withdrew it; lists never hold hidden threads. */
  hiddenAt: number | null;
  /** When the author took it back. */
  withdrawnAt: number | null;
  /** Since when nobody but moderators may reply. */
  lockedAt: number | null;
  lockReason: string | null;
  /** The member who started it; null for threads that a source's article began. */
  starterId: number | null;
  /** The story that took its articles over; such a thread is hidden and leads there. */
  mergedInto: number | null;
};

/** What those are told who may not see it; null for a thread that everybody sees. */
export function refusalOf({ hiddenAt, withdrawnAt }: Pick<ThreadSummary, 'hiddenAt' | 'withdrawnAt'>): AppError | null {
  if (hiddenAt === null) return null;
  return new AppError(withdrawnAt === null ? 'thread-hidden' : 'thread-withdrawn', { status: 410 });
}

/** Position in an ordered list: the value of the order's column, then the id. */
export type ThreadCursor = [value: number, id: number];

export type ThreadListQuery = {
  order: ThreadOrder;
  categoryId?: number;
  /** Rows after this position … */
  after?: ThreadCursor;
  /** … or the last ones before this position. */
  before?: ThreadCursor;
  limit: number;
  /** What one member does not want to see. */
  filter?: ThreadFilter;
};

export type ThreadList<Row extends ThreadSummary = ThreadSummary> = {
  threads: Row[];
  hasEarlier: boolean;
  hasLater: boolean;
};

/** A thread listed for one of its articles: `publishedAt` is the article's, `cursorId` its id. */
export type ArticleThread = ThreadSummary & { cursorId: number };

const LONGEST_TITLE = 480;

export function threadTitle(title: string): string {
  return title.length <= LONGEST_TITLE ? title : `${title.slice(0, LONGEST_TITLE).trimEnd()}…`;
}
