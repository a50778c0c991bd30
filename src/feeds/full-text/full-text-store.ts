/**
 * SQL of full texts. The queue is derived from the articles themselves: whatever a source that asks for full texts has
 * stored or edited and has no row here is due, so nothing is lost wherever an import stopped.
 */
import type { Knex } from 'knex';
import type { Db, Executor } from '../../db/db.js';
import { DAY } from '../../lib/clock.js';

export type DueText = {
  articleId: number;
  feedId: number;
  contentHash: string;
  attempts: number;
  url: string;
  title: string;
  /** The source's own text. */
  text: string;
};

export type TextAttempt = Pick<DueText, 'articleId' | 'feedId' | 'contentHash' | 'attempts'> & {
  outcome: string;
  detail: string | null;
  /** Null ends it. */
  dueAt: number | null;
  now: number;
};

export type TextFailure = {
  articleId: number;
  title: string;
  outcome: string;
  detail: string | null;
  dueAt: number | null;
};
export type TextSummary = { waiting: number; counts: Record<string, number>; failures: TextFailure[] };

// Looking for what was never tried must not mean reading the whole archive every few seconds.
const YOUNG = 14 * DAY;
const STORED = 'stored';
const SUMMARY_OUTCOMES = 50;

export function createFullTextStore(db: Db) {
  return {
    /** First those that were never tried, then those whose time has come. */
    async listDue(now: number, limit: number): Promise<DueText[]> {
      const fresh = await due(db)
        .where('articles.created_at', '>=', now - YOUNG)
        .leftJoin('full_texts', asItStands)
        .whereNull('full_texts.article_id')
        .orderBy('articles.id', 'desc')
        .limit(limit)
        .select<Omit<DueText, 'attempts'>[]>(columns);
      const again = await due(db)
        .join('full_texts', asItStands)
        .where('full_texts.due_at', '<=', now)
        .orderBy(['full_texts.due_at', 'articles.id'])
        .limit(limit)
        .select<DueText[]>({ ...columns, attempts: 'full_texts.attempts' });
      return [...fresh.map((row) => ({ ...row, attempts: 0 })), ...again];
    },

    async record(trx: Knex.Transaction, attempt: TextAttempt): Promise<void> {
      const row = {
        feed_id: attempt.feedId,
        content_hash: attempt.contentHash,
        due_at: attempt.dueAt,
        attempts: attempt.attempts,
        outcome: attempt.outcome,
        detail: attempt.detail,
        updated_at: attempt.now,
      };
      await trx('full_texts')
        .insert({ ...row, article_id: attempt.articleId })
        .onConflict('article_id')
        .merge(row);
    },

    /** What became of a source's full texts: of its articles as they stand, while it asks for them. */
    async summarise(feedId: number, failuresShown: number): Promise<TextSummary> {
      const counted = await attempts(db)
        .where('full_texts.feed_id', feedId)
        .groupBy('outcome')
        .orderBy('outcome')
        .limit(SUMMARY_OUTCOMES)
        .count({ count: '*' })
        .select<{ outcome: string; count: number | string }[]>('outcome');
      const waiting = await due(db)
        .where('articles.feed_id', feedId)
        .leftJoin('full_texts', asItStands)
        .where((open) => open.whereNull('full_texts.article_id').orWhereNotNull('full_texts.due_at'))
        .count({ count: '*' });
      const failures = await attempts(db)
        .where('full_texts.feed_id', feedId)
        .whereNot('full_texts.outcome', STORED)
        .orderBy([{ column: 'full_texts.updated_at', order: 'desc' }, 'full_texts.article_id'])
        .limit(failuresShown)
        .select<TextFailure[]>({
          articleId: 'articles.id',
          title: 'articles.title',
          outcome: 'full_texts.outcome',
          detail: 'full_texts.detail',
          dueAt: 'full_texts.due_at',
        });
      const counts = Object.fromEntries(counted.map((row) => [String(row.outcome), Number(row.count)]));
      return { waiting: Number(waiting[0]?.count ?? 0), counts, failures };
    },

    /** What became of one article's page, when its source asks for full texts. */
    async findAttempt(articleId: number): Promise<Pick<TextFailure, 'outcome' | 'detail' | 'dueAt'> | undefined> {
      return attempts(db)
        .where('article_id', articleId)
        .first({ outcome: 'outcome', detail: 'detail', dueAt: 'due_at' });
    },

    /**
     * The failures of a source that `summarise` lists, one article's or all, are due at once and have all their tries again.
     * Returns how many.
     */
    async retry(feedId: number, articleId: number | null, now: number): Promise<number> {
      const failed = attempts(db).where('full_texts.feed_id', feedId).whereNot('outcome', STORED).select('articles.id');
      if (articleId !== null) failed.where('articles.id', articleId);
      return db.write('full_texts').whereIn('article_id', failed).update({ due_at: now, attempts: 0 });
    },

    async findSince(feedId: number): Promise<number | null> {
      const row = await db.read('feeds').where('id', feedId).first('full_text_since');
      return row?.full_text_since ?? null;
    },

    async updateSince(feedId: number, since: number | null, executor: Executor = db.write): Promise<void> {
      await executor('feeds').where('id', feedId).update({ full_text_since: since });
    },
  };
}

export type FullTextStore = ReturnType<typeof createFullTextStore>;

const columns = {
  articleId: 'articles.id',
  feedId: 'articles.feed_id',
  contentHash: 'articles.content_hash',
  url: 'articles.url',
  title: 'articles.title',
  text: 'articles.text',
};

/** The try of an article's words as they are now: what an edit has overtaken counts for nothing. */
function asItStands(join: Knex.JoinClause): void {
  join.on('full_texts.article_id', 'articles.id').andOn('full_texts.content_hash', 'articles.content_hash');
}

/** Tries that still say something: of articles as they stand, whose source asks for full texts of such as they are. */
function attempts(db: Db): Knex.QueryBuilder {
  return db
    .read('articles')
    .join('full_texts', asItStands)
    .join('feeds', 'feeds.id', 'articles.feed_id')
    .where('articles.created_at', '>=', db.read.ref('feeds.full_text_since'));
}

/** Articles whose source asks for full texts. */
function due(db: Db): Knex.QueryBuilder {
  return db
    .read('articles')
    .join('feeds', 'feeds.id', 'articles.feed_id')
    .whereNotNull('feeds.full_text_since')
    .where('feeds.is_paused', false)
    .whereNotNull('articles.url')
    .where('articles.created_at', '>=', db.read.ref('feeds.full_text_since'));
}
