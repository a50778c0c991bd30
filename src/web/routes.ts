/** The whole URL map, grouped by who may. `hustings routes` prints it; server.ts mounts it with the access checks. */
import { type AccountPages, accountRoutes } from './accounts/account-routes.js';
import * as feedsOut from './feeds-out/show-feeds-out.js';
import { type FollowingRouteParts, followingRoutes } from './following/routes.js';
import { createDraftPage } from './forum/draft.js';
import * as opening from './forum/edit-opening.js';
import * as editing from './forum/edit-post.js';
import * as flagging from './forum/flag-post.js';
import { createShowLive, type LiveParts } from './forum/live.js';
import { createReply, type ReplyParts } from './forum/reply.js';
import { createShowPostHistory, type PostHistoryParts } from './forum/show-history.js';
import { createShowMember, type MemberPageParts } from './forum/show-member.js';
import { createShowStartThread, createStart, type StartThreadPageParts } from './forum/start-thread.js';
import { createSuggestMembers, type SuggestMembersParts } from './forum/suggest-members.js';
import { createVotePage, type VotePageParts } from './forum/vote.js';
import {
  createRetryFullText,
  createSetFullText,
  createShowFeedMedia,
  type FeedMediaParts,
} from './media/feed-media.js';
import * as lists from './media/lists.js';
import { createHide, createPin, createRule, type DeskParts } from './moderation/desk.js';
import * as manage from './moderation/feed.js';
import * as moderate from './moderation/feeds.js';
import { createDecideFlags, createShowFlags, type FlagsParts } from './moderation/flags.js';
import { createDecideHeldPage, createShowHeldPosts, type HeldPostsParts } from './moderation/held-posts.js';
import { createLockPage, type LockThreadParts } from './moderation/lock-thread.js';
import { createMergeFeed, createShowMergeFeed, type MergeFeedParts } from './moderation/merge-feed.js';
import { createShowLog, createUndo, type LogParts } from './moderation/show-log.js';
import { type MailPageParts, mailRoutes } from './moderation/show-mail.js';
import { createMergeStories, createSplitArticle, type StoryDeskParts } from './moderation/story-desk.js';
import { createJudge, type JudgeSimilarParts } from './news/judge-similar.js';
import { type HeirParts, leadToHeirs } from './news/lead-to-heir.js';
import { type AboutSimilarParts, createAboutSimilar } from './news/show-about-similar.js';
import { createShowFeed, createShowFeeds, type FeedPagesParts } from './news/show-feeds.js';
import { createShowCategory, createShowHome, type HomeParts } from './news/show-home.js';
import { createShowSearch, type SearchParts } from './news/show-search.js';
import { createShowTag, type TagPageParts } from './news/show-tag.js';
import {
  createShowArticle,
  createShowPost,
  createShowThread,
  leadToThread,
  type ShowThreadParts,
} from './news/show-thread.js';
import { createShowOpml, type OpmlPageParts } from './operations/show-opml.js';
import { showRobots } from './operations/show-robots.js';
import type { Handler, Route } from './route.js';
import { type RuleRouteParts, ruleRoutes } from './rule-routes.js';
import { urls } from './urls.js';

export type RouteParts = HomeParts &
  AboutSimilarParts &
  HeirParts &
  FollowingRouteParts &
  FeedPagesParts &
  SearchParts &
  TagPageParts &
  ReplyParts &
  editing.EditPostPageParts &
  PostHistoryParts &
  flagging.FlagPostPageParts &
  FlagsParts &
  VotePageParts &
  LiveParts &
  SuggestMembersParts &
  HeldPostsParts &
  LockThreadParts &
  MemberPageParts &
  feedsOut.FeedsOutParts &
  moderate.ModerateFeedsParts &
  manage.ManageFeedParts &
  MergeFeedParts &
  OpmlPageParts &
  MailPageParts &
  FeedMediaParts &
  RuleRouteParts &
  lists.OpmlPagesParts &
  LogParts &
  DeskParts &
  StoryDeskParts &
  JudgeSimilarParts &
  StartThreadPageParts &
  opening.EditOpeningPageParts &
  Parameters<typeof createShowPost>[0] &
  Parameters<typeof createShowArticle>[0] &
  Pick<ShowThreadParts, 'setAside'> & {
    accountPages: AccountPages;
  };

