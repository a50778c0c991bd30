/** Every view with the situations that it must survive: `[name, view, page, shell, head]`. */
import type { Language } from '../../src/i18n/language.js';
import type { PageHead, Shell } from '../../src/web/page.js';
import * as desk from './sample-desk.js';
import * as own from './sample-following.js';
import * as forum from './sample-forum.js';
import * as media from './sample-media.js';
import * as news from './sample-news.js';
import * as told from './sample-notifications.js';
import * as rules from './sample-rules.js';
import { member, moderator, NOW, newcomer, sampleHead, sampleShell } from './sample-shell.js';

export type Sample = { name: string; view: string; page: object; shell: Shell; head: PageHead };

export function samplePages(language: Language): Sample[] {
  const sample = (name: string, view: string, page: object, shell: Partial<Shell> = {}): Sample => {
    const path = samplePath(view);
    const head = sampleHead(path === '/' ? {} : { title: 'Аудит "по жребию"', path });
    return { name, view, page, head, shell: sampleShell(language, shell) };
  };
  const desks = { viewer: moderator, notice: 'Источник сохранён.' };
  const nothingTold = { ...told.notificationsPage, rows: [], upTo: null, older: null };
  const emptyList = { threads: [], paging: { newer: null, older: null } };
  return [
    sample('home', 'news/home', news.homePage, { progress: { done: 12, total: 60 } }),
    sample(
      'home-category',
      'news/home',
      { ...news.homePage, isFront: false, heading: 'Голосование' },
      { viewer: member },
    ),
    sample('home-empty', 'news/home', { ...news.homePage, ...emptyList }, { hasDemo: false }),
    sample('thread', 'news/thread', news.threadPage),
    sample('thread-member', 'news/thread', news.memberThreadPage, { viewer: member, notice: 'Ответ опубликован.' }),
    sample('thread-locked', 'news/thread', news.lockedThreadPage, { viewer: moderator }),
    sample('held-posts', 'moderation/held-posts', forum.heldPostsPage, { viewer: moderator }),
    sample('flags', 'moderation/flags', forum.flagsPage, { viewer: moderator }),
    sample('flags-empty', 'moderation/flags', { posts: [], later: null }, { viewer: moderator }),
    sample('flag-post', 'forum/flag-post', forum.flagPostPage, { viewer: member }),
    sample('flag-post-again', 'forum/flag-post', { ...forum.flagPostPage, isFlagged: true }, { viewer: member }),
    sample('held-posts-empty', 'moderation/held-posts', { posts: [], later: null }, { viewer: moderator }),
    sample('thread-bare', 'news/thread', news.bareThreadPage, { viewer: member }),
    sample('search', 'news/search', news.searchPage),
    sample('search-start', 'news/search', news.startSearchPage),
    sample('search-empty', 'news/search', news.emptySearchPage),
    sample('search-unavailable', 'news/search', news.unavailableSearchPage),
    sample('tag', 'news/tag', news.tagPage),
    sample('tag-empty', 'news/tag', { ...news.tagPage, ...emptyList }),
    sample('feeds', 'news/feeds', news.feedListPage),
    sample('feeds-empty', 'news/feeds', { groups: [], total: 0 }),
    sample('feed', 'news/feed', news.feedPage, { viewer: moderator }),
    sample('member', 'forum/member', forum.memberPage, { viewer: moderator }),
    sample('member-silent', 'forum/member', forum.silentMemberPage),
    sample('edit-post', 'forum/edit-post', forum.editPostPage, { viewer: moderator }),
    sample('edit-opening', 'forum/edit-opening', forum.editOpeningPage, { viewer: member }),
    sample(
      'edit-opening-answered',
      'forum/edit-opening',
      { ...forum.editOpeningPage, withdraw: { action: '', obstacle: 'withdraw-answered' } },
      { viewer: member },
    ),
    sample(
      'thread-withdrawn',
      'news/thread',
      { ...news.bareThreadPage, withdrawn: { at: 0, restoreUrl: '/openings/900/restore' } },
      { viewer: member },
    ),
    sample('post-history', 'forum/post-history', forum.postHistoryPage, { viewer: moderator }),
    sample('post-history-empty', 'forum/post-history', {
      ...forum.postHistoryPage,
      changes: [],
      withdrawnLogUrl: null,
      older: null,
    }),
    sample('register', 'accounts/register', desk.registerPage),
    sample('register-closed', 'accounts/register', desk.closedRegisterPage),
    sample('login', 'accounts/login', desk.loginPage),
    sample('account', 'accounts/account', desk.accountPage, { viewer: member }),
    sample('following', 'following/following', own.followingPage, { viewer: member }),
    sample(
      'following-empty',
      'following/following',
      { ...own.followingPage, rows: [], older: null },
      { viewer: member },
    ),
    sample('mutes', 'following/mutes', own.mutesPage, { viewer: member }),
    sample('mutes-empty', 'following/mutes', { ...own.mutesPage, rows: [] }, { viewer: member }),
    sample('bookmarks', 'following/bookmarks', own.bookmarksPage, { viewer: member }),
    sample('bookmarks-nothing', 'following/bookmarks', { ...own.bookmarksPage, rows: [] }, { viewer: member }),
    sample('bookmarks-empty', 'following/bookmarks', { query: '', rows: [], older: null }, { viewer: member }),
    sample('bookmark', 'following/bookmark', own.bookmarkPage, { viewer: member }),
    sample('bookmark-new', 'following/bookmark', { ...own.bookmarkPage, id: null, postId: null }, { viewer: member }),
    sample('security', 'accounts/security', desk.securityPage, { viewer: newcomer }),
    sample('second-factor', 'accounts/second-factor', desk.secondFactorPage, { viewer: member }),
    sample('second-factor-setup', 'accounts/second-factor', desk.setupPage, { viewer: member }),
    sample('second-factor-on', 'accounts/second-factor', desk.secondFactorOnPage, { viewer: member }),
    sample('recovery-codes', 'accounts/recovery-codes', desk.codesPage, { viewer: member }),
    sample('second-step', 'accounts/second-step', desk.secondStepPage),
    sample('own-data', 'accounts/own-data', desk.ownDataPage, { viewer: member }),
    sample('own-data-leaving', 'accounts/own-data', desk.leavingPage, { viewer: { ...member, leavesAt: NOW } }),
    sample('mail', 'moderation/mail', desk.mailPage, { viewer: { ...moderator, role: 'admin' } }),
    sample(
      'mail-fine',
      'moderation/mail',
      { ...desk.mailPage, outboxFolder: null, troubles: [], address: null },
      { viewer: { ...moderator, role: 'admin' } },
    ),
    sample('passkeys', 'accounts/passkeys', desk.passkeysPage, { viewer: member }),
    sample('passkeys-none', 'accounts/passkeys', desk.noPasskeysPage, { viewer: member }),
    sample('reset', 'accounts/reset', desk.resetPage),
    sample('new-password', 'accounts/new-password', desk.newPasswordPage),
    sample('confirm', 'accounts/confirm', desk.confirmPage),
    sample('link-expired', 'accounts/confirm', desk.expiredPage),
    sample('notifications', 'notifications/notifications', told.notificationsPage, { viewer: member }),
    sample('notifications-empty', 'notifications/notifications', nothingTold, { viewer: member }),
    sample('notification-settings', 'notifications/settings', told.notificationSettingsPage, { viewer: member }),
    sample('unsubscribe', 'notifications/unsubscribe', told.stopPage),
    sample('unsubscribed', 'notifications/unsubscribe', { ...told.stopPage, isDone: true }),
    sample('digest', 'notifications/digest', told.digestPage),
    sample(
      'digest-empty',
      'notifications/digest',
      { ...told.digestPage, sections: [], isOwn: true },
      { viewer: member },
    ),
    sample('moderation-feeds', 'moderation/feeds', desk.moderatedFeedsPage, desks),
    sample('feed-candidates', 'moderation/feed-candidates', desk.feedCandidatesPage, desks),
    sample('feed-replacements', 'moderation/feed-candidates', desk.replacementsPage, desks),
    sample('feed-candidates-none', 'moderation/feed-candidates', { ...desk.replacementsPage, candidates: [] }, desks),
    sample('moderation-preview', 'moderation/feed-preview', desk.feedPreviewPage, desks),
    sample('moderation-feed', 'moderation/feed', desk.manageFeedPage, desks),
    sample('feed-merge', 'moderation/feed-merge', desk.mergeFeedPage, desks),
    sample('feed-media', 'moderation/feed-media', media.feedMediaPage, desks),
    sample('lists', 'moderation/lists', media.listsPage, desks),
    sample('lists-empty', 'moderation/lists', media.emptyListsPage, desks),
    sample('feed-media-off', 'moderation/feed-media', media.feedMediaOffPage, desks),
    sample('rules', 'moderation/rules', rules.rulesPage, desks),
    sample('rules-empty', 'moderation/rules', rules.emptyRulesPage, desks),
    sample('rule', 'moderation/rule', rules.rulePage, desks),
    sample('held', 'moderation/held', rules.heldPage, desks),
    sample('held-rejected', 'moderation/held', rules.rejectedPage, desks),
    sample('held-deleted', 'moderation/held', rules.deletedPage, desks),
    sample('held-empty', 'moderation/held', rules.emptyHeldPage, desks),
    sample('article-desk', 'moderation/article', rules.articleDeskPage, desks),
    sample('article-desk-untouched', 'moderation/article', rules.untouchedDeskPage, desks),
    sample('revisions', 'news/revisions', rules.revisionsPage),
    sample('revisions-none', 'news/revisions', rules.unchangedPage),
    sample('retention', 'moderation/retention', rules.retentionPage, desks),
    sample('retention-site', 'moderation/retention', rules.siteRetentionPage, desks),
    sample('topics', 'moderation/topics', rules.topicsPage, desks),
    sample('error', 'operations/error', desk.errorPage, { csrfToken: null }),
  ];
}

function samplePath(view: string): string {
  return view === 'news/home' ? '/' : `/${view}?x=1`;
}
