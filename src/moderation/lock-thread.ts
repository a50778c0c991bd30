/** Use case: a moderator closes a discussion, or opens it again, and says why. Reading goes on; so does the coverage. */
import type { Knex } from 'knex';
import { can } from '../accounts/can.js';
import type { User } from '../accounts/user.js';
import type { Db } from '../db/db.js';
import { checkedReason } from '../forum/post-moderation.js';
import type { Clock } from '../lib/clock.js';
import { AppError } from '../lib/errors.js';
import type { ThreadStore } from '../news/thread-store.js';
import type { LockStore } from './lock-store.js';
import type { LoggedAction, LogStore } from './log-store.js';
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
    if ((thread.lockedAt !== null) === input.isLocked) return;
    await parts.db.transact(async (trx) => {
      await parts.locks.updateLock(trx, thread.id, input.isLocked ? { at, reason } : null);
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

  const undoers: Undoers = {
    'thread-lock': (trx, action) => parts.locks.updateLock(trx, action.subjectId, null),
    'thread-unlock': (trx, action) => lockAgain(trx, action),
  };

  function lockAgain(trx: Knex.Transaction, action: LoggedAction): Promise<void> {
    const { lockedAt, lockReason } = action.details;
    const lock = { at: Number(lockedAt ?? action.at), reason: String(lockReason ?? '') };
    return parts.locks.updateLock(trx, action.subjectId, lock);
  }

  return { lockThread, undoers };
}

export type LockThread = ReturnType<typeof createLockThread>['lockThread'];
