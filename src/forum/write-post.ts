/** Use case: a member replies in a thread. Enters what was typed; leaves the post's number. */
import { can } from '../accounts/can.js';
import type { User } from '../accounts/user.js';
import type { Db } from '../db/db.js';
import { type Clock, MINUTE } from '../lib/clock.js';
import { AppError, notFound } from '../lib/errors.js';
import { CLEANER_VERSION } from '../lib/html.js';
import { renderMarkdown } from '../lib/markdown.js';
import { stripControls } from '../lib/text.js';
import type { ThreadStore } from '../news/thread-store.js';
import { LONGEST_POST } from './post.js';
import type { PostStore } from './post-store.js';

// A double click or a reload sends the same words within moments; minutes later they may be meant.
const REPEAT_WINDOW = 10 * MINUTE;

export type WritePostParts = {
  db: Db;
  threads: Pick<ThreadStore, 'find'>;
  posts: Pick<PostStore, 'find' | 'lockAuthor' | 'findRepeat' | 'insert'>;
  clock: Clock;
  announce: () => void;
};

export type ReplyInput = { threadId: number; markdown: string; replyToId: number | null };

export function createWritePost(parts: WritePostParts) {
  return async function writePost(
    actor: User | null,
    input: ReplyInput,
  ): Promise<{ postId: number; isRepeat: boolean }> {
    if (!actor || !can(actor, 'post.write')) throw new AppError('forbidden', { status: 403 });
    const markdown = checkedText(input.markdown);
    const thread = await parts.threads.find(input.threadId);
    if (!thread) throw notFound('thread');
    if (thread.hiddenAt !== null) throw new AppError('thread-hidden', { status: 410 });
    await checkTarget(input);
    const createdAt = parts.clock();
    const { threadId, replyToId } = input;
    const html = renderMarkdown(markdown);
    const draft = { threadId, replyToId, userId: actor.id, markdown, html, cleanerVersion: CLEANER_VERSION, createdAt };
    const written = await parts.db.transact(async (trx) => {
      // Both halves of a double click arrive at once: the second waits here until the first can be found.
      await parts.posts.lockAuthor(trx, actor.id);
      const repeat = await parts.posts.findRepeat(draft, createdAt - REPEAT_WINDOW, trx);
      if (repeat) return { postId: repeat.id, isRepeat: true };
      return { postId: await parts.posts.insert(trx, draft), isRepeat: false };
    });
    parts.announce();
    return written;
  };

  async function checkTarget({ replyToId, threadId }: ReplyInput): Promise<void> {
    if (replyToId === null) return;
    const target = await parts.posts.find(replyToId);
    if (target?.threadId !== threadId) throw new AppError('reply-target', { status: 422 });
  }
}

export type WritePost = ReturnType<typeof createWritePost>;

/** Without control characters: PostgreSQL refuses NUL, and the others only ever deceive. */
export function checkedText(markdown: string): string {
  const text = stripControls(markdown.replaceAll('\r\n', '\n')).trim();
  if (text === '') throw new AppError('text-empty', { status: 422 });
  if (text.length > LONGEST_POST) throw new AppError('text-too-long', { status: 422, params: { max: LONGEST_POST } });
  return text;
}
