/** SQL of how long articles are kept, and of which ones are past it. */
import type { Knex } from 'knex';
import type { Db, Executor } from '../db/db.js';
import { DAY } from '../lib/clock.js';
import { keepAll, type Retention } from './retention.js';

/** What a retention would take now: articles past it, and how many of those stay because people made something of them. */
export type RetentionSurvey = { stored: number; past: number; spared: number };

const MOST_FEEDS = 20_000;

export function createRetentionStore(db: Db) {
  return {
    /** Null: no line of its own. `feedId` null: the site's. */
    async find(feedId: number | null, executor: Executor = db.read): Promise<Retention | null> {
      const rows = executor('retentions').limit(1).select<Retention[]>('kind', 'amount');
      return (await (feedId === null ? rows.whereNull('feed_id') : rows.where('feed_id', feedId)))[0] ?? null;
    },

    /** What counts for each source now; those that keep everything are left out. */
    async listInForce(): Promise<(Retention & { feedId: number })[]> {
      const site = (await this.find(null)) ?? keepAll;
      const rows = await db
        .read('feeds')
        .leftJoin('retentions', 'retentions.feed_id', 'feeds.id')
        .orderBy('feeds.id')
        .limit(MOST_FEEDS)
        .select<{ feedId: number; kind: Retention['kind'] | null; amount: number | null }[]>({
          feedId: 'feeds.id',
          kind: 'retentions.kind',
          amount: 'retentions.amount',
        });
      return rows
        .map(({ feedId, kind, amount }) => ({ feedId, ...(kind === null ? site : { kind, amount: amount ?? 0 }) }))
        .filter(({ kind }) => kind !== 'all');
    },

    /**
     * Articles past the retention that nobody made anything of, oldest first. Their threads stay locked until the
     * transaction ends: a reply that is being written either spares its thread or finds it gone.
     */
    async takeExpired(
      trx: Knex.Transaction,
      { feedId, ...retention }: Retention & { feedId: number },
      { now, limit }: { now: number; limit: number },
    ): Promise<number[]> {
      const free = () => ofNobody(past(trx, feedId, retention, now), trx);
      const rows = await free()
        .orderBy(['published_at', 'id'])
        .limit(limit)
        .select('articles.id', 'articles.thread_id');
      const ids = rows.map((row: { id: number }) => row.id);
      const threadIds = rows.map((row: { thread_id: number }) => row.thread_id);
      await trx('threads').whereIn('id', threadIds).orderBy('id').forUpdate().select('id');
      return free().whereIn('articles.id', ids).pluck('articles.id');
    },

    /** `feedId` null: of all sources that have no line of their own. */
    async survey(feedId: number | null, retention: Retention, now: number): Promise<RetentionSurvey> {
      const beyond = () => past(db.read, feedId, retention, now);
      const [stored, all, free] = await Promise.all([
        countOf(ofScope(db.read, feedId)),
        countOf(beyond()),
        countOf(ofNobody(beyond(), db.read)),
      ]);
      return { stored, past: all, spared: all - free };
    },

    /** Null removes the line. */
    async save(trx: Knex.Transaction, feedId: number | null, retention: Retention | null): Promise<void> {
      const rows = trx('retentions');
      await (feedId === null ? rows.whereNull('feed_id') : rows.where('feed_id', feedId)).delete();
      if (retention) await trx('retentions').insert({ feed_id: feedId, ...retention });
    },
  };
}

export type RetentionStore = ReturnType<typeof createRetentionStore>;

function ofScope(executor: Executor, feedId: number | null): Knex.QueryBuilder {
  if (feedId !== null) return executor('articles').where('articles.feed_id', feedId);
  const own = executor('retentions').whereNotNull('feed_id').select('feed_id');
  return executor('articles').whereNotIn('articles.feed_id', own);
}

function past(executor: Executor, feedId: number | null, retention: Retention, now: number): Knex.QueryBuilder {
  const { kind, amount } = retention;
  const rows = ofScope(executor, feedId);
  if (kind === 'days') return rows.where('articles.published_at', '<', now - amount * DAY);
  if (kind === 'all') return rows.whereRaw('1 = 0');
  const place = 'row_number() over (partition by feed_id order by published_at desc, id desc) as place';
  const ranked = ofScope(executor, feedId).select('articles.id', executor.raw(place)).as('ranked');
  return rows.whereIn('articles.id', executor.from(ranked).where('ranked.place', '>', amount).select('ranked.id'));
}

/** What people made something of stays: threads they started, posts, bookmarks, follows (which name their subject as text). */
function ofNobody(rows: Knex.QueryBuilder, executor: Executor): Knex.QueryBuilder {
  const ofThread = (table: string) =>
    executor(table).whereRaw('??.thread_id = articles.thread_id', [table]).select('id');
  return rows
    .whereNotExists(ofThread('posts'))
    .whereNotExists(ofThread('held_posts'))
    .whereNotExists(ofThread('bookmarks'))
    .whereNotExists(
      executor('threads')
        .whereRaw('threads.id = articles.thread_id')
        .whereNotNull('threads.user_id')
        .select('threads.id'),
    )
    .whereNotExists(
      executor('follows')
        .where('follows.kind', 'thread')
        .whereRaw('follows.target = cast(articles.thread_id as text)')
        .select('follows.id'),
    );
}

async function countOf(rows: Knex.QueryBuilder): Promise<number> {
  return Number((await rows.count({ count: '*' }))[0]?.count ?? 0);
}
