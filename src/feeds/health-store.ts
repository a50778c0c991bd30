/** SQL of the sources' health: what each brought per week and per day, and the alerts that follow from it. */
import type { Knex } from 'knex';
import { chunksOf, inChunks } from '../db/chunks.js';
import type { Db } from '../db/db.js';
import { DAY } from '../lib/clock.js';
import { MOVED_FOR, MOVED_TIMES } from './address-proof.js';
import { TROUBLE_SCORE } from './failure-score.js';
import type { Feed } from './feed.js';
import { WEEK } from './own-normal.js';
import { offered } from './replacement-store.js';

/** `twin`: it has moved to the address of another source. `replacement`: something that could take its place was found. */
export const ALERT_KINDS = ['failing', 'gone', 'silent', 'twin', 'replacement'] as const;
export type AlertKind = (typeof ALERT_KINDS)[number];

export type FeedAlert = { id: number; feedId: number; kind: AlertKind; openedAt: number };
export type WeekCount = { feedId: number; weeksAgo: number; count: number; newest: number };
export type Normal = Pick<Feed, 'id' | 'normalPerWeek' | 'lastArticleAt' | 'silentSince'>;
export type DayCount = { day: number; count: number };
export type DayOutcomes = { day: number; ok: number; failed: number };

type Row = Record<string, unknown>;
const CLOSED_KEPT = 90 * DAY;
// More sources than one site has.
const MAX_FEEDS = 20_000;

export function createHealthStore(db: Db) {
  return {
    /** Weeks count back from `now`: 0 is the one that is not over. */
    async countWeekly(now: number, weeks: number): Promise<WeekCount[]> {
      const rows: Row[] = await db
        .read('articles')
        .where('published_at', '>', now - weeks * WEEK)
        .where('published_at', '<=', now)
        .groupBy('feed_id', 'weeks_ago')
        .select(
          'feed_id',
          db.read.raw('(cast(? as bigint) - published_at) / cast(? as bigint) as weeks_ago', [now, WEEK]),
        )
        .count({ count: '*' })
        .max({ newest: 'published_at' });
      return rows.map((row) => ({
        feedId: Number(row.feed_id),
        weeksAgo: Number(row.weeks_ago),
        count: Number(row.count),
        newest: Number(row.newest),
      }));
    },

    async listNormals(): Promise<Normal[]> {
      return db.read('feeds').where({ is_fetched: true, merged_into: null }).limit(MAX_FEEDS).select({
        id: 'id',
        normalPerWeek: 'normal_per_week',
        lastArticleAt: 'last_article_at',
        silentSince: 'silent_since',
      });
    },

    async updateNormals(normals: readonly Normal[]): Promise<void> {
      for (const chunk of chunksOf([...normals])) {
        await db.transact(async (trx) => {
          for (const { id, ...normal } of chunk) {
            await trx('feeds').where('id', id).update({
              normal_per_week: normal.normalPerWeek,
              last_article_at: normal.lastArticleAt,
              silent_since: normal.silentSince,
            });
          }
        });
      }
    },

    /** Opens an alert for each trouble that has none, and closes those whose trouble is over. Leaves how many of each. */
    async syncAlerts(now: number): Promise<{ opened: number; closed: number }> {
      return db.transact(async (trx) => {
        const open = await trx('feed_alerts').whereNull('closed_at').select('id', 'feed_id', 'kind');
        const troubled = await trx('feeds')
          .where('is_fetched', true)
          .whereNull('merged_into')
          .where((query) => query.where('is_paused', false).orWhere('last_outcome', 'gone'))
          .where((query) =>
            query
              .where('failure_score', '>=', TROUBLE_SCORE)
              .orWhere('last_outcome', 'gone')
              .orWhereNotNull('silent_since'),
          )
          .select<{ id: number; last_outcome: string | null; failure_score: number }[]>(
            'id',
            'last_outcome',
            'failure_score',
          );
        const found: { id: number; kind: AlertKind }[] = [
          ...troubled.map((feed) => ({ id: feed.id, kind: kindOf(feed) })),
          ...(await listTwins(trx, now)).map((id) => ({ id, kind: 'twin' as const })),
        ];
        const wanted = new Map(found.map((alert) => [`${alert.id} ${alert.kind}`, alert]));
        const lasting = open.filter(({ feed_id: id, kind }) => wanted.has(`${id} ${kind}`));
        for (const id of await listReplaceable(trx, lasting))
          wanted.set(`${id} replacement`, { id, kind: 'replacement' });
        const over = open.filter((alert) => !wanted.has(`${alert.feed_id} ${alert.kind}`)).map((alert) => alert.id);
        for (const chunk of chunksOf(over)) await trx('feed_alerts').whereIn('id', chunk).update({ closed_at: now });
        for (const alert of open) wanted.delete(`${alert.feed_id} ${alert.kind}`);
        const rows = [...wanted.values()].map(({ id, kind }) => ({ feed_id: id, kind, opened_at: now }));
        for (const chunk of chunksOf(rows)) await trx('feed_alerts').insert(chunk);
        await trx('feed_alerts')
          .where('closed_at', '<', now - CLOSED_KEPT)
          .delete();
        return { opened: rows.length, closed: over.length };
      });
    },

    async countOpenAlerts(): Promise<number> {
      return Number((await db.read('feed_alerts').whereNull('closed_at').count({ count: '*' }))[0]?.count ?? 0);
    },

    async listAlerts(feedId: number): Promise<FeedAlert[]> {
      return db
        .read('feed_alerts')
        .where('feed_id', feedId)
        .whereNull('closed_at')
        .orderBy('id')
        .limit(ALERT_KINDS.length)
        .select({ id: 'id', feedId: 'feed_id', kind: 'kind', openedAt: 'opened_at' });
    },

    /** Articles by the day (UTC) on which they were published; days without any are left out. */
    async countDaily(feedId: number, since: number): Promise<DayCount[]> {
      const rows: Row[] = await db
        .read('articles')
        .where('feed_id', feedId)
        .where('published_at', '>=', since)
        .groupBy('day')
        .select(dayOf(db, 'published_at'))
        .count({ count: '*' });
      return rows.map((row) => ({ day: Number(row.day) * DAY, count: Number(row.count) }));
    },

    /** Attempts by day (UTC): how many ended well. */
    async countDailyOutcomes(feedId: number, since: number): Promise<DayOutcomes[]> {
      const rows: Row[] = await db
        .read('fetches')
        .where('feed_id', feedId)
        .where('started_at', '>=', since)
        .groupBy('day')
        .select(
          dayOf(db, 'started_at'),
          db.read.raw("sum(case when outcome in ('fresh', 'unchanged', 'pushed', 'moved') then 1 else 0 end) as ok"),
        )
        .count({ count: '*' });
      return rows.map((row) => ({
        day: Number(row.day) * DAY,
        ok: Number(row.ok),
        failed: Number(row.count) - Number(row.ok),
      }));
    },
  };
}

