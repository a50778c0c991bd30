/** What was typed → a post that may be stored: everything that can be refused is refused here, before anything is written. */
import { can } from '../accounts/can.js';
import type { User } from '../accounts/user.js';
import type { Clock } from '../lib/clock.js';
import { AppError } from '../lib/errors.js';
import { CLEANER_VERSION } from '../lib/html.js';
import type { ThreadStore } from '../news/thread-store.js';
import { checkAllowance, checkedText, checkThread } from './check-post.js';
import type { PostDraft } from './post.js';
import type { PostStore } from './post-store.js';
import type { RenderPost } from './render-post.js';

export type ReplyInput = { threadId: number; markdown: string; replyToId: number | null };
export type PreparedPost = { author: User; draft: PostDraft; mentionedIds: number[] };

export type PreparePostParts = {
  threads: Pick<ThreadStore, 'find'>;
  posts: Pick<PostStore, 'find'>;
  renderPost: RenderPost;
  clock: Clock;
};

export function createPreparePost(parts: PreparePostParts) {
  async function checkTarget({ replyToId, threadId }: ReplyInput): Promise<void> {
    if (replyToId === null) return;
    const target = await parts.posts.find(replyToId);
    if (target?.threadId !== threadId) throw new AppError('reply-target', { status: 422 });
  }

  return async function preparePost(actor: User | null, input: ReplyInput): Promise<PreparedPost> {
    if (actor?.isUnverified) throw new AppError('email-unverified', { status: 403 });
    if (!actor || !can(actor, 'post.write')) throw new AppError('forbidden', { status: 403 });
    const markdown = checkedText(input.markdown);
    await checkThread(parts.threads, actor, { threadId: input.threadId, lockedCode: 'thread-locked' });
    await checkTarget(input);
    const rendered = await parts.renderPost(markdown);
    const createdAt = parts.clock();
    checkAllowance(actor, rendered, createdAt);
    const { threadId, replyToId } = input;
    const { html } = rendered;
    const draft = { threadId, replyToId, userId: actor.id, markdown, html, cleanerVersion: CLEANER_VERSION, createdAt };
    const mentionedIds = rendered.mentioned.map(({ id }) => id).filter((id) => id !== actor.id);
    return { author: actor, draft, mentionedIds };
  };
}
