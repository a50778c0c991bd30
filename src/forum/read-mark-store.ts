/** SQL of how far each member has read: one mark a thread, and one time up to which everything counts as read. */
import type { Knex } from 'knex';
import type { Db } from '../db/db.js';

export type ReadMark = { lastPostId: number; readUntil: number };

/** `postId` 0 is the story itself. What was told of the posts read counts as read `at` that time. */
export type ReadUpTo = { userId: number; threadId: number; postId: number; at: number };

export function createReadMarkStore(db: Db) {
  return {
    async find(userId: number, threadId: number): Promise<ReadMark | undefined> {
      return db
        .read('read_marks')
        .where({ user_id: userId, thread_id: threadId })
        .first<ReadMark>({ lastPostId: 'last_post_id', readUntil: 'read_until' });
    },

    /**
     * Up to this post. The thread counts as read when nothing newer stands in it; otherwise up to the post's own time.
     * Never backwards: an earlier page that is looked at again leaves the mark where it was.
     */
    async mark({ userId, threadId, postId, at }: ReadUpTo): Promise<void> {
      await db.transact(async (trx) => {
        const thread = await trx('threads').where('id', threadId).first('active_at');
        if (!thread) return;
        const newer = await trx('posts')
          .where('thread_id', threadId)
          .where('id', '>', postId)
          .orderBy('id')
          .first('created_at');
        const readUntil = newer ? Math.min(Number(newer.created_at) - 1, Number(thread.active_at)) : thread.active_at;
        await upsert(trx, { user_id: userId, thread_id: threadId, last_post_id: postId, read_until: readUntil });
        await trx('notifications')
          .where({ user_id: userId, thread_id: threadId })
          .whereNull('read_at')
          // Withdrawn, it was seen by nobody: it may come back.
          .whereNull('withdrawn_at')
          .where((query) => query.whereNull('post_id').orWhere('post_id', '<=', postId))
          .update({ read_at: at, mail: null, is_push_due: false });
      });
    },

    /** Thread id → how far it was read; threads without a mark are left out. */
    async listReadUntil(userId: number, threadIds: readonly number[]): Promise<Map<number, number>> {
      const rows = await db
        .read('read_marks')
        .where('user_id', userId)
        .whereIn('thread_id', [...threadIds])
        .select<{ threadId: number; readUntil: number }[]>({ threadId: 'thread_id', readUntil: 'read_until' });
      return new Map(rows.map((row) => [row.threadId, row.readUntil]));
    },
  };
}

export type ReadMarkStore = ReturnType<typeof createReadMarkStore>;

type Row = { user_id: number; thread_id: number; last_post_id: number; read_until: number };

async function upsert(trx: Knex.Transaction, row: Row): Promise<void> {
  const later = (column: 'last_post_id' | 'read_until') =>
    trx.raw('case when ?? < ? then ? else ?? end', [
      `read_marks.${column}`,
      row[column],
      row[column],
      `read_marks.${column}`,
    ]);
  await trx('read_marks')
    .insert(row)
    .onConflict(['user_id', 'thread_id'])
    .merge({ last_post_id: later('last_post_id'), read_until: later('read_until') } as object);
}
