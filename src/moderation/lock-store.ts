/** SQL of closing a discussion and opening it again. */
import type { Knex } from 'knex';

export type ThreadLock = { at: number; reason: string };

export function createLockStore() {
  return {
    /** False where it is closed already. */
    async lock(trx: Knex.Transaction, threadId: number, { at, reason }: ThreadLock): Promise<boolean> {
      const open = trx('threads').where('id', threadId).whereNull('locked_at');
      return (await open.update({ locked_at: at, lock_reason: reason })) > 0;
    },

    /** False where it is not closed, or not since `lockedAt`: somebody closed it anew. */
    async unlock(trx: Knex.Transaction, threadId: number, lockedAt: number): Promise<boolean> {
      const locked = trx('threads').where({ id: threadId, locked_at: lockedAt });
      return (await locked.update({ locked_at: null, lock_reason: null })) > 0;
    },
  };
}

export type LockStore = ReturnType<typeof createLockStore>;
