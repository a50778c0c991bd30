/** Use case: a moderator pins a pair of threads as similar, bans it, or leaves it to the machine again. */
import { can } from '../accounts/can.js';
import type { User } from '../accounts/user.js';
import type { Db } from '../db/db.js';
import { checkedReason } from '../forum/reason.js';
import type { Clock } from '../lib/clock.js';
import { AppError, notFound } from '../lib/errors.js';
import type { ThreadStore } from '../news/thread-store.js';
import { type Ruling, rulings } from '../search/feedback.js';
import { type FeedbackStore, type Pair, pairOf } from '../search/feedback-store.js';
import type { LoggedAction, LogStore } from './log-store.js';
import type { Undoers } from './undo.js';

export type RuleSimilarParts = {
  db: Db;
  threads: Pick<ThreadStore, 'listByIds'>;
  feedback: Pick<FeedbackStore, 'find' | 'updateRuling'>;
  moderationLog: Pick<LogStore, 'insert'>;
  clock: Clock;
  announce: () => void;
};

export type RuleInput = { threadId: number; similarId: number; ruling: Ruling | null; reason: string };

const actions: Record<Ruling | 'none', string> = { pin: 'similar-pin', ban: 'similar-ban', none: 'similar-release' };

export function createRuleSimilar(parts: RuleSimilarParts) {
  return async function ruleSimilar(actor: User | null, input: RuleInput): Promise<void> {
    if (!actor || !can(actor, 'similar.rule')) throw new AppError('forbidden', { status: 403 });
    const reason = checkedReason(input.reason);
    const { threadId, similarId, ruling } = input;
    if (threadId === similarId) throw new AppError('pair-with-itself', { status: 422 });
    const [thread, similar] = await parts.threads.listByIds([threadId, similarId]);
    if (!thread || !similar) throw notFound('thread');
    const pair = pairOf(threadId, similarId);
    await parts.db.transact(async (trx) => {
      const before = (await parts.feedback.find(trx, pair))?.ruling ?? null;
      if (before === ruling) return;
      await parts.feedback.updateRuling(trx, pair, ruling);
      await parts.moderationLog.insert(trx, {
        actorId: actor.id,
        action: actions[ruling ?? 'none'],
        subject: 'similar',
        subjectId: threadId,
        title: `${thread.title} — ${similar.title}`,
        reason,
        details: { ...pair, before, after: ruling },
        at: parts.clock(),
      });
    });
    parts.announce();
  };
}

export type RuleSimilar = ReturnType<typeof createRuleSimilar>;

/** Back to what the pair was before; where it was ruled on again meanwhile, the later ruling stands. */
export function createSimilarUndoers(feedback: Pick<FeedbackStore, 'find' | 'updateRuling'>): Undoers {
  const undo: Undoers[string] = async (trx, action) => {
    const { pair, before, after } = readDetails(action);
    // Gone with one of its threads, or ruled on again.
    const now = await feedback.find(trx, pair);
    if (!now || now.ruling !== after) throw new AppError('undo-impossible', { status: 409 });
    await feedback.updateRuling(trx, pair, before);
  };
  return Object.fromEntries(Object.values(actions).map((action) => [action, undo]));
}

function readDetails({ details }: LoggedAction): { pair: Pair; before: Ruling | null; after: Ruling | null } {
  const rulingOf = (value: unknown) => rulings.find((ruling) => ruling === value) ?? null;
  return {
    pair: { low: Number(details.low), high: Number(details.high) },
    before: rulingOf(details.before),
    after: rulingOf(details.after),
  };
}
