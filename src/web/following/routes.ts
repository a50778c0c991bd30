/** The part of the URL map that is a member's own: what they follow, keep, mute and are told. */
import type { Handler, Route } from '../route.js';
import * as bookmarks from './bookmarks.js';
import * as follow from './follow.js';
import * as mutes from './mutes.js';
import * as reading from './reading.js';
import { createShowFollowing, type FollowingParts } from './show-following.js';

export type FollowingRouteParts = follow.FollowParts &
  FollowingParts &
  mutes.MutesParts &
  bookmarks.BookmarkParts &
  reading.ReadingParts;

export function followingRoutes(parts: FollowingRouteParts): Route[] {
  return [
    page('/account/following', createShowFollowing(parts)),
    form('/account/following', follow.createFollow(parts)),
    form('/account/following/remove', follow.createUnfollow(parts)),
    page('/account/mutes', mutes.createShowMutes(parts)),
    form('/account/mutes', mutes.createMute(parts)),
    form('/account/mutes/remove', mutes.createUnmute(parts)),
    page('/account/bookmarks', bookmarks.createShowBookmarks(parts)),
    page('/account/bookmarks/one', bookmarks.createShowBookmark(parts)),
    form('/account/bookmarks/one', bookmarks.createKeepBookmark(parts)),
    form('/account/bookmarks/one/remove', bookmarks.createDropBookmark(parts)),
    form('/threads/:id/read', reading.createMarkRead(parts)),
    form('/read', reading.createMarkAllRead(parts)),
    page('/threads/:id/unread', reading.createShowUnread(parts)),
  ];
}

function page(path: string, handle: Handler): Route {
  return { method: 'get', path, access: 'member', handle };
}

function form(path: string, handle: Handler): Route {
  return { method: 'post', path, access: 'member', handle, isOwn: true };
}
