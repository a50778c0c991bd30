/**
 * Use cases: a post is taken away and brought back, by its author or by a moderator. Number, text, votes and answers stay;
 * counts follow. What a moderator took away only a moderator brings back, and never the author whom it was taken from.
 */
import { can } from '../accounts/can.js';
import type { User } from '../accounts/user.js';
import type { Db } from '../db/db.js';
import type { Clock } from '../lib/clock.js';
import { AppError, notFound } from '../lib/errors.js';
import type { FlagStore } from './flag-store.js';
import type { RecordModeration } from './post-moderation.js';
import type { PostText, PostTextStore } from './post-text-store.js';
import { checkedReason } from './reason.js';

export type DeletePostParts = {
  db: Db;
  postTexts: Pick<PostTextStore, 'findText' | 'lockText' | 'markDeleted' | 'takeOverDeleted' | 'markRestored'>;
  /** What a moderator takes away has been dealt with; brought back, it has not. */
  flags: Pick<FlagStore, 'settle' | 'reopen'>;
  recordModeration: RecordModeration;
  clock: Clock;
  announce: () => void;
};

export type DeleteInput = {
  postId: number;
  reason: string;
  /** The answer to reports, from the moderators' queue. */
  decidesFlags?: boolean;
};

export function createDeletePost(parts: DeletePostParts) {
  return async function deletePost(actor: User | null, input: DeleteInput): Promise<PostText> {
    const post = await parts.postTexts.findText(input.postId);
    if (!post) throw notFound('post');
    if (!actor || !can(actor, 'post.delete', post)) throw new AppError('forbidden', { status: 403 });
    if (input.decidesFlags && !can(actor, 'flag.decide', post)) throw new AppError('forbidden', { status: 403 });
    const isOthers = post.userId !== actor.id;
    // On reports even the owner of the site decides in public, also on their own words.
    const isModeration = isOthers || input.decidesFlags === true;
    const reason = checkedReason(input.reason, isModeration);
    const at = parts.clock();
    await parts.db.transact(async (trx) => {
      const current = await parts.postTexts.lockText(trx, post.id);
      if (!current) return;
      const isGone = current.deletedAt !== null;
      // Twice is once: the second click finds it gone. What its author took away a moderator can still take over.
      if (isGone && !(isOthers && current.deletedBy === post.userId)) return;
      const tombstone = { by: actor.id, at, reason };
      if (isGone) await parts.postTexts.takeOverDeleted(trx, current, tombstone);
      else await parts.postTexts.markDeleted(trx, current, tombstone);
      const act = { actorId: actor.id, post, reason, at };
      if (!isModeration) return;
      await parts.flags.settle(trx, post.id, { verdict: 'deleted', by: actor.id, at });
      await parts.recordModeration(trx, { ...act, action: 'post-delete' });
    });
    parts.announce();
    return post;
  };
}

export function createRestorePost(parts: DeletePostParts) {
  return async function restorePost(actor: User | null, input: { postId: number; reason: string }): Promise<PostText> {
    const post = await parts.postTexts.findText(input.postId);
    if (!post) throw notFound('post');
    if (!actor || !can(actor, 'post.restore', post)) throw new AppError('forbidden', { status: 403 });
    if (!mayRestore(actor, post)) throw new AppError('own-verdict', { status: 403 });
    const reason = checkedReason(input.reason, false);
    const at = parts.clock();
    await parts.db.transact(async (trx) => {
      const current = await parts.postTexts.lockText(trx, post.id);
      if (!current || current.deletedAt === null) return;
      if (!mayRestore(actor, current)) throw new AppError('own-verdict', { status: 403 });
      await parts.postTexts.markRestored(trx, current);
      await parts.flags.reopen(trx, current.id, current.deletedAt);
      const act = { actorId: actor.id, post, reason, at };
      if (current.deletedBy !== actor.id) await parts.recordModeration(trx, { ...act, action: 'post-restore' });
    });
    parts.announce();
    return post;
  };
}

export function mayRestore(actor: User, post: { userId: number; deletedBy: number | null }): boolean {
  return can(actor, 'post.restore', post) && (post.deletedBy === actor.id || can(actor, 'verdict.overrule', post));
}

export type DeletePost = ReturnType<typeof createDeletePost>;
export type RestorePost = ReturnType<typeof createRestorePost>;
