/** What a thread's page shows to a member alone: follow, bookmark, how far they have read, muted posts. */
import type { Request } from 'express';
import type { BookmarkStore } from '../../forum/bookmark-store.js';
import type { Mutes } from '../../forum/mute.js';
import type { ReadMarkStore } from '../../forum/read-mark-store.js';
import type { ThreadSummary } from '../../news/thread.js';
import type { PostView } from '../forum/pages.js';
import { urls, withQuery } from '../urls.js';
import { loadOwnTools, type OwnToolsParts } from './own-tools.js';
import type { ThreadTools } from './pages.js';

export type ThreadToolsParts = OwnToolsParts & {
  bookmarks: Pick<BookmarkStore, 'listOfThread'>;
  readMarks: Pick<ReadMarkStore, 'find'>;
};

/** `bookmarkedPosts` holds post ids. */
export type OwnView = { tools: ThreadTools | null; mutes: Mutes; bookmarkedPosts: ReadonlySet<number> };

const BOOKMARKS_MARKED = 200;

export async function loadThreadTools(parts: ThreadToolsParts, req: Request, thread: ThreadSummary): Promise<OwnView> {
  const mutes = await parts.ownMutes(req);
  const { user } = req;
  if (!user) return { tools: null, mutes, bookmarkedPosts: new Set() };
  const [own, bookmarks, mark] = await Promise.all([
    loadOwnTools(parts, req, { kind: 'thread', target: String(thread.id) }),
    parts.bookmarks.listOfThread(user.id, thread.id, BOOKMARKS_MARKED),
    parts.readMarks.find(user.id, thread.id),
  ]);
  const isRead = mark !== undefined && mark.readUntil >= thread.activeAt;
  const tools = own && {
    ...own,
    bookmark: {
      url: withQuery(urls.bookmark, { thread: thread.id }),
      isOn: bookmarks.some((each) => each.postId === null),
    },
    read: { action: urls.markRead(thread.id), upTo: 0, isOn: isRead },
    firstUnread: mark && !isRead && thread.replyCount > 0 ? { url: urls.unread(thread.id) } : null,
  };
  return { tools, mutes, bookmarkedPosts: new Set(bookmarks.flatMap((each) => each.postId ?? [])) };
}

/** "Read up to here" means the last post that this page shows. */
export function upToLast(tools: ThreadTools | null, posts: readonly PostView[]): ThreadTools | null {
  return tools && { ...tools, read: { ...tools.read, upTo: Math.max(0, ...posts.map((post) => post.id)) } };
}

export function markPosts(posts: readonly PostView[], own: OwnView): PostView[] {
  return posts.map((post) => ({
    ...post,
    isMuted: own.mutes.memberIds.has(post.author.id),
    bookmark: own.tools && {
      url: withQuery(urls.bookmark, { post: post.id }),
      isOn: own.bookmarkedPosts.has(post.id),
    },
  }));
}
