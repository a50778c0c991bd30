/** What a text must keep to before it is stored or shown as a preview: length, and the limits of its author's standing. */
import { can } from '../accounts/can.js';
import type { User } from '../accounts/user.js';
import { AppError, notFound } from '../lib/errors.js';
import { stripControls } from '../lib/text.js';
import { refusalOf } from '../news/thread.js';
import type { ThreadStore } from '../news/thread-store.js';
import { LONGEST_POST } from './post.js';
import type { RenderedPost } from './render-post.js';
import { allowanceOf } from './standing.js';

/** Without control characters: PostgreSQL refuses NUL, and the others only ever deceive. */
export function checkedText(markdown: string): string {
  const text = stripControls(markdown.replaceAll('\r\n', '\n')).trim();
  if (text === '') throw new AppError('text-empty', { status: 422 });
  if (text.length > LONGEST_POST) throw new AppError('text-too-long', { status: 422, params: { max: LONGEST_POST } });
  return text;
}

export function checkAllowance(author: User, { links, mentioned }: RenderedPost, now: number): void {
  const { linksPerPost, mentionsPerPost } = allowanceOf(author, now);
  if (links > linksPerPost) throw new AppError('too-many-links', { status: 422, params: { max: linksPerPost } });
  if (mentioned.length > mentionsPerPost) {
    throw new AppError('too-many-mentions', { status: 422, params: { max: mentionsPerPost } });
  }
}

/** Nobody writes or votes in a hidden thread; in a locked one only those who lock, others are told by this code. */
export async function checkThread(
  threads: Pick<ThreadStore, 'find'>,
  actor: User,
  { threadId, lockedCode }: { threadId: number; lockedCode: string },
): Promise<void> {
  const thread = await threads.find(threadId);
  if (!thread) throw notFound('thread');
  const refusal = refusalOf(thread);
  if (refusal) throw refusal;
  if (thread.lockedAt !== null && !can(actor, 'thread.lock')) throw new AppError(lockedCode, { status: 422 });
}
