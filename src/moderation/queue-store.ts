/** SQL of what waits for moderators: one query for the badges of every page that they see. */
import type { Knex } from 'knex';
import type { Db } from '../db/db.js';

/** Entries that rules held, first posts of new members, posts that were reported. */
export type Waiting = { entries: number; posts: number; flagged: number };

export function createQueueStore(db: Db) {
  const upTo = (limit: number, rows: Knex.QueryBuilder) => db.read(rows.limit(limit).as('waiting')).count('*');

  return {
    /** Of each kind as far as `limit`. */
    async countWaiting(limit: number): Promise<Waiting> {
      const entries = db.read('set_aside').where('kind', 'held').select('id');
      const posts = db.read('held_posts').whereNull('verdict').select('id');
      const flagged = db
        .read('post_flags')
        .join('posts', 'posts.id', 'post_flags.post_id')
        .whereNull('post_flags.decided_at')
        .whereNull('posts.deleted_at')
        .distinct('post_flags.post_id');
      const row = await db.read
        .select({ entries: upTo(limit, entries), posts: upTo(limit, posts), flagged: upTo(limit, flagged) })
        .first<Record<keyof Waiting, number | string>>();
      return { entries: Number(row.entries), posts: Number(row.posts), flagged: Number(row.flagged) };
    },
  };
}

export type QueueStore = ReturnType<typeof createQueueStore>;
