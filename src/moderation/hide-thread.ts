/** Use case: a moderator hides a thread from every list, search and feed; undone, it is back as it was. */
import type { Knex } from 'knex';
import { can } from '../accounts/can.js';
import type { User } from '../accounts/user.js';
import type { Db } from '../db/db.js';
import { checkedReason } from '../forum/reason.js';
import type { Clock } from '../lib/clock.js';
import { AppError } from '../lib/errors.js';
import type { ThreadStore } from '../news/thread-store.js';
import type { LogStore } from './log-store.js';
import type { Undoers } from './undo.js';

export type HideThreadParts = {
  db: Db;
  threads: Pick<ThreadStore, 'get' | 'updateHidden'>;
  moderationLog: Pick<LogStore, 'insert'>;
  clock: Clock;
  announce: () => void;
};

export function createHideThread(parts: HideThreadParts) {
  return async function hideThread(actor: User | null, input: { threadId: number; reason: string }): Promise<void> {
    if (!actor || !can(actor, 'thread.hide')) throw new AppError('forbidden', { status: 403 });
    const reason = checkedReason(input.reason);
    const thread = await parts.threads.get(input.threadId);
    const at = parts.clock();
    await parts.db.transact(async (trx: Knex.Transaction) => {
      if (!(await parts.threads.updateHidden(trx, thread.id, at))) return;
      const entry = { subject: 'thread', subjectId: thread.id, title: thread.title, reason, details: {}, at } as const;
      await parts.moderationLog.insert(trx, { ...entry, actorId: actor.id, action: 'thread-hide' });
    });
    parts.announce();
  };
}

export type HideThread = ReturnType<typeof createHideThread>;

export function createHideUndoers(threads: Pick<ThreadStore, 'updateHidden'>): Undoers {
  return {
    'thread-hide': async (trx, action) => {
      if (!(await threads.updateHidden(trx, action.subjectId, null))) {
        throw new AppError('undo-impossible', { status: 409 });
      }
    },
  };
}
