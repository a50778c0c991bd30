/**
 * SQL of the threads that wait for their lists of similar ones, and of storing those: each computing replaces what its
 * threads found before, in both directions, all or nothing.
 */
import type { Knex } from 'knex';
import { chunksOf, inChunks } from '../db/chunks.js';
import type { Db } from '../db/db.js';
import type { SimilarMatch } from './document.js';

/** Rows that others brought to one thread's list; its own finds are never pruned. */
const BROUGHT_KEPT = 40;

export type QueuePosition = { threadId: number; changeSeq: number };

export type SimilarResult = { threadId: number; changeSeq: number; matches: SimilarMatch[] };

/** How much was indexed when lists were computed, and when that was. */
export type ComputedAt = { documents: number; at: number };

export function createSimilarWriteStore(db: Db) {
  return {
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
          inChunks<number, number>(wanted, (chunk) =>
            trx('threads').whereIn('id', chunk).whereNull('merged_into').pluck('id'),
          ),
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
        for (const chunk of chunksOf(results)) await takeOff(trx, chunk);
      });
    },
  };
}

type SimilarRow = { thread_id: number; similar_id: number; score: number; terms: string; found_by: number };

/** Both directions; threads that were deleted or merged since they were indexed are left out. */
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

/** A thread that changed meanwhile stays queued under its newer number. */
async function takeOff(trx: Knex.Transaction, results: readonly QueuePosition[]): Promise<void> {
  const anyOf = results.map(() => '(thread_id = ? and change_seq <= ?)').join(' or ');
  const bindings = results.flatMap(({ threadId, changeSeq }) => [threadId, changeSeq]);
  await trx('similar_queue').whereRaw(anyOf, bindings).delete();
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