export function createRoutes(parts: RouteParts): Route[] {
  return leadToHeirs(parts, [
    // Before the reader's routes: `/threads/new` is no thread's number.
    ...startingRoutes(parts),
    ...readerRoutes(parts),
    ...feedRoutes(parts),
    ...accountRoutes(parts.accountPages),
    ...discussionRoutes(parts),
    ...followingRoutes(parts),
    ...moderatorRoutes(parts),
    ...mailRoutes(parts),
    ...mediaRoutes(parts),
    ...ruleRoutes(parts),
    ...feedbackRoutes(parts),
    ...logRoutes(parts),
  ]);
}

function readerRoutes(parts: RouteParts): Route[] {
  return [
    shared('/', createShowHome(parts)),
    shared('/categories/:slug', createShowCategory(parts)),
    shared('/tags/:tag', createShowTag(parts)),
    shared('/threads/:id', createShowThread(parts)),
    shared('/search', createShowSearch(parts)),
    shared('/about/similar', createAboutSimilar(parts)),
    shared('/feeds', createShowFeeds(parts)),
    shared('/feeds/:id', createShowFeed(parts)),
    shared('/members/:id', createShowMember(parts)),
    { method: 'get', path: '/posts/:id', access: 'anyone', handle: createShowPost(parts) },
    { method: 'get', path: '/articles/:id', access: 'anyone', handle: createShowArticle(parts) },
    { method: 'get', path: '/threads/:id/posts', access: 'anyone', handle: leadToThread },
    { method: 'get', path: '/robots.txt', access: 'anyone', handle: showRobots },
  ];
}

function feedRoutes(parts: RouteParts): Route[] {
  return [
    shared('/feed.:format', feedsOut.createSiteFeed(parts)),
    shared('/categories/:slug/feed.:format', feedsOut.createCategoryFeed(parts)),
    shared('/tags/:tag/feed.:format', feedsOut.createTagFeed(parts)),
    shared('/feeds/:id/feed.:format', feedsOut.createSourceFeed(parts)),
    shared('/threads/:id/feed.:format', feedsOut.createThreadFeed(parts)),
    shared('/search/feed.:format', feedsOut.createSearchFeed(parts)),
    shared('/feeds.opml', createShowOpml(parts)),
  ];
}

function discussionRoutes(parts: RouteParts): Route[] {
  const member = (method: Route['method'], path: string, handle: Handler): Route => ({
    method,
    path,
    access: 'member',
    handle,
  });
  return [
    member('post', '/threads/:id/posts', createReply(parts)),
    { method: 'get', path: '/posts/:id/history', access: 'anyone', handle: createShowPostHistory(parts) },
    { method: 'get', path: '/threads/:id/live', access: 'anyone', handle: createShowLive(parts) },
    { ...member('post', '/drafts', createDraftPage(parts)), isOwn: true },
    member('get', '/suggest/members', createSuggestMembers(parts)),
    member('get', '/posts/:id/edit', editing.createShowEditPost(parts)),
    member('post', '/posts/:id/edit', editing.createEditPostPage(parts)),
    member('post', '/posts/:id/delete', editing.createDeletePostPage(parts)),
    member('post', '/posts/:id/restore', editing.createRestorePostPage(parts)),
    member('post', '/posts/:id/vote', createVotePage(parts)),
    member('get', '/posts/:id/flag', flagging.createShowFlagPost(parts)),
    member('post', '/posts/:id/flag', flagging.createFlagPostPage(parts)),
  ];
}

