/** SQL of deciding again on articles whose sources edited them after they were decided upon. */
import type { Knex } from 'knex';
import { inChunks } from '../db/chunks.js';
import type { Db } from '../db/db.js';
import type { StoryCandidate } from './story.js';
import { candidateColumns, type StoryTurn, takeOff } from './story-store.js';

/** As it stands now, and what it said when it was decided upon. */
export type EditedArticle = StoryCandidate & { changeSeq: number; decidedTitle: string; decidedText: string };

type EditedRow = Omit<EditedArticle, 'isDemo' | 'isQueued'> & { isDemo: number | boolean };

export function createStoryReviewStore(db: Db) {
  return {
    async listTurns(limit: number): Promise<StoryTurn[]> {
      return db
        .read('story_queue')
        .join('story_decisions', 'story_decisions.article_id', 'story_queue.article_id')
        .orderBy('story_queue.article_id')
        .limit(limit)
        .select({ articleId: 'story_queue.article_id', changeSeq: 'story_queue.change_seq' });
    },

    /** Those of them that say something else than when they were decided upon; what a member began stays theirs. */
    async listEdited(articleIds: readonly number[]): Promise<EditedArticle[]> {
      const rows = await inChunks<number, EditedRow>(articleIds, (chunk) =>
        db
          .read('articles')
          .join('threads', 'threads.id', 'articles.thread_id')
          .join('feeds', 'feeds.id', 'articles.feed_id')
          .join('story_queue as q', 'q.article_id', 'articles.id')
          .join('story_decisions as d', 'd.article_id', 'articles.id')
          .join('article_revisions as r', (join) =>
            join.on(
              'r.id',
              db.read.raw(
                '(select min(id) from article_revisions where article_id = articles.id and change_seq > d.change_seq)',
              ),
            ),
          )
          .whereIn('articles.id', chunk)
          .whereNull('threads.hidden_at')
          .whereNull('threads.user_id')
          .orderBy('articles.id')
          .select<EditedRow[]>({
            ...candidateColumns,
            changeSeq: 'q.change_seq',
            decidedTitle: 'r.title',
            decidedText: 'r.text',
          }),
      );
      return rows.map((row) => ({ ...row, isDemo: Boolean(row.isDemo), isQueued: true }));
    },

    async dequeue(turns: readonly StoryTurn[]): Promise<void> {
      await db.transact((trx) => takeOff(trx, turns));
    },
  };
}

export type StoryReviewStore = ReturnType<typeof createStoryReviewStore>;

/** Whether somebody wrote in one of these threads. They are locked. */
export async function isDiscussed(trx: Knex.Transaction, threadIds: readonly number[]): Promise<boolean> {
  return (
    (await trx('posts')
      .whereIn('thread_id', [...threadIds])
      .first('id')) !== undefined
  );
}

/** Where it stands, and whether moderators ruled on it: to be asked once its thread is locked. */
export async function findStanding(
  trx: Knex.Transaction,
  articleId: number,
): Promise<{ threadId: number | null; rulings: number }> {
  const article = await trx('articles').where('id', articleId).first('thread_id');
  const ruled = trx('story_rulings').where('low_id', articleId).orWhere('high_id', articleId);
  const [row] = await ruled.count<{ count: number | string }[]>({ count: '*' });
  return { threadId: article?.thread_id ?? null, rulings: Number(row?.count ?? 0) };
}
