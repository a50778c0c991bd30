/**
 * SQL of the stored lists of similar threads. A pair stands in both directions with one score, so a page reads rows and
 * never asks the index, and an older thread learns of a newer one at once.
 */
import type { Knex } from 'knex';
import { chunksOf, inChunks } from '../db/chunks.js';
import type { Db } from '../db/db.js';
import type { SearchDocument, SimilarMatch } from './document.js';
import { type Ruling, shifted } from './feedback.js';
import { KEPT_FROM } from './similar.js';

/** Rows kept per thread; a page shows fewer, so that hiding some leaves enough. */
export const SIMILAR_KEPT = 20;
/** Rows that others brought to one thread's list; its own finds are never pruned. */
const BROUGHT_KEPT = 40;

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

export type QueuePosition = { threadId: number; changeSeq: number };

export type SimilarResult = { threadId: number; changeSeq: number; matches: SimilarMatch[] };

/** How much was indexed when lists were computed, and when that was. */
export type ComputedAt = { documents: number; at: number };

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

    /** In the order of the changes, from after a position on. */
    async listQueued(limit: number, after?: QueuePosition): Promise<QueuePosition[]> {
      const rows = db
        .read('similar_queue')
        .orderBy(['change_seq', 'thread_id'])
        .limit(limit)
        .select({ threadId: 'thread_id', changeSeq: 'change_seq' });
      if (after) rows.whereRaw('(change_seq, thread_id) > (?, ?)', [after.changeSeq, after.threadId]);
      return rows;
    },

    async countQueued(): Promise<number> {
      return Number((await db.read('similar_queue').count({ count: '*' }))[0]?.count ?? 0);
    },

    /** Every thread again, oldest change first. */
    async enqueueAll(): Promise<void> {
      await db.write.raw(
        `insert into similar_queue (thread_id, change_seq) select id, change_seq from threads where true
         on conflict (thread_id) do update set change_seq = excluded.change_seq`,
      );
    },

    /** Replaces what these threads found, prunes the lists they entered, and takes them off the queue: all or nothing. */
    async replaceSimilar(results: readonly SimilarResult[], computed: ComputedAt): Promise<void> {
      await db.transact(async (trx) => {
        const ids = results.map((result) => result.threadId);
        await trx('similar_threads').whereIn('found_by', ids).delete();
        const { rows, existing } = await withoutVanished(results, (wanted) =>
          inChunks<number, number>(wanted, (chunk) => trx('threads').whereIn('id', chunk).pluck('id')),
        );
        for (const chunk of chunksOf(rows)) {
          await trx('similar_threads').insert(chunk);
        }
        for (const chunk of chunksOf([...new Set(rows.map((row) => row.thread_id))])) await trx.raw(...pruneSql(chunk));
        await upsertStates(
          trx,
          ids.filter((id) => existing.has(id)),
          computed,
        );
        for (const { threadId, changeSeq } of results) {
          // A thread that changed meanwhile stays queued under its newer number.
          await trx('similar_queue').where('thread_id', threadId).where('change_seq', '<=', changeSeq).delete();
        }
      });
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

type SimilarRow = { thread_id: number; similar_id: number; score: number; terms: string; found_by: number };

/** Both directions; threads that were deleted since they were indexed are left out. */
async function withoutVanished(
  results: readonly SimilarResult[],
  listExisting: (ids: number[]) => Promise<number[]>,
): Promise<{ rows: SimilarRow[]; existing: ReadonlySet<number> }> {
  const wanted = results.flatMap(({ threadId, matches }) => [threadId, ...matches.map((match) => match.id)]);
  const existing = new Set(await listExisting([...new Set(wanted)]));
  const rows = new Map<string, SimilarRow>();
  for (const { threadId, matches } of results) {
    for (const match of matches) {
      if (!existing.has(threadId) || !existing.has(match.id)) continue;
      for (const [from, to, terms] of [
        [threadId, match.id, match.terms],
        [match.id, threadId, match.otherTerms ?? match.terms],
      ] as const) {
        rows.set(`${from}:${to}`, {
          thread_id: from,
          similar_id: to,
          score: match.score,
          terms: JSON.stringify(terms),
          found_by: threadId,
        });
      }
    }
  }
  return { rows: [...rows.values()], existing };
}

/** Reads are counted from the computing of the list on. */
async function upsertStates(trx: Knex.Transaction, threadIds: readonly number[], computed: ComputedAt): Promise<void> {
  for (const chunk of chunksOf(threadIds)) {
    await trx('similar_states')
      .insert(
        chunk.map((id) => ({
          thread_id: id,
          documents: computed.documents,
          computed_at: computed.at,
          view_count: 0,
        })),
      )
      .onConflict('thread_id')
      .merge(['documents', 'computed_at', 'view_count']);
  }
}

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

function pruneSql(threadIds: number[]): [string, number[]] {
  const marks = threadIds.map(() => '?').join(',');
  return [
    `delete from similar_threads where (thread_id, similar_id, found_by) in (
       select thread_id, similar_id, found_by from (
         select thread_id, similar_id, found_by,
                row_number() over (partition by thread_id order by score desc, similar_id desc) as position
         from similar_threads where thread_id in (${marks}) and found_by <> thread_id
       ) ranked where position > ?)`,
    [...threadIds, BROUGHT_KEPT],
  ];
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
