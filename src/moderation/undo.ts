/** Use case: a moderator takes back what stands in the log. Each kind of action brings its own way back. */
import type { Knex } from 'knex';
import { can } from '../accounts/can.js';
import type { User } from '../accounts/user.js';
import type { Db } from '../db/db.js';
import type { Clock } from '../lib/clock.js';
import { AppError, notFound } from '../lib/errors.js';
import type { LoggedAction, LogStore } from './log-store.js';

/** Throws an `AppError` where the way back is blocked meanwhile; the transaction then changes nothing. */
export type Undoer = (trx: Knex.Transaction, action: LoggedAction, now: number, actor: User) => Promise<void>;
/** By the action's key; an action without an undoer cannot be undone. */
export type Undoers = Readonly<Record<string, Undoer>>;

export type UndoParts = {
  db: Db;
  moderationLog: Pick<LogStore, 'findForUndo' | 'markUndone'>;
  undoers: Undoers;
  clock: Clock;
  announce: () => void;
};

export function createUndoAction(parts: UndoParts) {
  return async function undoAction(actor: User | null, id: number): Promise<LoggedAction> {
    if (!can(actor, 'log.undo') || !actor) throw new AppError('forbidden', { status: 403 });
    const now = parts.clock();
    const undone = await parts.db.transact(async (trx) => {
      const action = await parts.moderationLog.findForUndo(trx, id);
      if (!action) throw notFound('action');
      if (action.undoneAt !== null) throw new AppError('already-undone', { status: 409 });
      const undo = undoerOf(parts.undoers, action.action);
      if (!undo) throw new AppError('undo-impossible', { status: 409 });
      await undo(trx, action, now, actor);
      await parts.moderationLog.markUndone(trx, id, { by: actor.id, at: now });
      return action;
    });
    parts.announce();
    return undone;
  };
}

export type UndoAction = ReturnType<typeof createUndoAction>;

export function undoerOf(undoers: Undoers, action: string): Undoer | undefined {
  return Object.hasOwn(undoers, action) ? undoers[action] : undefined;
}
