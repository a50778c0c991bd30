/**
 * What every page has: the head, and the shell around the content. Handlers build a `PageHead` and a page object of
 * their own; `render.ts` adds the shell. Views get these values, the texts `t` and the formats `fmt`, never a store.
 */

import type { Role } from '../accounts/user.js';
import type { Language } from '../i18n/language.js';
import type { Waiting } from '../moderation/queue-store.js';

export type PageHead = {
  title: string;
  description: string;
  /** Path with the query that identifies the page (no language, no tracking), e.g. `/threads/12?after=300`. */
  path: string;
  /** Path without the extension of the page's own feed: `/threads/12/feed` has `.rss`, `.atom` and `.json`. */
  feedPath?: string;
  /** Search results and forms stay out of search engines. */
  isUnlisted?: boolean;
  /** A form for readers who are not logged in: they get a session, because its token lives there. */
  hasForm?: boolean;
};

export type Viewer = {
  id: number;
  name: string;
  role: Role;
  isModerator: boolean;
  /** Must confirm `pendingEmail` before writing. */
  isUnverified?: boolean;
  pendingEmail?: string | null;
  /** The account will be deleted then. */
  leavesAt?: number | null;
};

export type Link = { name: string; url: string };
export type Tab = Link & { isCurrent: boolean };

export type Shell = {
  site: { name: string; baseUrl: string; links: Link[]; registrationOpen: boolean };
  language: Language;
  /** The same page in each language. */
  languages: (Tab & { code: Language })[];
  viewer: Viewer | null;
  /** Of this session; null for anonymous readers of pages without forms. */
  csrfToken: string | null;
  /** Unread notifications of the viewer, at most 100; 0 for anonymous readers. */
  unreadCount: number;
  /** One-time message after a redirect, already in the reader's language. */
  notice: string | null;
  /** The post that the message is about: its page shows the message there, where it opens, not at its top. */
  noticePostId?: number | null;
  hasDemo: boolean;
  /** What an operator types to remove the demo; null where the demo is the site. */
  demoCommand: string | null;
  /** Shown while the first import runs. */
  progress: { done: number; total: number } | null;
  /** Sources in trouble, for moderators. */
  troubles?: number;
  /** What waits for moderators, for them; each at most 100. */
  waiting?: Waiting;
  categories: Tab[];
  assets: { css: string; js: string; discussion: string; passkeys: string };
};

export type CategoryLink = Link & { slug: string };

/** A form that is shown (again): what was typed, and a message by each wrong field. */
export type FormState<Field extends string> = {
  values: Partial<Record<Field, string>>;
  errors: Partial<Record<Field | 'form', string>>;
};
