/** Page objects of following, bookmarks and mutes (views/following), and of their buttons on other pages. */
import type { FollowKind } from '../../forum/follow.js';
import type { MuteKind } from '../../forum/mute.js';
import type { SafeHtml } from '../../lib/safe-html.js';
import type { FormState, Link, Tab } from '../page.js';

/** Buttons of a member on the page of what can be followed or muted; null for anonymous readers. */
export type OwnTools = {
  follow: { kind: FollowKind; target: string; category: string; isOn: boolean } | null;
  mute: { kind: MuteKind; target: string; isOn: boolean } | null;
  /** Where the reader comes back to. */
  next: string;
};

export type FollowingPage = {
  kinds: Tab[];
  rows: {
    kind: FollowKind;
    target: string;
    category: string;
    name: string;
    url: string;
    isAutomatic: boolean;
    createdAt: number;
  }[];
  older: string | null;
};

export type MutesPage = {
  rows: { kind: MuteKind; target: string; name: string; url: string | null; createdAt: number }[];
  form: FormState<'kind' | 'target'>;
};

export type BookmarksPage = {
  query: string;
  rows: {
    id: number;
    threadId: number;
    postId: number | null;
    /** null for what is hidden: such a bookmark can only be dropped. */
    editUrl: string | null;
    thread: Link & { language: string };
    post: (Link & { html: SafeHtml; authorName: string }) | null;
    note: string;
    createdAt: number;
  }[];
  older: string | null;
};

export type BookmarkPage = {
  subject: Link;
  threadId: number;
  postId: number | null;
  /** null: not bookmarked yet. */
  id: number | null;
  form: FormState<'note'>;
  maxLength: number;
};

/** What a thread's page shows to a member alone. */
export type ThreadTools = OwnTools & {
  bookmark: { url: string; isOn: boolean };
  /** The form that says "read up to here". */
  read: { action: string; upTo: number; isOn: boolean };
  /** Leads to the first post that was not read; null when all was. */
  firstUnread: { url: string } | null;
};
