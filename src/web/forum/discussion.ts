/** The discussion of a story as its page shows it: one page of posts in the order asked for, and the reply form. */
import type { Request, Response } from 'express';
import { can } from '../../accounts/can.js';
import { type HydrateParts, hydratePosts } from '../../forum/hydrate.js';
import { POSTS_PER_PAGE, type Post, type PostOrder } from '../../forum/post.js';
import type { PostStore } from '../../forum/post-store.js';
import type { ThreadSummary } from '../../news/thread.js';
import type { Tab } from '../page.js';
import { textQuery } from '../route.js';
import { discussionUrl, orderOf, orderTabs } from './discussion-order.js';
import type { PostView, ReplyForm } from './pages.js';
import { toPostView } from './post-views.js';
import { loadReplyForm, type ReplyDraft, type ReplyFormParts } from './reply-form.js';

export type DiscussionParts = HydrateParts &
  ReplyFormParts & { posts: Pick<PostStore, 'listByThread' | 'countByThread'> };

export type Discussion = {
  posts: PostView[];
  orders: Tab[];
  order: PostOrder;
  /** This page of the discussion in this order. */
  discussionUrl: string;
  postPaging: { earlier: string | null; later: string | null };
  lock: { at: number; reason: string } | null;
  /** null: the reader may not reply (anonymous, or the thread is locked). */
  reply: ReplyForm | null;
};

export async function loadDiscussion(
  parts: DiscussionParts,
  request: { req: Request; res: Response; draft?: ReplyDraft | undefined },
  thread: ThreadSummary,
): Promise<Discussion> {
  const { req, res } = request;
  const viewer = req.user ?? null;
  const order = orderOf(req);
  const { page, posts, hasLater } = await loadPage(parts, thread.id, order, pageOf(req));
  const canReply = can(viewer, 'post.write') && (thread.lockedAt === null || can(viewer, 'thread.lock'));
  const hydrated = await hydratePosts(parts, posts, viewer?.id ?? null);
  const pageUrl = (number: number) => `${discussionUrl(thread.id, order, number)}#replies`;
  const jump = jumpOf(req);
  return {
    posts: hydrated.map((post) => toPostView(post, { viewer, canReply, order, page, jump })),
    orders: posts.length > 1 || page > 1 ? orderTabs(res.locals.t, thread.id, order) : [],
    order,
    discussionUrl: discussionUrl(thread.id, order, page),
    postPaging: { earlier: page > 1 ? pageUrl(page - 1) : null, later: hasLater ? pageUrl(page + 1) : null },
    lock: thread.lockedAt === null ? null : { at: thread.lockedAt, reason: thread.lockReason ?? '' },
    reply: canReply ? await loadReplyForm(parts, req, thread.id, request.draft) : null,
  };
}

/** The page that the address asks for, or the last one there is; only an address beyond the end costs a count. */
async function loadPage(
  parts: DiscussionParts,
  threadId: number,
  order: PostOrder,
  asked: number,
): Promise<{ page: number; posts: Post[]; hasLater: boolean }> {
  const load = (page: number) =>
    parts.posts.listByThread(threadId, (page - 1) * POSTS_PER_PAGE, POSTS_PER_PAGE + 1, order);
  let page = asked;
  let rows = await load(page);
  if (rows.length === 0 && page > 1) {
    page = Math.max(1, Math.ceil((await parts.posts.countByThread(threadId)) / POSTS_PER_PAGE));
    rows = await load(page);
  }
  return { page, posts: rows.slice(0, POSTS_PER_PAGE), hasLater: rows.length > POSTS_PER_PAGE };
}

export function pageOf(req: Request): number {
  const text = textQuery(req, 'page', 6);
  return /^[1-9]\d{0,5}$/.test(text) ? Number(text) : 1;
}

function jumpOf(req: Request): { at: number; from: number } | null {
  const [at, from] = [textQuery(req, 'at', 10), textQuery(req, 'from', 10)];
  return /^[1-9]\d{0,8}$/.test(at) && /^[1-9]\d{0,8}$/.test(from) ? { at: Number(at), from: Number(from) } : null;
}
