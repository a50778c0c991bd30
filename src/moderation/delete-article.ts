/**
 * Use case: a moderator deletes an article. It leaves the lists and the index at once, stays away while its source still
 * lists it, and can be brought back from the log.
 */
import { can } from '../accounts/can.js';
import type { User } from '../accounts/user.js';
import type { Db } from '../db/db.js';
import type { FeedStore } from '../feeds/feed-store.js';
import type { SetAsideStore } from '../feeds/set-aside-store.js';
import { checkedReason } from '../forum/reason.js';
import type { Clock } from '../lib/clock.js';
import { AppError, notFound } from '../lib/errors.js';
import { type KeptArticle, removeArticle, restoreArticle } from '../news/article-removal-store.js';
import type { ArticleStore } from '../news/article-store.js';
import type { SearchClient } from '../search/client.js';
import type { LogStore } from './log-store.js';
import type { Undoers } from './undo.js';

export type DeleteArticleParts = {
  db: Db;
  feeds: Pick<FeedStore, 'lock'>;
  articles: Pick<ArticleStore, 'findFeedOf'>;
  setAside: Pick<SetAsideStore, 'insertTombstones' | 'findDeleted' | 'delete'>;
  moderationLog: Pick<LogStore, 'insert'>;
  index: Pick<SearchClient, 'remove'>;
  clock: Clock;
  announce: () => void;
};

export function createDeleteArticle(parts: DeleteArticleParts) {
  /** Returns the thread that it stood in, and whether that is still there. */
  async function deleteArticle(
    actor: User,
    articleId: number,
    why: string,
  ): Promise<{ threadId: number; isThreadGone: boolean }> {
    if (!can(actor, 'article.delete')) throw new AppError('forbidden', { status: 403 });
    const reason = checkedReason(why);
    const feedId = await parts.articles.findFeedOf(articleId);
    if (feedId === undefined) throw notFound('article');
    const now = parts.clock();
    const done = await parts.db.transact(async (trx) => {
      await parts.feeds.lock(trx, feedId);
      const done = await removeArticle(trx, articleId);
      if (!done) throw notFound('article');
      const { removed: article, emptied, gone } = done;
      const logId = await parts.moderationLog.insert(trx, {
        actorId: actor.id,
        action: 'article-delete',
        subject: 'article',
        subjectId: articleId,
        title: article.title,
        reason,
        details: {},
        at: now,
      });
      await parts.setAside.insertTombstones(trx, [{ ...article, kind: 'deleted', reason, logId }], now);
      const { threadId } = article.known;
      return { threadId, isThreadGone: gone.includes(threadId), emptied };
    });
    // What fails here is mended by the next comparison of the index with the database.
    await parts.index.remove(done.emptied).catch(() => {});
    parts.announce();
    return done;
  }

  const undoers: Undoers = {
    'article-delete': async (trx, { subjectId }) => {
      const stone = await parts.setAside.findDeleted(trx, subjectId);
      if (!stone?.row) throw new AppError('undo-impossible', { status: 409 });
      await parts.setAside.delete(trx, stone.id);
      await restoreArticle(trx, JSON.parse(stone.row) as KeptArticle, stone.feedId);
    },
  };

  return { deleteArticle, undoers };
}

export type DeleteArticle = ReturnType<typeof createDeleteArticle>['deleteArticle'];
