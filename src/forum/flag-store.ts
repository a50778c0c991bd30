/** SQL of what members report to the moderators. Only moderators learn who did; a member sees the own open ones. */
import type { Knex } from 'knex';
import type { Db } from '../db/db.js';

export const flagReasons = ['spam', 'insult', 'false', 'illegal', 'off-topic', 'other'] as const;
export type FlagReason = (typeof flagReasons)[number];
export const LONGEST_FLAG = 300;

export type Flag = { postId: number; userId: number; reason: FlagReason; words: string; createdAt: number };
/** `total`: all open ones of its post. */
export type CountedFlag = Flag & { total: number };
export type FlagVerdict = { verdict: 'kept' | 'deleted'; by: number; at: number };
/** A post that somebody reported, and the oldest open flag of it. */
export type FlaggedPost = { postId: number; firstId: number };

const columns = {
  postId: 'post_id',
  userId: 'user_id',
  reason: 'reason',
  words: 'words',
  createdAt: 'created_at',
};

export function createFlagStore(db: Db) {
  return {
    /** One open flag per member and post: false when there is one already. */
    async insert(trx: Knex.Transaction, flag: Flag): Promise<boolean> {
      const { postId, userId, reason, words, createdAt } = flag;
      const rows = await trx('post_flags')
        .insert({ post_id: postId, user_id: userId, reason, words, created_at: createdAt })
        .onConflict(trx.raw('(post_id, user_id) where decided_at is null'))
        .ignore()
        .returning('id');
      return rows.length > 0;
    },

    async hasOpen(userId: number, postId: number): Promise<boolean> {
      const open = db.read('post_flags').where({ user_id: userId, post_id: postId }).whereNull('decided_at');
      return (await open.first('id')) !== undefined;
    },

    /** The posts of a thread that a member reported. */
    async listOwnOpen(userId: number, threadId: number, limit: number): Promise<number[]> {
      const rows: { id: number }[] = await db
        .read('post_flags')
        .join('posts', 'posts.id', 'post_flags.post_id')
        .where({ 'post_flags.user_id': userId, 'posts.thread_id': threadId })
        .whereNull('post_flags.decided_at')
        .orderBy('post_flags.id', 'desc')
        .limit(limit)
        .select({ id: 'posts.id' });
      return rows.map(({ id }) => id);
    },

    /** The oldest wait longest and come first; what its author took away meanwhile waits unseen, and may come back. */
    async listFlagged(after: number, limit: number): Promise<FlaggedPost[]> {
      const rows: { postId: number; firstId: number }[] = await db
        .read('post_flags')
        .join('posts', 'posts.id', 'post_flags.post_id')
        .whereNull('post_flags.decided_at')
        .whereNull('posts.deleted_at')
        .groupBy('post_flags.post_id')
        .havingRaw('min(post_flags.id) > ?', [after])
        .orderBy('firstId')
        .limit(limit)
        .select({ postId: 'post_flags.post_id', firstId: db.read.raw('min(post_flags.id)') });
      return rows.map(({ postId, firstId }) => ({ postId, firstId: Number(firstId) }));
    },

    /** What is said of these posts, oldest first, as far as `limit` of each; and how many there are of that post. */
    async listOpen(postIds: readonly number[], limit: number): Promise<CountedFlag[]> {
      const open = db
        .read('post_flags')
        .whereIn('post_id', postIds)
        .whereNull('decided_at')
        .select('*')
        .rowNumber('place', (by) => void by.partitionBy('post_id').orderBy('id'))
        .select(db.read.raw('count(*) over (partition by post_id) as total'));
      const rows: CountedFlag[] = await db
        .read(open.as('open'))
        .where('place', '<=', limit)
        .orderBy('id')
        .select({ ...columns, total: 'total' });
      return rows.map((row) => ({ ...row, total: Number(row.total) }));
    },

    /** How many there were. */
    async settle(trx: Knex.Transaction, postId: number, { verdict, by, at }: FlagVerdict): Promise<number> {
      const open = trx('post_flags').where('post_id', postId).whereNull('decided_at');
      return open.update({ verdict, decided_by: by, decided_at: at });
    },

    /** What was settled in that moment is open again, but for whoever has reported the post anew since then. */
    async reopen(trx: Knex.Transaction, postId: number, decidedAt: number): Promise<void> {
      const anew = trx('post_flags').where('post_id', postId).whereNull('decided_at').select('user_id');
      await trx('post_flags')
        .where({ post_id: postId, decided_at: decidedAt })
        .whereNotIn('user_id', anew)
        .update({ verdict: null, decided_by: null, decided_at: null });
    },
  };
}

export type FlagStore = ReturnType<typeof createFlagStore>;
