/** Use case: a member reports somebody else's post to the moderators. Once is enough: a second time changes nothing. */
import { can } from '../accounts/can.js';
import type { User } from '../accounts/user.js';
import type { Db } from '../db/db.js';
import type { Clock } from '../lib/clock.js';
import { AppError, notFound } from '../lib/errors.js';
import { collapse } from '../lib/text.js';
import type { ThreadStore } from '../news/thread-store.js';
import { type FlagReason, type FlagStore, LONGEST_FLAG } from './flag-store.js';
import type { PostText, PostTextStore } from './post-text-store.js';

export type FlagPostParts = {
  db: Db;
  postTexts: Pick<PostTextStore, 'findText' | 'lockText'>;
  threads: Pick<ThreadStore, 'find'>;
  flags: Pick<FlagStore, 'insert'>;
  clock: Clock;
};

export type FlagInput = { postId: number; reason: FlagReason; words: string };

export function createFlagPost(parts: FlagPostParts) {
  return async function flagPost(actor: User, input: FlagInput): Promise<{ isNew: boolean }> {
    const post = await findFlaggable(parts, actor, input.postId);
    const words = collapse(input.words);
    if (words === '' && input.reason === 'other') throw new AppError('flag-words-required', { status: 422 });
    if (words.length > LONGEST_FLAG) throw new AppError('too-long', { status: 422, params: { max: LONGEST_FLAG } });
    const isNew = await parts.db.transact(async (trx) => {
      // Deleted in this moment: there is nothing left to report.
      const current = await parts.postTexts.lockText(trx, post.id);
      if (!current || current.deletedAt !== null) throw notFound('post');
      const flag = { postId: post.id, reason: input.reason, words, createdAt: parts.clock() };
      return parts.flags.insert(trx, { ...flag, userId: actor.id });
    });
    return { isNew };
  };
}

export type FlagPost = ReturnType<typeof createFlagPost>;

/** The post, if this member sees it and may report it. */
export async function findFlaggable(
  parts: Pick<FlagPostParts, 'threads'> & { postTexts: Pick<PostTextStore, 'findText'> },
  actor: User | null,
  postId: number,
): Promise<PostText> {
  const post = await parts.postTexts.findText(postId);
  if (!post || post.deletedAt !== null) throw notFound('post');
  const thread = await parts.threads.find(post.threadId);
  if (!thread || thread.hiddenAt !== null) throw notFound('post');
  if (!can(actor, 'post.flag', post)) throw new AppError('forbidden', { status: 403 });
  return post;
}
