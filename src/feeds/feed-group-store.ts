/** SQL of groups of sources: how large they are, and switching one off and on as a whole. */
import type { Knex } from 'knex';
import type { Db } from '../db/db.js';

export type FeedGroup = { name: string; feeds: number; paused: number };

const MAX_GROUPS = 500;

export function createFeedGroupStore(db: Db) {
  return {
    /** Of sources that are fetched; '' stands for those without a group. */
    async list(): Promise<FeedGroup[]> {
      const rows = await db
        .read('feeds')
        .where('is_fetched', true)
        .whereNull('merged_into')
        .groupBy('group_name')
        .orderBy('group_name')
        .limit(MAX_GROUPS)
        .count({ feeds: '*' })
        .sum({ paused: db.read.raw('case when is_paused then 1 else 0 end') })
        .select<Record<keyof FeedGroup, string | number>[]>({ name: 'group_name' });
      return rows.map((row) => ({ name: String(row.name), feeds: Number(row.feeds), paused: Number(row.paused) }));
    },

    /** The ids of those that were switched. */
    async switchGroup(trx: Knex.Transaction, name: string, isPaused: boolean, now: number): Promise<number[]> {
      const rows = await trx('feeds')
        .where({ group_name: name, is_fetched: true, is_paused: !isPaused, merged_into: null })
        .update(change(isPaused, now))
        .returning('id');
      return rows.map((row) => row.id);
    },

    async switchFeeds(trx: Knex.Transaction, ids: readonly number[], isPaused: boolean, now: number): Promise<void> {
      await trx('feeds')
        .whereIn('id', [...ids])
        .where({ is_fetched: true, is_paused: !isPaused, merged_into: null })
        .update(change(isPaused, now));
    },
  };
}

export type FeedGroupStore = ReturnType<typeof createFeedGroupStore>;

function change(isPaused: boolean, now: number) {
  return isPaused ? { is_paused: true } : { is_paused: false, next_fetch_at: now, next_fetch_why: 'default' };
}
