/** Use case: the first posts of a new member wait for a moderator, where the site asks for that. */
import type { User } from '../accounts/user.js';
import type { Db } from '../db/db.js';
import { AppError } from '../lib/errors.js';
import { draftPlace } from './draft.js';
import type { DraftStore } from './draft-store.js';
import type { HeldPostStore } from './held-post-store.js';
import type { PostStore } from './post-store.js';
import { createPreparePost, type PreparePostParts, type ReplyInput } from './prepare-post.js';

export type HoldPostParts = PreparePostParts & {
  db: Db;
  posts: Pick<PostStore, 'find' | 'lockAuthor'>;
  drafts: Pick<DraftStore, 'delete'>;
  heldPosts: Pick<HeldPostStore, 'listWaitingOf' | 'insert'>;
  /** So many published posts are needed before the next ones appear at once; 0 holds nothing. */
  holdFirstPosts: number;
};

export function createHoldPost(parts: HoldPostParts) {
  const preparePost = createPreparePost(parts);

  function mustHold(author: User): boolean {
    return author.role === 'member' && author.postCount < parts.holdFirstPosts;
  }

  async function holdPost(actor: User | null, input: ReplyInput): Promise<void> {
    const { author, draft } = await preparePost(actor, input);
    await parts.db.transact(async (trx) => {
      await parts.posts.lockAuthor(trx, author.id);
      const waiting = await parts.heldPosts.listWaitingOf(trx, author.id, parts.holdFirstPosts);
      const isRepeat = waiting.some((held) => held.threadId === draft.threadId && held.markdown === draft.markdown);
      if (!isRepeat && waiting.length >= parts.holdFirstPosts) {
        throw new AppError('held-enough', { status: 422, params: { count: waiting.length } });
      }
      await parts.drafts.delete(author.id, draftPlace(draft), trx);
      if (!isRepeat) await parts.heldPosts.insert(trx, draft);
    });
  }

  return { mustHold, holdPost };
}

export type HoldPost = ReturnType<typeof createHoldPost>;
