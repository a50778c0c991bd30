/** SQL of feeds. */
import type { Knex } from 'knex';
import { inChunks } from '../db/chunks.js';
import type { Db, Executor } from '../db/db.js';
import { AppError, notFound } from '../lib/errors.js';
import type { Feed, FeedDraft, FetchState } from './feed.js';
import { hostKey } from './host-key.js';

const MAX_FEEDS = 20_000;

type FeedRow = Omit<Feed, 'isPaused' | 'isDemo' | 'isFetched'> &
  Record<'isPaused' | 'isDemo' | 'isFetched', number | boolean>;

const columns = {
  id: 'id',
  url: 'url',
  title: 'title',
  siteUrl: 'site_url',
  language: 'language',
  groupName: 'group_name',
  categoryId: 'category_id',
  isPaused: 'is_paused',
  isDemo: 'is_demo',
  isFetched: 'is_fetched',
  ttlMinutes: 'ttl_minutes',
  meanGapMs: 'mean_gap_ms',
  etag: 'etag',
  lastModified: 'last_modified',
  bodyHash: 'body_hash',
  nextFetchAt: 'next_fetch_at',
  nextFetchWhy: 'next_fetch_why',
  lastAttemptAt: 'last_attempt_at',
  lastSuccessAt: 'last_success_at',
  lastOutcome: 'last_outcome',
  lastDetail: 'last_detail',
  failureCount: 'failure_count',
  articleCount: 'article_count',
  createdAt: 'created_at',
  host: 'host',
  skipTimes: 'skip_times',
  movedTo: 'moved_to',
  movedCount: 'moved_count',
  movedSince: 'moved_since',
  failureScore: 'failure_score',
  normalPerWeek: 'normal_per_week',
  lastArticleAt: 'last_article_at',
  silentSince: 'silent_since',
  pushUntil: 'push_until',
  mergedInto: 'merged_into',
} as const satisfies Record<keyof Feed, string>;

