/** SQL of removing the demo, in one transaction. */
import { chunksOf } from '../db/chunks.js';
import type { Db, Executor } from '../db/db.js';

/** `replies`: posts of real members that went with the demo's threads. */
export type DemoRemoved = { feeds: number; members: number; replies: number };

export function createDemoStore(db: Db) {
  /** What a removal takes from people who are not of the demo. */
  async function countOthersPosts(executor: Executor = db.read): Promise<number> {
    const [row] = await executor('posts')
      .join('threads', 'threads.id', 'posts.thread_id')
      .join('feeds', 'feeds.id', 'threads.feed_id')
      .join('users', 'users.id', 'posts.user_id')
      .where({ 'feeds.is_demo': true, 'users.is_demo': false })
      .count({ count: '*' });
    return Number(row?.count ?? 0);
  }

  return {
    countOthersPosts: () => countOthersPosts(),

    async deleteDemo(): Promise<DemoRemoved> {
      return db.transact(async (trx) => {
        const replies = await countOthersPosts(trx);
        const members: number[] = await trx('users').where('is_demo', true).pluck('id');
        for (const chunk of chunksOf(members)) await trx('posts').whereIn('user_id', chunk).delete();
        // What they did as moderators was done to the demo; rulings go with their lines of the log.
        for (const chunk of chunksOf(members)) await trx('moderation_log').whereIn('actor_id', chunk).delete();
        const feeds = await trx('feeds').where('is_demo', true).delete();
        for (const chunk of chunksOf(members)) await trx('users').whereIn('id', chunk).delete();
        // Members who replied in demo threads lost those posts, and threads of real sources those of demo members.
        await trx.raw(
          'update users set post_count = (select count(*) from posts where posts.user_id = users.id and deleted_at is null)',
        );
        await trx.raw(
          `update threads set
             reply_count = (select count(*) from posts where posts.thread_id = threads.id and deleted_at is null),
             last_post_at = (select max(created_at) from posts where posts.thread_id = threads.id and deleted_at is null)`,
        );
        await trx.raw(
          'update threads set active_at = case when last_post_at > published_at then last_post_at else published_at end',
        );
        return { feeds, members: members.length, replies };
      });
    },
  };
}

export type DemoStore = ReturnType<typeof createDemoStore>;
