/** Use case: a member replies in a thread. Enters what was typed; leaves the post's number. */
import type { Knex } from 'knex';
import { can } from '../accounts/can.js';
import type { User } from '../accounts/user.js';
import type { Db } from '../db/db.js';
import { type Clock, DAY, MINUTE } from '../lib/clock.js';
import { AppError, notFound } from '../lib/errors.js';
import { CLEANER_VERSION } from '../lib/html.js';
import type { ThreadStore } from '../news/thread-store.js';
import { checkAllowance, checkedText } from './check-post.js';
import { draftPlace } from './draft.js';
import type { DraftStore } from './draft-store.js';
import { type PostDraft, textKey } from './post.js';
import type { RecordPostEvent } from './post-event.js';
import type { PostStore } from './post-store.js';
import type { RenderPost } from './render-post.js';
import { standingOf } from './standing.js';

// A double click or a reload sends the same words within moments; minutes later they may be meant.
const REPEAT_WINDOW = 10 * MINUTE;
// "I agree" may be said in many threads; a paragraph that is pasted into several is advertising.
const DUPLICATE_WINDOW = DAY;
const SHORTEST_DUPLICATE = 60;

export type WritePostParts = {
  db: Db;
  threads: Pick<ThreadStore, 'find'>;
  posts: Pick<PostStore, 'find' | 'lockAuthor' | 'findRepeat' | 'findSameText' | 'insert'>;
  drafts: Pick<DraftStore, 'delete'>;
  renderPost: RenderPost;
  recordPostEvent: RecordPostEvent;
  clock: Clock;
  announce: () => void;
};

export type ReplyInput = { threadId: number; markdown: string; replyToId: number | null };
export type WrittenPost = { postId: number; isRepeat: boolean };

export function createWritePost(parts: WritePostParts) {
  async function writePost(actor: User | null, input: ReplyInput): Promise<WrittenPost> {
    const { author, draft, mentionedIds } = await prepare(actor, input);
    const written = await parts.db.transact((trx) => store(trx, author, draft, mentionedIds));
    parts.announce();
    return written;
  }

  /** Everything that can be refused, before anything is stored. */
  async function prepare(actor: User | null, input: ReplyInput) {
    if (actor?.isUnverified) throw new AppError('email-unverified', { status: 403 });
    if (!actor || !can(actor, 'post.write')) throw new AppError('forbidden', { status: 403 });
    const markdown = checkedText(input.markdown);
    await checkThread(actor, input.threadId);
    await checkTarget(input);
    const rendered = await parts.renderPost(markdown);
    const createdAt = parts.clock();
    checkAllowance(actor, rendered, createdAt);
    const { threadId, replyToId } = input;
    const draft: PostDraft = {
      threadId,
      replyToId,
      userId: actor.id,
      markdown,
      html: rendered.html,
      cleanerVersion: CLEANER_VERSION,
      createdAt,
    };
    const mentionedIds = rendered.mentioned.map(({ id }) => id).filter((id) => id !== actor.id);
    return { author: actor, draft, mentionedIds };
  }

  async function store(
    trx: Knex.Transaction,
    author: User,
    draft: PostDraft,
    mentionedIds: number[],
  ): Promise<WrittenPost> {
    // Both halves of a double click arrive at once: the second waits here until the first can be found.
    await parts.posts.lockAuthor(trx, author.id);
    await parts.drafts.delete(author.id, draftPlace(draft), trx);
    const repeat = await parts.posts.findRepeat(draft, draft.createdAt - REPEAT_WINDOW, trx);
    if (repeat) return { postId: repeat.id, isRepeat: true };
    await checkDuplicate(trx, author, draft);
    const postId = await parts.posts.insert(trx, draft);
    const { threadId, replyToId, createdAt: at } = draft;
    await parts.recordPostEvent(trx, {
      kind: 'written',
      postId,
      threadId,
      authorId: author.id,
      replyToId,
      mentionedIds,
      at,
    });
    return { postId, isRepeat: false };
  }

  async function checkThread(actor: User, threadId: number): Promise<void> {
    const thread = await parts.threads.find(threadId);
    if (!thread) throw notFound('thread');
    if (thread.hiddenAt !== null) throw new AppError('thread-hidden', { status: 410 });
    if (thread.lockedAt !== null && !can(actor, 'thread.lock')) throw new AppError('thread-locked', { status: 422 });
  }

  async function checkTarget({ replyToId, threadId }: ReplyInput): Promise<void> {
    if (replyToId === null) return;
    const target = await parts.posts.find(replyToId);
    if (target?.threadId !== threadId) throw new AppError('reply-target', { status: 422 });
  }

  async function checkDuplicate(trx: Knex.Transaction, author: User, draft: PostDraft): Promise<void> {
    if (draft.markdown.length < SHORTEST_DUPLICATE || standingOf(author, draft.createdAt) === 'staff') return;
    const since = draft.createdAt - DUPLICATE_WINDOW;
    const same = await parts.posts.findSameText(textKey(draft.markdown), { since, userId: author.id }, trx);
    if (same) throw new AppError('duplicate-text', { status: 422, params: { id: same.id } });
  }

  return writePost;
}

export type WritePost = ReturnType<typeof createWritePost>;
