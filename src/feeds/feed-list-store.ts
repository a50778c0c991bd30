/** SQL of the moderators' list of sources: filtered, counted, trouble first, a page at a time. */
import type { Knex } from 'knex';
import type { Db } from '../db/db.js';
import { TROUBLE_SCORE } from './failure-score.js';
import { MEMBERS_FEED_URL } from './feed.js';

export const FEED_STATES = ['trouble', 'failing', 'silent', 'paused', 'pushed'] as const;
export type FeedState = (typeof FEED_STATES)[number];

export type FeedFilter = { state?: FeedState | null; group?: string | null; text?: string | null };
export type FeedCounts = Record<FeedState | 'all', number>;
export type FeedIdPage = { ids: number[]; total: number };

export function createFeedListStore(db: Db) {
  return {
    /** From the `page`th on (1 is the first), the worst first. */
    async listPage(
      filter: FeedFilter,
      now: number,
      { page, limit }: { page: number; limit: number },
    ): Promise<FeedIdPage> {
      const rows = filtered(publishers(db), filter, now);
      const [ids, counted] = await Promise.all([
        rows
          .clone()
          .orderByRaw(
            'failure_score desc, case when silent_since is null then 1 else 0 end, failure_count desc, title, id',
          )
          .offset((page - 1) * limit)
          .limit(limit)
          .pluck('id'),
        rows.clone().count({ count: '*' }),
      ]);
      return { ids, total: Number(counted[0]?.count ?? 0) };
    },

    async countStates(now: number): Promise<FeedCounts> {
      const each = (name: string) => `sum(case when ${name} then 1 else 0 end)`;
      const row: Record<string, unknown> | undefined = await publishers(db)
        .count({ everything: '*' })
        .select({
          trouble: db.read.raw(each('is_fetched = ? and (failure_score >= ? or silent_since is not null)'), [
            true,
            TROUBLE_SCORE,
          ]),
          failing: db.read.raw(each('failure_count > 0')),
          silent: db.read.raw(each('silent_since is not null')),
          paused: db.read.raw(each('is_paused = ?'), [true]),
          pushed: db.read.raw(each('push_until > cast(? as bigint)'), [now]),
        })
        .first();
      const number = (value: unknown) => Number(value ?? 0);
      return {
        all: number(row?.everything),
        trouble: number(row?.trouble),
        failing: number(row?.failing),
        silent: number(row?.silent),
        paused: number(row?.paused),
        pushed: number(row?.pushed),
      };
    },

    async listGroups(): Promise<string[]> {
      return db
        .read('feeds')
        .whereNot('group_name', '')
        .whereNull('merged_into')
        .distinct('group_name')
        .orderBy('group_name')
        .limit(500)
        .pluck('group_name');
    },
  };
}

export type FeedListStore = ReturnType<typeof createFeedListStore>;

/** Members' threads come from no publisher, and a merged source is another's: there is nothing to look after. */
function publishers(db: Db): Knex.QueryBuilder {
  return db.read('feeds').whereNot('url', MEMBERS_FEED_URL).whereNull('merged_into');
}

function filtered(rows: Knex.QueryBuilder, { state, group, text }: FeedFilter, now: number): Knex.QueryBuilder {
  if (group) rows.where('group_name', group);
  if (text) {
    rows.where((query) => {
      for (const spelling of spellings(text)) {
        const like = `%${spelling.replace(/[\\%_]/g, '\\$&')}%`;
        query.orWhereRaw("title like ? escape '\\'", [like]).orWhereRaw("lower(title) like ? escape '\\'", [like]);
        query.orWhereRaw("lower(url) like ? escape '\\'", [like]);
      }
    });
  }
  if (state === 'trouble') {
    rows.where('is_fetched', true);
    rows.where((query) => query.where('failure_score', '>=', TROUBLE_SCORE).orWhereNotNull('silent_since'));
  }
  if (state === 'failing') rows.where('failure_count', '>', 0);
  if (state === 'silent') rows.whereNotNull('silent_since');
  if (state === 'paused') rows.where('is_paused', true);
  if (state === 'pushed') rows.where('push_until', '>', now);
  return rows;
}

/** SQLite knows the two cases of Latin letters only. */
function spellings(text: string): Set<string> {
  const lower = text.toLowerCase();
  return new Set([text, lower, lower.charAt(0).toUpperCase() + lower.slice(1), text.toUpperCase()]);
}
