/** Use case: a member replies in a thread. Enters what was typed; leaves the post's number. */
import type { Knex } from 'knex';
import type { User } from '../accounts/user.js';
import type { Db } from '../db/db.js';
import { DAY, MINUTE } from '../lib/clock.js';
import { AppError } from '../lib/errors.js';
import { draftPlace } from './draft.js';
import type { DraftStore } from './draft-store.js';
import { type PostDraft, textKey } from './post.js';
import type { RecordPostEvent } from './post-event.js';
import type { PostStore } from './post-store.js';
import { createPreparePost, type PreparedPost, type PreparePostParts, type ReplyInput } from './prepare-post.js';
import { standingOf } from './standing.js';

// A double click or a reload sends the same words within moments; minutes later they may be meant.
const REPEAT_WINDOW = 10 * MINUTE;
// "I agree" may be said in many threads; a paragraph that is pasted into several is advertising.
const DUPLICATE_WINDOW = DAY;
const SHORTEST_DUPLICATE = 60;

export type StorePostParts = {
  posts: Pick<PostStore, 'lockAuthor' | 'findRepeat' | 'findSameText' | 'insert'>;
  drafts: Pick<DraftStore, 'delete'>;
  recordPostEvent: RecordPostEvent;
};

export type WritePostParts = PreparePostParts &
  StorePostParts & { db: Db; announce: () => void } & {
    posts: PreparePostParts['posts'] & StorePostParts['posts'];
  };

export type WrittenPost = { postId: number; isRepeat: boolean };

export function createWritePost(parts: WritePostParts) {
  const preparePost = createPreparePost(parts);
  const storePost = createStorePost(parts);
  return async function writePost(actor: User | null, input: ReplyInput): Promise<WrittenPost> {
    const prepared = await preparePost(actor, input);
    const written = await parts.db.transact((trx) => storePost(trx, prepared));
    parts.announce();
    return written;
  };
}

/** The post, the end of its draft and the news of it: all in one transaction. */
export function createStorePost(parts: StorePostParts) {
  return async function storePost(trx: Knex.Transaction, prepared: PreparedPost): Promise<WrittenPost> {
    const { author, draft, mentionedIds } = prepared;
    // Both halves of a double click arrive at once: the second waits here until the first can be found.
    await parts.posts.lockAuthor(trx, author.id);
    await parts.drafts.delete(author.id, draftPlace(draft), trx);
    const repeat = await parts.posts.findRepeat(draft, draft.createdAt - REPEAT_WINDOW, trx);
    if (repeat) return { postId: repeat.id, isRepeat: true };
    await checkDuplicate(trx, author, draft);
    const postId = await parts.posts.insert(trx, draft);
    const { threadId, replyToId, userId: authorId, createdAt: at } = draft;
    await parts.recordPostEvent(trx, { kind: 'written', postId, threadId, authorId, replyToId, mentionedIds, at });
    return { postId, isRepeat: false };
  };

  async function checkDuplicate(trx: Knex.Transaction, author: User, draft: PostDraft): Promise<void> {
    if (draft.markdown.length < SHORTEST_DUPLICATE || standingOf(author, draft.createdAt) === 'staff') return;
    const since = draft.createdAt - DUPLICATE_WINDOW;
    const same = await parts.posts.findSameText(textKey(draft.markdown), { since, userId: author.id }, trx);
    if (same) throw new AppError('duplicate-text', { status: 422, params: { id: same.id } });
  }
}

export type WritePost = ReturnType<typeof createWritePost>;
export type { ReplyInput };
