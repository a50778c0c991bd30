/** SQL of votes: one row per member and post, counted on the post in the same transaction. */
import type { Knex } from 'knex';
import type { Db } from '../db/db.js';
import { wilsonLowerBound } from './wilson.js';

export type VoteValue = 1 | -1 | 0;

export function createVoteStore(db: Db) {
  return {
    /** Votes of one member on a whole page of posts; posts without one are left out. */
    async listOfMember(userId: number, postIds: readonly number[]): Promise<Map<number, 1 | -1>> {
      if (postIds.length === 0) return new Map();
      const rows: { post_id: number; value: 1 | -1 }[] = await db
        .read('post_votes')
        .where('user_id', userId)
        .whereIn('post_id', [...postIds])
        .select('post_id', 'value');
      return new Map(rows.map((row) => [row.post_id, row.value]));
    },

    /** Zero takes the vote back. The post's row is locked first, so that counts and score follow every vote. */
    async put(vote: { postId: number; userId: number; value: VoteValue; at: number }): Promise<void> {
      await db.transact(async (trx) => {
        await trx('posts').where('id', vote.postId).forUpdate().first('id');
        await trx('post_votes').where({ post_id: vote.postId, user_id: vote.userId }).delete();
        if (vote.value !== 0) {
          const row = { post_id: vote.postId, user_id: vote.userId, value: vote.value, created_at: vote.at };
          await trx('post_votes').insert(row);
        }
        await recount(trx, vote.postId);
      });
    },
  };
}

export type VoteStore = ReturnType<typeof createVoteStore>;

async function recount(trx: Knex.Transaction, postId: number): Promise<void> {
  const rows: { value: number; n: number }[] = await trx('post_votes')
    .where('post_id', postId)
    .groupBy('value')
    .select('value')
    .count({ n: '*' });
  const countOf = (value: number) => Number(rows.find((row) => row.value === value)?.n ?? 0);
  const [up, down] = [countOf(1), countOf(-1)];
  await trx('posts')
    .where('id', postId)
    .update({ up_count: up, down_count: down, score: wilsonLowerBound(up, down) });
}
