/** What a thread's page shows to a member alone: follow, bookmark, how far they have read, muted posts. */
import type { Request } from 'express';
import { can } from '../../accounts/can.js';
import type { User } from '../../accounts/user.js';
import type { BookmarkStore } from '../../forum/bookmark-store.js';
import type { FlagStore } from '../../forum/flag-store.js';
import type { Mutes } from '../../forum/mute.js';
import type { ReadMarkStore } from '../../forum/read-mark-store.js';
import type { ThreadSummary } from '../../news/thread.js';
import type { PostView } from '../forum/pages.js';
import { urls, withQuery } from '../urls.js';
import { loadOwnTools, type OwnToolsParts } from './own-tools.js';
import type { ThreadTools } from './pages.js';

export type ThreadToolsParts = OwnToolsParts & {
  bookmarks: Pick<BookmarkStore, 'listOfThread'>;
  flags: Pick<FlagStore, 'listOwnOpen'>;
  readMarks: Pick<ReadMarkStore, 'find'>;
};

/** `bookmarkedPosts` and `flaggedPosts` hold post ids. */
export type OwnView = {
  viewer: User | null;
  tools: ThreadTools | null;
  mutes: Mutes;
  bookmarkedPosts: ReadonlySet<number>;
  flaggedPosts: ReadonlySet<number>;
};

const MARKED = 200;

export async function loadThreadTools(parts: ThreadToolsParts, req: Request, thread: ThreadSummary): Promise<OwnView> {
  const mutes = await parts.ownMutes(req);
  const { user } = req;
  if (!user) return { viewer: null, tools: null, mutes, bookmarkedPosts: new Set(), flaggedPosts: new Set() };
  const [own, bookmarks, flagged, mark] = await Promise.all([
    loadOwnTools(parts, req, { kind: 'thread', target: String(thread.id) }),
    parts.bookmarks.listOfThread(user.id, thread.id, MARKED),
    parts.flags.listOwnOpen(user.id, thread.id, MARKED),
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
  const bookmarkedPosts = new Set(bookmarks.flatMap((each) => each.postId ?? []));
  return { viewer: user, tools, mutes, bookmarkedPosts, flaggedPosts: new Set(flagged) };
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
    flag: can(own.viewer, 'post.flag', { userId: post.author.id })
      ? { url: urls.flagPost(post.id), isOn: own.flaggedPosts.has(post.id) }
      : null,
  }));
}
