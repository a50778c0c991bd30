/** SQL of closing a discussion and opening it again. */
import type { Knex } from 'knex';

export type ThreadLock = { at: number; reason: string } | null;

export function createLockStore() {
  return {
    async updateLock(trx: Knex.Transaction, threadId: number, lock: ThreadLock): Promise<void> {
      await trx('threads')
        .where('id', threadId)
        .update({ locked_at: lock?.at ?? null, lock_reason: lock?.reason ?? null });
    },
  };
}

export type LockStore = ReturnType<typeof createLockStore>;
