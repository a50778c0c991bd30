/** Use case: a moderator finds nothing wrong with a reported post. The other answer is its deletion (delete-post.ts). */
import { can } from '../accounts/can.js';
import type { User } from '../accounts/user.js';
import type { Db } from '../db/db.js';
import type { FlagStore } from '../forum/flag-store.js';
import type { PostTextStore } from '../forum/post-text-store.js';
import { checkedReason } from '../forum/reason.js';
import type { Clock } from '../lib/clock.js';
import { AppError, notFound } from '../lib/errors.js';
import type { LogStore } from './log-store.js';
import type { Undoers } from './undo.js';

export type DismissFlagsParts = {
  db: Db;
  postTexts: Pick<PostTextStore, 'lockText'>;
  flags: Pick<FlagStore, 'settle' | 'reopen'>;
  moderationLog: Pick<LogStore, 'insert'>;
  clock: Clock;
};

export function createDismissFlags(parts: DismissFlagsParts) {
  async function dismissFlags(actor: User | null, input: { postId: number; reason: string }): Promise<void> {
    const reason = checkedReason(input.reason, false);
    const at = parts.clock();
    await parts.db.transact(async (trx) => {
      const post = await parts.postTexts.lockText(trx, input.postId);
      if (!post) throw notFound('post');
      if (!actor || !can(actor, 'flag.decide', post)) throw new AppError('forbidden', { status: 403 });
      const settled = await parts.flags.settle(trx, post.id, { verdict: 'kept', by: actor.id, at });
      if (settled === 0) throw new AppError('flags-decided', { status: 409 });
      await parts.moderationLog.insert(trx, {
        actorId: actor.id,
        action: 'flag-dismiss',
        subject: 'post',
        subjectId: post.id,
        title: `№ ${post.id}`,
        reason,
        // Never who reported it: the log is public. Nor whose post it is: the author need not hear of what was nothing.
        details: { threadId: post.threadId },
        at,
      });
    });
  }

  const undoers: Undoers = {
    'flag-dismiss': async (trx, action, _now, actor) => {
      // As whoever reports it does: of two at once the second sees what the first has written.
      const post = await parts.postTexts.lockText(trx, action.subjectId);
      if (!post) throw new AppError('undo-impossible', { status: 409 });
      if (!can(actor, 'verdict.overrule', post)) throw new AppError('own-verdict', { status: 403 });
      await parts.flags.reopen(trx, post.id, action.at);
    },
  };

  return { dismissFlags, undoers };
}

export type DismissFlags = ReturnType<typeof createDismissFlags>['dismissFlags'];
