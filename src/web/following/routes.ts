/** The part of the URL map that is a member's own: what they follow, keep, mute and are told. */
import type { Handler, Route } from '../route.js';
import * as bookmarks from './bookmarks.js';
import * as follow from './follow.js';
import * as mutes from './mutes.js';
import * as manage from './notification-settings.js';
import * as notifications from './notifications.js';
import { createShowPrivateFeed, type PrivateFeedParts } from './private-feed.js';
import * as push from './push.js';
import * as reading from './reading.js';
import { createShowDigest, createShowOwnDigest, type DigestParts } from './show-digest.js';
import { createShowFollowing, type FollowingParts } from './show-following.js';
import { createShowUnsubscribe, createUnsubscribe, type UnsubscribeParts } from './unsubscribe.js';

export type FollowingRouteParts = follow.FollowParts &
  FollowingParts &
  mutes.MutesParts &
  bookmarks.BookmarkParts &
  reading.ReadingParts &
  notifications.NotificationsParts &
  manage.NotificationSettingsParts &
  UnsubscribeParts &
  PrivateFeedParts &
  push.PushParts &
  DigestParts;

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
    ...notificationRoutes(parts),
  ];
}

function notificationRoutes(parts: FollowingRouteParts): Route[] {
  const settings = '/account/notifications';
  const letter = '/unsubscribe/:letterToken';
  return [
    page('/notifications', notifications.createShowNotifications(parts)),
    form('/notifications/read', notifications.createReadNotifications(parts)),
    form('/notifications/stop', notifications.createStopKind(parts)),
    page(settings, manage.createShowNotificationSettings(parts)),
    form(settings, manage.createSaveNotificationSettings(parts)),
    form(`${settings}/feed`, manage.createMakeFeedToken(parts)),
    form(`${settings}/feed/revoke`, manage.createRevokeFeedToken(parts)),
    form(`${settings}/push`, push.createAddPush(parts)),
    form(`${settings}/push/:id/remove`, push.createRemovePush(parts)),
    page('/account/digest', createShowOwnDigest(parts)),
    { method: 'get', path: '/digests/:rhythm', access: 'anyone', handle: createShowDigest(parts), isShared: true },
    {
      method: 'get',
      path: '/feeds/private/:feedToken.:format',
      access: 'anyone',
      handle: createShowPrivateFeed(parts),
    },
    { method: 'get', path: letter, access: 'anyone', handle: createShowUnsubscribe(parts) },
    { method: 'post', path: letter, access: 'anyone', handle: createUnsubscribe(parts), isOwn: true, isSigned: true },
  ];
}

function page(path: string, handle: Handler): Route {
  return { method: 'get', path, access: 'member', handle };
}

function form(path: string, handle: Handler): Route {
  return { method: 'post', path, access: 'member', handle, isOwn: true };
}
