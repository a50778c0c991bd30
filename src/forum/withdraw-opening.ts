/**
 * Use cases: the author takes the own thread back while nobody else has replied, and brings it again. It leaves lists,
 * search and feeds like a thread that moderators hide; what moderators hide is not the author's to bring back.
 */
import { can } from '../accounts/can.js';
import type { User } from '../accounts/user.js';
import type { Db } from '../db/db.js';
import type { Clock } from '../lib/clock.js';
import { AppError, notFound } from '../lib/errors.js';
import type { ThreadSummary } from '../news/thread.js';
import type { ThreadStore } from '../news/thread-store.js';
import { checkThread } from './check-post.js';
import type { Opening, OpeningStore } from './opening-store.js';

export type WithdrawOpeningParts = {
  db: Db;
  openings: Pick<OpeningStore, 'find' | 'lock' | 'lockThread' | 'hasOthersPosts'>;
  threads: Pick<ThreadStore, 'find' | 'get' | 'updateWithdrawn'>;
  clock: Clock;
  announce: () => void;
};

/** Why a thread is not its author's alone any more. */
export type WithdrawObstacle = 'withdraw-answered' | 'withdraw-joined';

export function createWithdrawOpening(parts: WithdrawOpeningParts) {
  /** Returns the thread. */
  return async function withdrawOpening(actor: User | null, articleId: number): Promise<number> {
    const { opening, member } = await findOwn(parts, actor, articleId);
    const { id, threadId, userId } = opening;
    const thread = await parts.threads.get(threadId);
    // Twice is once.
    if (thread.withdrawnAt !== null) return threadId;
    await checkThread(parts.threads, member, { threadId, lockedCode: 'edit-locked' });
    const obstacle = await findObstacle(parts, opening, thread);
    if (obstacle) throw new AppError(obstacle, { status: 409 });
    await parts.db.transact(async (trx) => {
      await parts.openings.lockThread(trx, threadId);
      const current = await parts.openings.lock(trx, id);
      // A merge came first: it stands in another thread now.
      if (current?.threadId !== threadId) throw new AppError('withdraw-joined', { status: 409 });
      const isAnswered = await parts.openings.hasOthersPosts(threadId, userId, trx);
      if (isAnswered) throw new AppError('withdraw-answered', { status: 409 });
      await parts.threads.updateWithdrawn(trx, threadId, parts.clock());
    });
    parts.announce();
    return threadId;
  };
}

export function createRestoreOpening(parts: WithdrawOpeningParts) {
  /** Returns the thread. */
  return async function restoreOpening(actor: User | null, articleId: number): Promise<number> {
    const { threadId } = (await findOwn(parts, actor, articleId)).opening;
    await parts.db.transact((trx) => parts.threads.updateWithdrawn(trx, threadId, null));
    parts.announce();
    return threadId;
  };
}

/** null: it may be withdrawn. */
export async function findObstacle(
  parts: { openings: Pick<OpeningStore, 'hasOthersPosts'> },
  { userId, threadId }: Opening,
  thread: Pick<ThreadSummary, 'articleCount' | 'starterId'>,
): Promise<WithdrawObstacle | null> {
  if (thread.articleCount > 1 || thread.starterId !== userId) return 'withdraw-joined';
  return (await parts.openings.hasOthersPosts(threadId, userId)) ? 'withdraw-answered' : null;
}

async function findOwn(
  parts: WithdrawOpeningParts,
  member: User | null,
  articleId: number,
): Promise<{ opening: Opening; member: User }> {
  const opening = await parts.openings.find(articleId);
  if (!opening) throw notFound('article');
  if (!member || !can(member, 'opening.edit', opening)) throw new AppError('forbidden', { status: 403 });
  return { opening, member };
}

export type WithdrawOpening = ReturnType<typeof createWithdrawOpening>;
export type RestoreOpening = ReturnType<typeof createRestoreOpening>;
