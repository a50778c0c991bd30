/** The discussion of a story as its page shows it: one page of posts in the order asked for, and the reply form. */
import type { Request, Response } from 'express';
import { can } from '../../accounts/can.js';
import type { User } from '../../accounts/user.js';
import type { HeldPostStore } from '../../forum/held-post-store.js';
import { type HydrateParts, hydratePosts } from '../../forum/hydrate.js';
import { POSTS_PER_PAGE, type Post, type PostOrder } from '../../forum/post.js';
import type { PostStore } from '../../forum/post-store.js';
import { type Clock, DAY } from '../../lib/clock.js';
import type { ThreadSummary } from '../../news/thread.js';
import type { Tab } from '../page.js';
import { positionQuery, textQuery } from '../route.js';
import { urls, withQuery } from '../urls.js';
import { discussionUrl, orderOf, orderTabs } from './discussion-order.js';
import type { PostView, ReplyForm } from './pages.js';
import { toPostView } from './post-views.js';
import { loadReplyForm, type ReplyDraft, type ReplyFormParts } from './reply-form.js';

const HELD_SHOWN_FOR = 30 * DAY;

export type DiscussionParts = HydrateParts &
  ReplyFormParts & {
    posts: Pick<PostStore, 'listByThread' | 'countByThread'>;
    heldPosts: Pick<HeldPostStore, 'listOfAuthor'>;
    holdFirstPosts: number;
    clock: Clock;
  };

export type Discussion = {
  posts: PostView[];
  orders: Tab[];
  order: PostOrder;
  /** This page of the discussion in this order. */
  discussionUrl: string;
  postPaging: { earlier: string | null; later: string | null };
  lock: { at: number; reason: string } | null;
  /** Moderators' form that closes the discussion or opens it. */
  lockUrl: string | null;
  /** Own replies that wait for a moderator, or were turned away. */
  held: { id: number; markdown: string; createdAt: number; isRejected: boolean; reason: string }[];
  /** Where new replies are announced, and shown without a script. */
  liveUrl: string;
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
  const isOpen = thread.hiddenAt === null && (thread.lockedAt === null || can(viewer, 'thread.lock'));
  const canReply = can(viewer, 'post.write') && isOpen;
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
    lockUrl: can(viewer, 'thread.lock') ? lockUrlOf(thread) : null,
    held: viewer === null ? [] : await listHeld(parts, viewer, thread.id),
    liveUrl: liveUrlOf(thread.id, posts, isEnd(order, page, hasLater)),
    reply: canReply ? await loadReplyForm(parts, req, thread.id, request.draft) : null,
  };
}

function lockUrlOf(thread: ThreadSummary): string {
  return thread.lockedAt === null ? urls.lockThread(thread.id) : urls.unlockThread(thread.id);
}

/** Does this page show the newest reply there is? */
function isEnd(order: PostOrder, page: number, hasLater: boolean): boolean {
  return order === 'newest' ? page === 1 : !hasLater && (order === 'oldest' || page === 1);
}

/** After the newest reply where that is known; otherwise new is what comes from now on. */
function liveUrlOf(threadId: number, posts: readonly Post[], showsNewest: boolean): string {
  const newest = Math.max(0, ...posts.map((post) => post.id));
  return withQuery(urls.live(threadId), { after: showsNewest && newest > 0 ? newest : null });
}

/** Only where posts are held at all does a page ask for them. */
async function listHeld(parts: DiscussionParts, viewer: User, threadId: number): Promise<Discussion['held']> {
  if (parts.holdFirstPosts === 0 || viewer.role !== 'member') return [];
  const held = await parts.heldPosts.listOfAuthor(viewer.id, threadId, parts.clock() - HELD_SHOWN_FOR);
  return held.map(({ id, markdown, createdAt, verdict, reason }) => ({
    id,
    markdown,
    createdAt,
    isRejected: verdict === 'rejected',
    reason: reason ?? '',
  }));
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
  const [at, from] = [positionQuery(req, 'at'), positionQuery(req, 'from')];
  return at !== null && from !== null ? { at, from } : null;
}
