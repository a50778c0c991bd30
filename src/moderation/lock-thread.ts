/** Use case: a moderator closes a discussion, or opens it again, and says why. Reading goes on; so does the coverage. */
import type { Knex } from 'knex';
import { can } from '../accounts/can.js';
import type { User } from '../accounts/user.js';
import type { Db } from '../db/db.js';
import { checkedReason } from '../forum/reason.js';
import type { Clock } from '../lib/clock.js';
import { AppError } from '../lib/errors.js';
import type { ThreadSummary } from '../news/thread.js';
import type { ThreadStore } from '../news/thread-store.js';
import type { LockStore, ThreadLock } from './lock-store.js';
import type { LogStore } from './log-store.js';
import type { Undoers } from './undo.js';

export type LockThreadParts = {
  db: Db;
  threads: Pick<ThreadStore, 'get'>;
  locks: LockStore;
  moderationLog: Pick<LogStore, 'insert'>;
  clock: Clock;
  announce: () => void;
};

export type LockInput = { threadId: number; isLocked: boolean; reason: string };

export function createLockThread(parts: LockThreadParts) {
  async function lockThread(actor: User | null, input: LockInput): Promise<void> {
    if (!actor || !can(actor, 'thread.lock')) throw new AppError('forbidden', { status: 403 });
    const thread = await parts.threads.get(input.threadId);
    const reason = checkedReason(input.reason, true);
    const at = parts.clock();
    await parts.db.transact(async (trx) => {
      if (!(await change(trx, thread, input.isLocked ? { at, reason } : null))) return;
      await parts.moderationLog.insert(trx, {
        actorId: actor.id,
        action: input.isLocked ? 'thread-lock' : 'thread-unlock',
        subject: 'thread',
        subjectId: thread.id,
        title: thread.title,
        reason,
        details: { lockedAt: thread.lockedAt, lockReason: thread.lockReason },
        at,
      });
    });
    parts.announce();
  }

  /** False where another moderator was quicker. */
  async function change(trx: Knex.Transaction, thread: ThreadSummary, lock: ThreadLock | null): Promise<boolean> {
    if (lock) return parts.locks.lock(trx, thread.id, lock);
    return thread.lockedAt !== null && parts.locks.unlock(trx, thread.id, thread.lockedAt);
  }

  // Taken back is only the state that the action left: a discussion that was closed anew stays as it is.
  const undoers: Undoers = {
    'thread-lock': async (trx, { subjectId, at }) => checkUndone(await parts.locks.unlock(trx, subjectId, at)),
    'thread-unlock': async (trx, { subjectId, at, details: { lockedAt, lockReason } }) => {
      const lock = { at: Number(lockedAt ?? at), reason: String(lockReason ?? '') };
      checkUndone(await parts.locks.lock(trx, subjectId, lock));
    },
  };

  return { lockThread, undoers };
}

function checkUndone(isUndone: boolean): void {
  if (!isUndone) throw new AppError('undo-impossible', { status: 409 });
}

export type LockThread = ReturnType<typeof createLockThread>['lockThread'];
