/**
 * SQL of the stored lists of similar threads, as pages read them, and of what the index is made of. A pair stands in both
 * directions with one score, so a page reads rows and never asks the index, and an older thread learns of a newer one at
 * once. The queue and the writing of lists: similar-write-store.ts.
 */
import { inChunks } from '../db/chunks.js';
import type { Db } from '../db/db.js';
import type { SearchDocument } from './document.js';
import { type Ruling, shifted } from './feedback.js';
import { KEPT_FROM } from './similar.js';
import { createSimilarWriteStore } from './similar-write-store.js';

/** Rows kept per thread; a page shows fewer, so that hiding some leaves enough. */
export const SIMILAR_KEPT = 20;
export type SimilarThread = {
  id: number;
  title: string;
  language: string;
  feedId: number;
  feedTitle: string;
  publishedAt: number;
  /** With what members said of the pair. */
  score: number;
  terms: string[];
  relatedCount: number;
  unrelatedCount: number;
  /** A pinned thread stands first, whatever its score; it may have no terms. */
  isPinned: boolean;
};

type SimilarListRow = Omit<SimilarThread, 'terms' | 'isPinned'> & {
  terms: string | null;
  shift: number;
  ruling: Ruling | null;
};

type DocumentRow = Omit<SearchDocument, 'feedIds' | 'text'> & { text: string; feedId: number };

const listColumns = {
  id: 'threads.id',
  title: 'threads.title',
  language: 'threads.language',
  feedId: 'threads.feed_id',
  feedTitle: 'feeds.title',
  publishedAt: 'threads.published_at',
  relatedCount: 'v.related_count',
  unrelatedCount: 'v.unrelated_count',
  shift: 'v.shift',
  ruling: 'v.ruling',
};

export function createSimilarStore(db: Db) {
  const visible = () => db.read('threads').whereNull('hidden_at');

  /** Pinned by a moderator; the machine need not have found them. */
  async function listPinned(threadId: number, limit: number): Promise<SimilarListRow[]> {
    const rows = await db
      .read('similar_verdicts as v')
      .join('threads', 'threads.id', 'v.similar_id')
      .join('feeds', 'feeds.id', 'threads.feed_id')
      .where({ 'v.thread_id': threadId, 'v.ruling': 'pin' })
      .whereNull('threads.hidden_at')
      .orderBy([
        { column: 'threads.published_at', order: 'desc' },
        { column: 'threads.id', order: 'desc' },
      ])
      .limit(limit)
      .select<Omit<SimilarListRow, 'score' | 'terms'>[]>(listColumns);
    return rows.map((row) => ({ ...row, score: 0, terms: null }));
  }

  return {
    ...createSimilarWriteStore(db),

    /** Best first, pinned ones before all; equal scores by date, the newer first. Banned and hidden ones are left out. */
    async listSimilar(threadId: number, limit: number): Promise<SimilarThread[]> {
      const rows = await db
        .read('similar_threads as s')
        .join('threads', 'threads.id', 's.similar_id')
        .join('feeds', 'feeds.id', 'threads.feed_id')
        .leftJoin('similar_verdicts as v', (join) =>
          join.on('v.thread_id', 's.thread_id').andOn('v.similar_id', 's.similar_id'),
        )
        .where('s.thread_id', threadId)
        .whereNull('threads.hidden_at')
        .orderByRaw('s.score + coalesce(v.shift, 0) desc, threads.published_at desc, threads.id desc')
        // Each of a pair may have found the other, and some may be banned.
        .limit(3 * limit)
        .select<SimilarListRow[]>({ ...listColumns, score: 's.score', terms: 's.terms' });
      const pinned = await listPinned(threadId, limit);
      const best = new Map<number, SimilarThread>();
      for (const row of [...pinned.map((each) => withTermsOf(each, rows)), ...rows]) {
        const thread = toSimilarThread(row);
        const isKept = thread.isPinned || (row.ruling !== 'ban' && thread.score >= KEPT_FROM);
        if (isKept && !best.has(row.id)) best.set(row.id, thread);
      }
      return [...best.values()].slice(0, limit);
    },

    async isPending(threadId: number): Promise<boolean> {
      return (await db.read('similar_queue').where('thread_id', threadId).limit(1).select('thread_id')).length > 0;
    },

    /** Ids and versions of all threads that have a document, for comparison with the index: neither hidden nor without articles. */
    async listVersions(afterId: number, limit: number): Promise<{ id: number; version: number }[]> {
      const rows = visible().where('article_count', '>', 0).where('id', '>', afterId);
      return rows.orderBy('id').limit(limit).select({ id: 'id', version: 'change_seq' });
    },

    async newestChange(): Promise<number> {
      return Number((await db.read('threads').max({ newest: 'change_seq' }))[0]?.newest ?? 0);
    },

    async listChangedSince(changeSeq: number, limit: number): Promise<{ id: number; version: number }[]> {
      return db
        .read('threads')
        .where('change_seq', '>', changeSeq)
        .orderBy('change_seq')
        .limit(limit)
        .select({ id: 'id', version: 'change_seq' });
    },

    /** Hidden threads have none. */
    async listDocuments(threadIds: readonly number[]): Promise<SearchDocument[]> {
      const rows = await inChunks<number, DocumentRow>(threadIds, (chunk) =>
        db
          .read('articles')
          .join('threads', 'threads.id', 'articles.thread_id')
          .whereIn('threads.id', chunk)
          .whereNull('threads.hidden_at')
          .orderBy(['threads.id', 'articles.published_at', 'articles.id'])
          .select({
            id: 'threads.id',
            version: 'threads.change_seq',
            title: 'threads.title',
            text: 'articles.text',
            language: 'threads.language',
            publishedAt: 'threads.published_at',
            categoryId: 'threads.category_id',
            feedId: 'articles.feed_id',
          }),
      );
      return joinArticles(rows);
    },
  };
}

export type SimilarStore = ReturnType<typeof createSimilarStore>;

function withTermsOf(pinned: SimilarListRow, rows: readonly SimilarListRow[]): SimilarListRow {
  const found = rows.find((row) => row.id === pinned.id);
  return found ? { ...pinned, score: found.score, terms: found.terms } : pinned;
}

function toSimilarThread({ shift, ruling, terms, ...row }: SimilarListRow): SimilarThread {
  return {
    ...row,
    score: shifted(row.score, shift ?? 0),
    terms: terms === null ? [] : (JSON.parse(terms) as string[]),
    relatedCount: row.relatedCount ?? 0,
    unrelatedCount: row.unrelatedCount ?? 0,
    isPinned: ruling === 'pin',
  };
}

/** A story is one document: the first article's title, the texts of all. */
function joinArticles(rows: DocumentRow[]): SearchDocument[] {
  const documents = new Map<number, SearchDocument>();
  for (const { feedId, text, ...row } of rows) {
    const known = documents.get(row.id);
    if (!known) documents.set(row.id, { ...row, text, feedIds: [feedId] });
    else {
      known.text += `\n${text}`;
      if (!known.feedIds.includes(feedId)) known.feedIds.push(feedId);
    }
  }
  return [...documents.values()];
}
