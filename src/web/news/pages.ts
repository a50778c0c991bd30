/** Page objects of the readers' pages: exactly what the views in views/news show. */

import type { SafeHtml } from '../../lib/safe-html.js';
import type { Addition } from '../../news/addition.js';
import type { Highlighted } from '../../search/document.js';
import type { OwnTools, ThreadTools } from '../following/pages.js';
import type { Discussion } from '../forum/discussion.js';
import type { AuthorCard } from '../forum/pages.js';
import type { Picture } from '../media/pictures.js';
import type { CategoryLink, FormState, Link, Tab } from '../page.js';

export type ThreadRow = {
  id: number;
  url: string;
  title: string;
  lead: string;
  language: string;
  category: CategoryLink;
  /** The source of the first article. */
  feed: Link;
  articleCount: number;
  sourceCount: number;
  /** Readable changes: what sources edited, and edited repeats. */
  editCount: number;
  replyCount: number;
  publishedAt: number;
  lastPostAt: number | null;
  /** Of a member alone: something stands there that they have not read. */
  isUnread?: boolean;
  /** How often its source published the text again; the address tells what was changed. */
  versions?: { count: number; url: string | null } | null;
};

/** Newer / older links of a keyset-paged list; null where there is nothing further. */
export type Paging = { newer: string | null; older: string | null };

export type HomePage = {
  /** null on the front page itself, the category's name on its page, a tag's or a source's on theirs. */
  heading: string | null;
  orders: Tab[];
  /** On the front page's first screen: the lead story with its picture-less big headline and the two beside it are the first rows. */
  isFront: boolean;
  /** Of the lead story. */
  leadPicture?: Picture | null;
  threads: ThreadRow[];
  paging: Paging;
  tools: OwnTools | null;
  isUnreadOnly: boolean;
};

export type TagPage = { tag: string; threads: ThreadRow[]; paging: Paging; tools: OwnTools | null };

export type FeedCard = {
  id: number;
  url: string;
  title: string;
  siteUrl: string | null;
  language: string;
  category: CategoryLink;
  articleCount: number;
  since: number;
  isPaused: boolean;
  lastSuccessAt: number | null;
  /** Address of its icon; without one its first letter stands there. */
  icon?: string | null;
};

export type FeedListPage = { groups: { name: string; feeds: FeedCard[] }[]; total: number };

export type FeedPage = {
  /** Members' threads: no publisher, nothing to look after. */
  isOfMembers: boolean;
  feed: FeedCard;
  feedAddress: string | null;
  threads: ThreadRow[];
  paging: Paging;
  tools: OwnTools | null;
};

/** A further report of a story. */
export type ReportView = {
  /** A word for what it is to the reports before it; null for a report in its own words. */
  badge: string | null;
  /** The report that it repeats, and what it did with it. */
  repeats: { lead: string; of: Link } | null;
  /** Why the machine joined it, with its score 0…100; null where a moderator did. */
  joined: string | null;
  addition: Addition | null;
};

/** For moderators: the forms that bring another story here and make a report a story of its own. */
export type StoryDesk = {
  merge: { action: string; form: FormState<'other' | 'mergeReason'> };
  split: {
    action: string;
    form: FormState<'article' | 'splitReason'>;
    options: { value: string; name: string }[];
  };
};

export type ArticleView = {
  id: number;
  title: string;
  html: SafeHtml;
  author: string | null;
  url: string | null;
  language: string;
  publishedAt: number;
  /** False: the source gave no date, `publishedAt` is when we first saw it. */
  isDateGiven: boolean;
  editedAt: number | null;
  /** Every change of its text in one order; null when there is nothing to read. */
  revisionsUrl: string | null;
  /** How it came to this story, and what it adds to the first report; null for the first. */
  report: ReportView | null;
  /** A member's opening text: its author changes it, not a source. */
  isOpening: boolean;
  /** Where the author of an opening text changes it; null for everybody else. */
  editUrl: string | null;
  /** For moderators. */
  deskUrl: string;
  tags: Link[];
  /** `length` in bytes, as the source says. */
  enclosures: { url: string; type: string | null; name: string; length?: number | null }[];
  image?: Picture | null;
  feed: FeedCard;
};

export type SimilarRow = {
  url: string;
  title: string;
  language: string;
  feed: Link;
  publishedAt: number;
  /** 0…100, with what members said of the pair. */
  score: number;
  /** The shared words that carried most of the score. */
  terms: string[];
  /** Put here by a moderator; stands before all others. */
  isPinned: boolean;
  /** Address of the form by which the viewer says what they think of the pair; null for readers. */
  judgeUrl: string | null;
  /** What the viewer said: 1 really related, −1 not related. */
  mine: 1 | -1 | null;
  /** For moderators: the votes, and the address of the form that rules on the pair. */
  desk: { related: number; unrelated: number; rulingUrl: string } | null;
};

/** A moderator's form to pin another thread; `values.target` is its number or address. */
export type PinForm = FormState<'target' | 'reason'> & { action: string };

export type ThreadPage = Discussion & {
  id: number;
  url: string;
  title: string;
  language: string;
  category: CategoryLink;
  articles: ArticleView[];
  /** So many of them stand open; the others are folded. */
  openArticles: number;
  similar: SimilarRow[];
  /** True while the list is still being computed. */
  isSimilarPending: boolean;
  /** null for readers and members. */
  pinForm: PinForm | null;
  /** For moderators: the address that hides the thread, or the time since when it is hidden. */
  hide: { action: string; form: FormState<'why'> } | null;
  hiddenAt: number | null;
  /** Its author took it back; the form that undoes it is the author's alone. */
  withdrawn: { at: number; restoreUrl: string | null } | null;
  desk: StoryDesk | null;
  /** The member who started the thread. */
  starter: AuthorCard | null;
  replyCount: number;
  loginUrl: string;
  registerUrl: string;
  share: Link[];
  /** null for anonymous readers. */
  tools: ThreadTools | null;
};

export type SearchRow = ThreadRow & { highlightedTitle: Highlighted; snippet: Highlighted };

export type SearchPage = {
  /** What of the query could not be understood, in words. */
  problems: string[];
  query: string;
  category: string;
  sort: 'relevance' | 'newest';
  categories: { slug: string; name: string }[];
  /** null before anything was asked. */
  results: {
    total: number;
    rows: SearchRow[];
    didYouMean: Link | null;
    previous: string | null;
    next: string | null;
  } | null;
  /** The index cannot answer right now (it is being loaded). */
  isUnavailable: boolean;
  tools: OwnTools | null;
};
