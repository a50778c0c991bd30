/** Use case: a member says of a similar article that it is really related, or that it is not, or takes that back. */
import { can } from '../accounts/can.js';
import type { User } from '../accounts/user.js';
import type { Db } from '../db/db.js';
import type { Clock } from '../lib/clock.js';
import { AppError, notFound } from '../lib/errors.js';
import type { ThreadStore } from '../news/thread-store.js';
import { type FeedbackStore, type Judgement, pairOf } from '../search/feedback-store.js';

export type JudgeSimilarParts = {
  db: Db;
  threads: Pick<ThreadStore, 'listByIds'>;
  feedback: Pick<FeedbackStore, 'upsertVote'>;
  clock: Clock;
  announce: () => void;
};

export type JudgeInput = { threadId: number; similarId: number; value: Judgement | null };

export function createJudgeSimilar(parts: JudgeSimilarParts) {
  return async function judgeSimilar(actor: User | null, { threadId, similarId, value }: JudgeInput): Promise<void> {
    if (!actor || !can(actor, 'similar.judge')) throw new AppError('forbidden', { status: 403 });
    if (threadId === similarId || (await parts.threads.listByIds([threadId, similarId])).length < 2) {
      throw notFound('thread');
    }
    const vote = { ...pairOf(threadId, similarId), userId: actor.id, value, at: parts.clock() };
    await parts.db.transact((trx) => parts.feedback.upsertVote(trx, vote));
    parts.announce();
  };
}

export type JudgeSimilar = ReturnType<typeof createJudgeSimilar>;
