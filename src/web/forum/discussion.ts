/** The discussion of a story as its page shows it: one page of posts, and the reply form. */
import type { Request } from 'express';
import { can } from '../../accounts/can.js';
import type { UserStore } from '../../accounts/user-store.js';
import { hydratePosts } from '../../forum/hydrate.js';
import { LONGEST_POST, POSTS_PER_PAGE } from '../../forum/post.js';
import type { PostStore } from '../../forum/post-store.js';
import type { SafeHtml } from '../../lib/safe-html.js';
import type { ThreadSummary } from '../../news/thread.js';
import type { FormState } from '../page.js';
import { textQuery } from '../route.js';
import { urls } from '../urls.js';
import type { PostView, ReplyForm } from './pages.js';
import { toPostView } from './post-views.js';

export type DiscussionParts = {
  posts: Pick<PostStore, 'listByThread' | 'listByIds' | 'find'>;
  users: Pick<UserStore, 'listByIds'>;
};

/** What the reply form holds when it is shown again. */
export type ReplyDraft = FormState<'markdown' | 'replyTo'> & { preview: SafeHtml | null };

export type Discussion = {
  posts: PostView[];
  postPaging: { earlier: string | null; later: string | null };
  /** null: the reader may not reply (anonymous). */
  reply: ReplyForm | null;
};

export async function loadDiscussion(
  parts: DiscussionParts,
  req: Request,
  thread: ThreadSummary,
  draft?: ReplyDraft,
): Promise<Discussion> {
  const page = discussionPage(req, thread);
  const canReply = can(req.user ?? null, 'post.write');
  const posts = await parts.posts.listByThread(thread.id, (page - 1) * POSTS_PER_PAGE, POSTS_PER_PAGE);
  const hydrated = await hydratePosts(parts, posts);
  const pageUrl = (number: number) => `${urls.threadPage(thread.id, number)}#replies`;
  return {
    posts: hydrated.map((post) => toPostView(post, { canReply, page })),
    postPaging: {
      earlier: page > 1 ? pageUrl(page - 1) : null,
      later: page < lastPage(thread.replyCount) ? pageUrl(page + 1) : null,
    },
    reply: canReply ? await replyForm(parts, req, thread.id, draft) : null,
  };
}

/** The page that the address asks for, or the last one there is. */
export function discussionPage(req: Request, thread: Pick<ThreadSummary, 'replyCount'>): number {
  return Math.min(pageOf(req), lastPage(thread.replyCount));
}

export function pageOf(req: Request): number {
  const text = textQuery(req, 'page', 6);
  return /^[1-9]\d{0,5}$/.test(text) ? Number(text) : 1;
}

export function lastPage(replyCount: number): number {
  return Math.max(1, Math.ceil(replyCount / POSTS_PER_PAGE));
}

async function replyForm(
  parts: DiscussionParts,
  req: Request,
  threadId: number,
  draft: ReplyDraft = { values: { replyTo: textQuery(req, 'reply', 10) }, errors: {}, preview: null },
): Promise<ReplyForm> {
  const targetId = /^[1-9]\d{0,8}$/.test(draft.values.replyTo ?? '') ? Number(draft.values.replyTo) : null;
  const target = targetId === null ? undefined : await parts.posts.find(targetId);
  const author = target?.threadId === threadId ? (await parts.users.listByIds([target.userId]))[0] : undefined;
  const replyTo = target && author ? { id: target.id, authorName: author.name } : null;
  return {
    ...draft,
    values: { ...draft.values, replyTo: replyTo ? String(replyTo.id) : '' },
    action: `${urls.reply(threadId)}#reply`,
    replyTo,
    maxLength: LONGEST_POST,
  };
}
