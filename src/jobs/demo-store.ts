/** SQL of removing the demo, in one transaction. */
import { chunksOf } from '../db/chunks.js';
import type { Db } from '../db/db.js';

export type DemoRemoved = { feeds: number; members: number };

export function createDemoStore(db: Db) {
  return {
    async deleteDemo(): Promise<DemoRemoved> {
      return db.transact(async (trx) => {
        const members: number[] = await trx('users').where('is_demo', true).pluck('id');
        for (const chunk of chunksOf(members)) await trx('posts').whereIn('user_id', chunk).delete();
        const feeds = await trx('feeds').where('is_demo', true).delete();
        for (const chunk of chunksOf(members)) await trx('users').whereIn('id', chunk).delete();
        // Members who replied in demo threads lost those posts, and threads of real sources those of demo members.
        await trx.raw('update users set post_count = (select count(*) from posts where posts.user_id = users.id)');
        await trx.raw(
          `update threads set
             reply_count = (select count(*) from posts where posts.thread_id = threads.id),
             last_post_at = (select max(created_at) from posts where posts.thread_id = threads.id)`,
        );
        await trx.raw(
          'update threads set active_at = case when last_post_at > published_at then last_post_at else published_at end',
        );
        return { feeds, members: members.length };
      });
    },
  };
}

export type DemoStore = ReturnType<typeof createDemoStore>;
