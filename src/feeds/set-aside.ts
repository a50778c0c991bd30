/**
 * Entries that are known and not published. `held` waits for a moderator, `rejected` was turned down by one, `deleted`
 * was an article until a moderator took it out, `expired` until it grew older than its source keeps. None of them comes
 * in again while the source still lists it.
 */
import type { ArticleDraft, KnownArticle } from '../news/article.js';
import type { Verdict } from './rule.js';

export type AsideKind = 'held' | 'rejected' | 'deleted' | 'expired';

/** With what identity decisions need; `threadId` is 0. */
export type Aside = KnownArticle & { kind: AsideKind };

export type HeldItem = {
  id: number;
  kind: AsideKind;
  feedId: number;
  feedTitle: string;
  /** Of the source now. */
  categoryId: number;
  title: string;
  publishedAt: number | null;
  /** Of what is held or was turned down. */
  draft: ArticleDraft | null;
  verdict: Verdict | null;
  threadId: number | null;
  articleId: number | null;
  logId: number | null;
  cleanerVersion: number;
  reason: string;
  createdAt: number;
};

/** Why an entry that is set aside is left out. */
export const asideReasons = { rejected: 'turned-down', deleted: 'deleted', expired: 'expired' } as const;
