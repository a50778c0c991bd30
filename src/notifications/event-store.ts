/** SQL of what happened and was not told yet, and of how far the sequences of stories and of the moderation log are told. */
import type { Knex } from 'knex';
import { inChunks } from '../db/chunks.js';
import type { Db, Executor } from '../db/db.js';
import type { PostEvent } from '../forum/post-event.js';

export type QueuedEvent = { id: number; event: PostEvent };
export type NewStory = {
  id: number;
  changeSeq: number;
  title: string;
  feedId: number;
  categoryId: number;
  /** The member who started it. */
  starterId: number | null;
  createdAt: number;
  publishedAt: number;
  hiddenAt: number | null;
};
export type ModerationRow = {
  id: number;
  subject: string;
  subjectId: number;
  actorId: number;
  action: string;
  reason: string;
  details: string;
  at: number;
};

export type AlertRow = { id: number; feedId: number; kind: string; at: number };

export type Progress = 'told-stories' | 'told-moderation';

const MOST_MODERATORS = 1000;

export function createEventStore(db: Db) {
  return {
    async insert(trx: Knex.Transaction, event: PostEvent): Promise<void> {
      await trx('notification_events').insert({ kind: 'post', payload: JSON.stringify(event), created_at: event.at });
    },

    async list(limit: number): Promise<QueuedEvent[]> {
      const rows = await db.read('notification_events').orderBy('id').limit(limit).select('id', 'payload');
      return rows.map((row) => ({ id: row.id, event: JSON.parse(row.payload) as PostEvent }));
    },

    /** False when another process was here first: then everything is told already. */
    async delete(trx: Knex.Transaction, id: number): Promise<boolean> {
      return (await trx('notification_events').where({ id }).delete()) > 0;
    },

    /** undefined before the first look. */
    async findProgress(name: Progress): Promise<number | undefined> {
      const row = await db.read('counters').where({ name }).first('value');
      return row && Number(row.value);
    },

    async setProgress(name: Progress, value: number, on: Executor = db.write): Promise<void> {
      await on('counters').insert({ name, value }).onConflict('name').merge(['value']);
    },

    async newestChange(): Promise<number> {
      return Number((await db.read('counters').where({ name: 'changes' }).first('value'))?.value ?? 0);
    },

    /** Stories that changed after this position; an edited one comes again, with the time at which it first came. */
    async listStoriesAfter(changeSeq: number, limit: number): Promise<NewStory[]> {
      return db
        .read('threads')
        .where('change_seq', '>', changeSeq)
        .orderBy('change_seq')
        .limit(limit)
        .select<NewStory[]>({
          id: 'id',
          changeSeq: 'change_seq',
          title: 'title',
          feedId: 'feed_id',
          categoryId: 'category_id',
          starterId: 'user_id',
          hiddenAt: 'hidden_at',
          createdAt: 'created_at',
          publishedAt: 'published_at',
        });
    },

    /** Sources and tags of the articles of these threads. */
    async listLabels(
      threadIds: readonly number[],
    ): Promise<{ threadId: number; feedId: number; tagKey: string | null }[]> {
      return inChunks(threadIds, (chunk) =>
        db
          .read('articles')
          .leftJoin('article_tags', 'article_tags.article_id', 'articles.id')
          .whereIn('articles.thread_id', chunk)
          .select({ threadId: 'articles.thread_id', feedId: 'articles.feed_id', tagKey: 'article_tags.tag_key' }),
      );
    },

    /** Troubles of sources that moderators have not heard of. */
    async listAlerts(limit: number): Promise<AlertRow[]> {
      return db
        .read('feed_alerts')
        .whereNull('told_at')
        .whereNull('closed_at')
        .orderBy('id')
        .limit(limit)
        .select<AlertRow[]>({ id: 'id', feedId: 'feed_id', kind: 'kind', at: 'opened_at' });
    },

    async markAlertsTold(trx: Knex.Transaction, ids: readonly number[], at: number): Promise<void> {
      await trx('feed_alerts')
        .whereIn('id', [...ids])
        .update({ told_at: at });
    },

    async listModerators(): Promise<number[]> {
      return db.read('users').whereIn('role', ['moderator', 'admin']).orderBy('id').limit(MOST_MODERATORS).pluck('id');
    },

    /** Acts of moderators on posts and members since then, from above the id `after` on. */
    async listModeration(since: number, after: number, limit: number): Promise<ModerationRow[]> {
      return db
        .read('moderation_log')
        .whereIn('subject', ['post', 'user'])
        .where('created_at', '>=', since)
        .where('id', '>', after)
        .orderBy('id')
        .limit(limit)
        .select<ModerationRow[]>({
          id: 'id',
          subject: 'subject',
          subjectId: 'subject_id',
          actorId: 'actor_id',
          action: 'action',
          reason: 'reason',
          details: 'details',
          at: 'created_at',
        });
    },
  };
}

export type EventStore = ReturnType<typeof createEventStore>;
