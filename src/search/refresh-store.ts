/** SQL of keeping stored lists fresh: which were computed when much less was indexed, and how often threads are read. */
import { chunksOf } from '../db/chunks.js';
import type { Db } from '../db/db.js';

export function createRefreshStore(db: Db) {
  return {
    /**
     * Puts threads whose lists were computed over fewer than `documents` on the queue, the most read first, then the
     * oldest list. Returns how many.
     */
    async enqueueStale(documents: number, limit: number): Promise<number> {
      const stale = await db
        .read('similar_states')
        .join('threads', 'threads.id', 'similar_states.thread_id')
        .where('similar_states.documents', '<', documents)
        .whereNull('threads.hidden_at')
        .orderBy([
          { column: 'similar_states.view_count', order: 'desc' },
          { column: 'similar_states.computed_at' },
          { column: 'similar_states.thread_id' },
        ])
        .limit(limit)
        .select<{ thread_id: number; change_seq: number }[]>('threads.id as thread_id', 'threads.change_seq');
      for (const chunk of chunksOf(stale)) {
        await db.write('similar_queue').insert(chunk).onConflict('thread_id').ignore();
      }
      return stale.length;
    },

    /** Rows are locked in one order, and few at once: other processes count too. */
    async incrementViews(views: ReadonlyMap<number, number>): Promise<void> {
      for (const chunk of chunksOf([...views].sort(([one], [other]) => one - other))) {
        await db.transact(async (trx) => {
          for (const [threadId, count] of chunk) {
            await trx('similar_states').where('thread_id', threadId).increment('view_count', count);
          }
        });
      }
    },
  };
}

export type RefreshStore = ReturnType<typeof createRefreshStore>;