export function createFeedStore(db: Db) {
  const feeds = (executor: Executor = db.read) => executor('feeds').select<FeedRow[]>(columns);

  return {
    async find(id: number): Promise<Feed | undefined> {
      return first(await feeds().where('id', id).limit(1));
    },

    async get(id: number): Promise<Feed> {
      const feed = await this.find(id);
      if (!feed) throw notFound('feed');
      return feed;
    },

    async findByUrl(url: string, executor?: Executor): Promise<Feed | undefined> {
      return first(await feeds(executor).where('url', url).limit(1));
    },

    /** Without those that were merged into others. */
    async list(): Promise<Feed[]> {
      const rows = feeds().whereNull('merged_into').orderBy(['group_name', 'title', 'id']);
      return (await rows.limit(MAX_FEEDS)).map(toFeed);
    },

    /** Every address that is read or was, with the source that has it now: a merged one's leads to its heir. */
    async listAddresses(): Promise<Map<string, number>> {
      const rows = await db
        .read('feeds')
        .limit(MAX_FEEDS)
        .select<{ url: string; id: number; heir: number | null }[]>({ url: 'url', id: 'id', heir: 'merged_into' });
      return new Map(rows.map(({ url, id, heir }) => [url, heir ?? id]));
    },

    /** The source that took this one over; null when it stands for itself. */
    async findHeir(id: number): Promise<number | null> {
      return (await db.read('feeds').where('id', id).first('merged_into'))?.merged_into ?? null;
    },

    async listByIds(ids: readonly number[]): Promise<Feed[]> {
      return (
        await feeds()
          .whereIn('id', [...ids])
          .limit(ids.length)
      ).map(toFeed);
    },

    async listByUrls(urls: readonly string[]): Promise<Feed[]> {
      if (urls.length === 0) return [];
      return (
        await feeds()
          .whereIn('url', [...urls])
          .limit(urls.length)
      ).map(toFeed);
    },

    async listDue(now: number, limit: number): Promise<Feed[]> {
      const rows = feeds().where({ is_paused: false, is_fetched: true }).where('next_fetch_at', '<=', now);
      return (await rows.orderBy(['next_fetch_at', 'id']).limit(limit)).map(toFeed);
    },

    async count(filter: { isDemo?: boolean } = {}): Promise<number> {
      const rows = db.read('feeds').count({ count: '*' });
      if (filter.isDemo !== undefined) rows.where('is_demo', filter.isDemo);
      return Number((await rows)[0]?.count ?? 0);
    },

    /** Throws `feed-exists` when the address is taken. */
    async insert(draft: FeedDraft, now: number, executor: Executor = db.write): Promise<Feed> {
      const rows = await executor('feeds').insert(toRow(draft, now)).onConflict('url').ignore().returning('id');
      const feed = await this.findByUrl(draft.url, executor);
      if (!feed || rows.length === 0) {
        throw new AppError('feed-exists', { status: 409, params: { url: draft.url, title: feed?.title ?? '' } });
      }
      return feed;
    },

    /** Those whose addresses are not there yet; returns how many they were. */
    async insertNew(drafts: readonly FeedDraft[], now: number, executor: Executor = db.write): Promise<number> {
      const added = await inChunks<FeedDraft, { id: number }>(drafts, (chunk) =>
        executor('feeds')
          .insert(chunk.map((draft) => toRow(draft, now)))
          .onConflict('url')
          .ignore()
          .returning('id'),
      );
      return added.length;
    },

    async update(
      id: number,
      change: Omit<FeedDraft, 'isDemo' | 'isFetched' | 'createdBy'>,
      now: number,
      executor: Executor = db.write,
    ): Promise<void> {
      const { url, title, siteUrl, language, groupName, categoryId } = change;
      const other = await this.findByUrl(url, executor);
      if (other && other.id !== id)
        throw new AppError('feed-exists', { status: 409, params: { url, title: other.title } });
      const row = { title, site_url: siteUrl, language, group_name: groupName, category_id: categoryId };
      // What another address said of itself holds nothing for this one, nor do its failures.
      // The publisher said that the old address is closed; the new one has said nothing yet.
      const reopened = executor.raw("case when last_outcome = 'gone' then ? else is_paused end", [false]);
      const validators = { etag: null, last_modified: null, body_hash: null };
      const failures = { failure_count: 0, failure_score: 0, moved_to: null, moved_count: 0, moved_since: null };
      const moved = {
        ...row,
        is_paused: reopened,
        last_outcome: null,
        url,
        host: hostKey(url),
        ...validators,
        ...failures,
      };
      const feeds = executor('feeds').where('id', id);
      await feeds.update(other ? row : { ...moved, next_fetch_at: now, next_fetch_why: 'default' });
    },

    /** The document is the same at another address: what is known of it stays. False when that address is a source already. */
    async moveTo(trx: Knex.Transaction, id: number, url: string): Promise<boolean> {
      if (await this.findByUrl(url, trx)) return false;
      await trx('feeds')
        .where('id', id)
        .update({ url, host: hostKey(url) });
      return true;
    },

    async updateFetchState(id: number, state: Partial<FetchState>, executor: Executor = db.write): Promise<void> {
      const row: Record<string, unknown> = {};
      for (const [key, value] of Object.entries(state)) row[columns[key as keyof FetchState]] = value;
      await executor('feeds').where('id', id).update(row);
    },

    /**
     * Until the transaction ends nobody else stores articles of this feed. SQLite has one writer anyway. Returns under which
     * source they stand now: a merge may have been quicker than an import.
     */
    async lock(trx: Knex.Transaction, id: number): Promise<number> {
      const row = await trx('feeds').where('id', id).forUpdate().first('merged_into');
      return row?.merged_into ? this.lock(trx, row.merged_into) : id;
    },

    async incrementArticles(trx: Knex.Transaction, id: number, by: number): Promise<void> {
      if (by > 0) await trx('feeds').where('id', id).increment('article_count', by);
    },
  };
}

export type FeedStore = ReturnType<typeof createFeedStore>;

function first(rows: FeedRow[]): Feed | undefined {
  return rows[0] && toFeed(rows[0]);
}

function toFeed(row: FeedRow): Feed {
  return {
    ...row,
    isPaused: Boolean(row.isPaused),
    isDemo: Boolean(row.isDemo),
    isFetched: Boolean(row.isFetched),
  };
}

function toRow(draft: FeedDraft, now: number) {
  const isFetched = draft.isFetched ?? true;
  return {
    url: draft.url,
    title: draft.title.slice(0, 300),
    site_url: draft.siteUrl,
    language: draft.language.slice(0, 10),
    group_name: draft.groupName.slice(0, 120),
    category_id: draft.categoryId,
    is_demo: draft.isDemo ?? false,
    is_fetched: isFetched,
    host: isFetched ? hostKey(draft.url) : '',
    is_paused: draft.isPaused ?? false,
    next_fetch_at: isFetched ? now : null,
    next_fetch_why: isFetched ? 'default' : null,
    created_by: draft.createdBy ?? null,
    created_at: now,
  };
}
