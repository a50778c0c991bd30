/** Moderators' acts on posts in the public log, and the way back from each. The words taken away are not published. */
import { can } from '../accounts/can.js';
import type { FlagStore } from '../forum/flag-store.js';
import type { PostModeration, RecordModeration } from '../forum/post-moderation.js';
import type { PostTextStore } from '../forum/post-text-store.js';
import { AppError } from '../lib/errors.js';
import type { LogStore } from './log-store.js';
import type { Undoers } from './undo.js';

export type PostLogParts = {
  moderationLog: Pick<LogStore, 'insert'>;
  postTexts: Pick<PostTextStore, 'lockText' | 'markRestored' | 'restoreVersions'>;
  flags: Pick<FlagStore, 'reopen'>;
};

export function createPostLog(parts: PostLogParts) {
  const record: RecordModeration = (trx, { action, actorId, post, reason, at }: PostModeration) =>
    parts.moderationLog.insert(trx, {
      actorId,
      action,
      subject: 'post',
      subjectId: post.id,
      title: `№ ${post.id}`,
      reason,
      details: { threadId: post.threadId, authorId: post.userId },
      at,
    });

  const undoers: Undoers = {
    // The words of the edit stay; only what was hidden is in sight again.
    'post-redact': async (trx, action, _now, actor) => {
      const post = await parts.postTexts.lockText(trx, action.subjectId);
      if (!post) throw new AppError('undo-impossible', { status: 409 });
      if (!can(actor, 'verdict.overrule', post)) throw new AppError('own-verdict', { status: 403 });
      await parts.postTexts.restoreVersions(trx, post.id, action.at);
    },
    'post-delete': async (trx, action, _now, actor) => {
      const post = await parts.postTexts.lockText(trx, action.subjectId);
      if (!post) throw new AppError('undo-impossible', { status: 409 });
      if (!can(actor, 'verdict.overrule', post)) throw new AppError('own-verdict', { status: 403 });
      if (post.deletedAt === null) return;
      await parts.postTexts.markRestored(trx, post);
      await parts.flags.reopen(trx, post.id, post.deletedAt);
    },
  };

  return { record, undoers };
}