export type HealthStore = ReturnType<typeof createHealthStore>;

/** Sources that are led for good to an address under which another source is read: a paused one reads nothing. */
async function listTwins(trx: Knex.Transaction, now: number): Promise<number[]> {
  return trx('feeds')
    .join('feeds as others', 'others.url', 'feeds.moved_to')
    .where({ 'feeds.is_fetched': true, 'feeds.is_paused': false })
    .where({ 'others.is_fetched': true, 'others.is_paused': false })
    .where('feeds.moved_count', '>=', MOVED_TIMES)
    .where('feeds.moved_since', '<=', now - MOVED_FOR)
    .limit(MAX_FEEDS)
    .pluck('feeds.id');
}

/** Of the sources with these alerts those for which a replacement was found since. */
function listReplaceable(trx: Knex.Transaction, alerts: readonly { id: number }[]): Promise<number[]> {
  return inChunks(
    alerts.map(({ id }) => id),
    (chunk) =>
      offered(trx)
        .whereIn('feed_alerts.id', chunk)
        .whereNot('feed_replacements.candidates', '[]')
        .pluck('feed_replacements.feed_id'),
  );
}

function kindOf(feed: { last_outcome: string | null; failure_score: number }): AlertKind {
  if (feed.last_outcome === 'gone') return 'gone';
  return feed.failure_score >= TROUBLE_SCORE ? 'failing' : 'silent';
}

function dayOf(db: Db, column: 'published_at' | 'started_at') {
  return db.read.raw('?? / cast(? as bigint) as day', [column, DAY]);
}
