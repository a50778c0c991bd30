/** A notification in words: what happened, where it leads, why it came. The same on the page, in letters, feeds and pushes. */
import type { FollowTarget } from '../forum/follow.js';
import type { Texts } from '../i18n/texts.js';
import { htmlToText, truncate } from '../lib/text.js';
import type { NotificationRow } from './notification.js';
import { paths } from './paths.js';

export type Described = { what: string; path: string; why: string; excerpt: string; reason: string };

/** What a follow is called, in the reader's language; undefined for what is gone. */
export type NameOf = (subject: FollowTarget) => { name: string } | undefined;

const EXCERPT = 280;
// Enough for the excerpt, however long the post is.
const HTML_READ = 3000;

export function describeNotification(row: NotificationRow, t: Texts, nameOf: NameOf): Described {
  const { says, whys } = t.notifications;
  const actor = row.actorName ?? t.following.gone;
  const thread = threadNameOf(row, t);
  if (row.kind === 'source') return describeAlert(row, t, nameOf);
  const followed = row.because ? (nameOf(row.because)?.name ?? t.following.gone) : '';
  return {
    what: row.kind === 'moderation' ? moderationText(row, t) : says[row.kind](actor, thread),
    path: pathOf(row),
    why: row.because ? whys.follow(t.following.named(t.following.kind[row.because.kind], followed)) : whys[row.kind],
    excerpt: excerptOf(row.postHtml),
    reason: row.kind === 'moderation' ? moderationOf(row).reason : '',
  };
}

/** Here the source is no reason but the subject. */
function describeAlert(row: NotificationRow, t: Texts, nameOf: NameOf): Described {
  const name = (row.because && nameOf(row.because)?.name) ?? t.following.gone;
  const path = row.because ? paths.manageFeed(row.because.target) : paths.notifications;
  return {
    what: t.notifications.says.source('', name),
    path,
    why: t.notifications.whys.source,
    excerpt: '',
    reason: '',
  };
}

/** All that a letter about it could be filed under: the story, else the site's own page. */
export function pathOf(row: Pick<NotificationRow, 'postId' | 'threadId'>): string {
  if (row.postId !== null) return paths.post(row.postId);
  return row.threadId === null ? paths.notifications : paths.thread(row.threadId);
}

function excerptOf(html: string | null): string {
  return html ? truncate(htmlToText(html.slice(0, HTML_READ)).replace(/\s+/g, ' '), EXCERPT) : '';
}

function threadNameOf({ isThreadHidden, threadTitle }: NotificationRow, t: Texts): string {
  return isThreadHidden ? t.following.hiddenThread : (threadTitle ?? t.following.gone);
}

function moderationText(row: NotificationRow, t: Texts): string {
  const { action } = moderationOf(row);
  const actions: Record<string, string> = { ...t.moderationActions, ...t.notifications.did };
  const named = Object.hasOwn(actions, action) ? (actions[action] ?? '') : '';
  return t.notifications.says.moderation(
    named || t.notifications.moderated,
    row.isThreadHidden ? t.following.hiddenThread : (row.threadTitle ?? ''),
  );
}

function moderationOf(row: NotificationRow): { action: string; reason: string } {
  const { action, reason } = JSON.parse(row.detail || '{}') as { action?: string; reason?: string };
  return { action: action ?? '', reason: reason ?? '' };
}
