/** SQL of what members and moderators say of pairs of similar threads. */
import type { Knex } from 'knex';
import { chunksOf } from '../db/chunks.js';
import type { Db } from '../db/db.js';
import { feedbackShift, type Ruling } from './feedback.js';

export type PairCounts = { related: number; unrelated: number; ruling: Ruling | null };
/** One direction of a pair is enough; `low` < `high`. */
export type Pair = { low: number; high: number };
export type JudgedPair = Pair & PairCounts;
export type Judgement = 1 | -1;

const PAIRS_AT_MOST = 100_000;

export function pairOf(one: number, other: number): Pair {
  return { low: Math.min(one, other), high: Math.max(one, other) };
}

export function createFeedbackStore(db: Db) {
  /** Counts the votes anew: cheaper than being wrong, a pair has few. */
  async function refreshVerdict(trx: Knex.Transaction, pair: Pair): Promise<void> {
    const counts = await trx('similar_votes')
      .where({ low_id: pair.low, high_id: pair.high })
      .groupBy('value')
      .select<{ value: number; count: number }[]>('value', trx.raw('count(*) as count'));
    const countOf = (value: Judgement) => Number(counts.find((row) => row.value === value)?.count ?? 0);
    const [related, unrelated] = [countOf(1), countOf(-1)];
    await upsertBoth(trx, pair, {
      related_count: related,
      unrelated_count: unrelated,
      shift: feedbackShift(related, unrelated),
    });
  }

  /** Undefined for a pair that nobody judged. */
  async function find(trx: Knex.Transaction, pair: Pair): Promise<PairCounts | undefined> {
    return trx('similar_verdicts')
      .where({ thread_id: pair.low, similar_id: pair.high })
      .first<PairCounts | undefined>({ related: 'related_count', unrelated: 'unrelated_count', ruling: 'ruling' });
  }

  return {
    find,

    /** One vote a member and pair; null takes it back. */
    async upsertVote(
      trx: Knex.Transaction,
      vote: Pair & { userId: number; value: Judgement | null; at: number },
    ): Promise<void> {
      const key = { low_id: vote.low, high_id: vote.high, user_id: vote.userId };
      if (vote.value === null) await trx('similar_votes').where(key).delete();
      else {
        await trx('similar_votes')
          .insert({ ...key, value: vote.value, created_at: vote.at })
          .onConflict(['low_id', 'high_id', 'user_id'])
          .merge(['value', 'created_at']);
      }
      await refreshVerdict(trx, vote);
    },

    async updateRuling(trx: Knex.Transaction, pair: Pair, ruling: Ruling | null): Promise<void> {
      await upsertBoth(trx, pair, { ruling });
    },

    /** One member's votes on one thread's list: other thread → value. */
    async listVotes(userId: number, threadId: number): Promise<Map<number, Judgement>> {
      const rows = await db
        .read('similar_votes')
        .where('user_id', userId)
        .where((either) => either.where('low_id', threadId).orWhere('high_id', threadId))
        .limit(1000)
        .select<{ low_id: number; high_id: number; value: Judgement }[]>('low_id', 'high_id', 'value');
      return new Map(rows.map((row) => [row.low_id === threadId ? row.high_id : row.low_id, row.value]));
    },

    /** Every pair that anybody judged, for the site's own labelled set. */
    async listJudged(): Promise<JudgedPair[]> {
      return db
        .read('similar_verdicts')
        .whereRaw('thread_id < similar_id')
        .where((some) =>
          some.whereNotNull('ruling').orWhere('related_count', '>', 0).orWhere('unrelated_count', '>', 0),
        )
        .orderBy(['thread_id', 'similar_id'])
        .limit(PAIRS_AT_MOST)
        .select({
          low: 'thread_id',
          high: 'similar_id',
          related: 'related_count',
          unrelated: 'unrelated_count',
          ruling: 'ruling',
        });
    },

    /** When one thread becomes part of another, what was said of it is said of the whole too. */
    async copyVerdicts(trx: Knex.Transaction, from: number, to: number): Promise<void> {
      const votes = await trx('similar_votes')
        .where('low_id', from)
        .orWhere('high_id', from)
        .select<{ low_id: number; high_id: number; user_id: number; value: Judgement; created_at: number }[]>('*');
      const rulings = await trx('similar_verdicts')
        .where('thread_id', from)
        .whereNotNull('ruling')
        .select<{ similar_id: number; ruling: Ruling }[]>('similar_id', 'ruling');
      const moved = votes.flatMap((vote) => {
        const other = vote.low_id === from ? vote.high_id : vote.low_id;
        const { low, high } = pairOf(to, other);
        return other === to ? [] : [{ ...vote, low_id: low, high_id: high }];
      });
      for (const chunk of chunksOf(moved)) {
        // A member who judged both keeps what they said of the story itself.
        await trx('similar_votes').insert(chunk).onConflict(['low_id', 'high_id', 'user_id']).ignore();
      }
      for (const { low_id, high_id } of moved) await refreshVerdict(trx, { low: low_id, high: high_id });
      for (const { similar_id, ruling } of rulings) {
        if (similar_id === to) continue;
        const pair = pairOf(to, similar_id);
        if (!(await find(trx, pair))?.ruling) await upsertBoth(trx, pair, { ruling });
      }
    },
  };
}

export type FeedbackStore = ReturnType<typeof createFeedbackStore>;

async function upsertBoth(
  trx: Knex.Transaction,
  { low, high }: Pair,
  columns: Record<string, number | string | null>,
): Promise<void> {
  await trx('similar_verdicts')
    .insert([
      { thread_id: low, similar_id: high, ...columns },
      { thread_id: high, similar_id: low, ...columns },
    ])
    .onConflict(['thread_id', 'similar_id'])
    .merge(Object.keys(columns));
}