function moderatorRoutes(parts: RouteParts): Route[] {
  const page = '/moderation/feeds';
  const route = (method: Route['method'], path: string, handle: Handler): Route => ({
    method,
    path,
    access: 'moderator',
    handle,
  });
  return [
    route('get', page, moderate.createShowModeratedFeeds(parts)),
    route('post', page, moderate.createAddFeed(parts)),
    route('get', '/moderation/posts', createShowHeldPosts(parts)),
    route('post', '/moderation/posts/:id', createDecideHeldPage(parts)),
    route('get', urls.flags, createShowFlags(parts)),
    route('post', '/moderation/flags/:id', createDecideFlags(parts)),
    route('post', '/moderation/threads/:id/lock', createLockPage(parts, true)),
    route('post', '/moderation/threads/:id/unlock', createLockPage(parts, false)),
    route('post', `${page}/preview`, moderate.createPreviewNewFeed(parts)),
    route('get', `${page}/:id`, manage.createShowManagedFeed(parts)),
    route('post', `${page}/:id`, manage.createEditFeed(parts)),
    route('post', `${page}/:id/pause`, manage.createPauseFeed(parts)),
    route('post', `${page}/:id/resume`, manage.createResumeFeed(parts)),
    route('post', `${page}/:id/fetch`, manage.createFetchFeedNow(parts)),
    route('post', `${page}/:id/replacements`, manage.createFindReplacements(parts)),
    route('get', `${page}/:id/merge`, createShowMergeFeed(parts)),
    route('post', `${page}/:id/merge`, createMergeFeed(parts)),
  ];
}

function startingRoutes(parts: RouteParts): Route[] {
  // By the number of the text that opened it, which a merge does not change.
  const own = '/openings/:openingId';
  return [
    { method: 'get', path: '/threads/new', access: 'member', handle: createShowStartThread(parts) },
    { method: 'post', path: '/threads', access: 'member', handle: createStart(parts) },
    { method: 'get', path: `${own}/edit`, access: 'member', handle: opening.createShowEditOpening(parts) },
    { method: 'post', path: `${own}/edit`, access: 'member', handle: opening.createEditOpeningPage(parts) },
    { method: 'post', path: `${own}/withdraw`, access: 'member', handle: opening.createWithdrawPage(parts) },
    { method: 'post', path: `${own}/restore`, access: 'member', handle: opening.createRestoreOpeningPage(parts) },
  ];
}

function feedbackRoutes(parts: RouteParts): Route[] {
  const desk = '/moderation/threads/:id';
  return [
    { method: 'post', path: '/threads/:id/similar/:similarId/judge', access: 'member', handle: createJudge(parts) },
    { method: 'post', path: `${desk}/similar`, access: 'moderator', handle: createPin(parts) },
    { method: 'post', path: `${desk}/similar/:similarId`, access: 'moderator', handle: createRule(parts) },
    { method: 'post', path: `${desk}/merge`, access: 'moderator', handle: createMergeStories(parts) },
    { method: 'post', path: `${desk}/split`, access: 'moderator', handle: createSplitArticle(parts) },
    { method: 'post', path: `${desk}/hide`, access: 'moderator', handle: createHide(parts) },
  ];
}

function logRoutes(parts: RouteParts): Route[] {
  return [
    shared('/log', createShowLog(parts)),
    { method: 'post', path: '/moderation/log/:id/undo', access: 'moderator', handle: createUndo(parts) },
  ];
}

function mediaRoutes(parts: RouteParts): Route[] {
  const page = '/moderation/feeds/:id/media';
  const list = { method: 'post', access: 'moderator', takesFile: true } as const;
  return [
    { method: 'get', path: page, access: 'moderator', handle: createShowFeedMedia(parts) },
    { method: 'post', path: page, access: 'moderator', handle: createSetFullText(parts) },
    { method: 'post', path: `${page}/retry`, access: 'moderator', handle: createRetryFullText(parts) },
    { method: 'get', path: urls.lists, access: 'moderator', handle: lists.createShowLists(parts) },
    { ...list, path: urls.lists, handle: lists.createCheckList(parts) },
    { ...list, path: urls.importList, handle: lists.createAddListedSources(parts) },
    { method: 'post', path: urls.groupSwitch, access: 'moderator', handle: lists.createSwitchGroupHandler(parts) },
  ];
}

function shared(path: string, handle: Handler): Route {
  return { method: 'get', path, access: 'anyone', handle, isShared: true };
}
