/** Page objects of the moderators' sources pages (views/moderation). */
import type { FeedCandidate } from '../../feeds/discover-feeds.js';
import type { FeedCounts } from '../../feeds/feed-list-store.js';
import type { Replacement } from '../../feeds/replacement-store.js';
import type { Retention } from '../../feeds/retention.js';
import type { MailCounts, MailTrouble } from '../../notifications/mail-store.js';
import type { FormState, Link } from '../page.js';
import type { FeedHealth, PICTURE } from './feed-health.js';

export type FeedField = 'url' | 'title' | 'siteUrl' | 'category' | 'group' | 'language';

export type ModeratedFeedRow = {
  id: number;
  /** Page with the edit form and the fetch history. */
  manageUrl: string;
  title: string;
  address: string;
  category: string;
  group: string;
  articleCount: number;
  isPaused: boolean;
  /** False for demo and archive feeds: there is no address to fetch. */
  isFetched: boolean;
  lastAttemptAt: number | null;
  lastSuccessAt: number | null;
  /** A key of `t.fetchOutcomes`. */
  lastOutcome: string | null;
  lastDetail: string | null;
  nextFetchAt: number | null;
  /** A key of `t.fetchReasons`. */
  nextFetchWhy: string | null;
  failureCount: number;
  failureScore: number;
  normalPerWeek: number | null;
  silentSince: number | null;
};

export type ModeratedFeedsPage = {
  addForm: FormState<FeedField>;
  categories: { slug: string; name: string }[];
  groups: string[];
  feeds: ModeratedFeedRow[];
  counts: FeedCounts;
  /** As chosen; '' is anything. */
  filter: { state: string; group: string; text: string };
  isFiltered: boolean;
  /** Of the filter, on all pages. */
  total: number;
  paging: { newer: string | null; older: string | null };
};

export type PreviewDecision = {
  title: string;
  url: string | null;
  publishedAt: number | null;
  lead: string;
  language: string;
  /** Key of `t.decisions`. */
  decision: 'new' | 'updated' | 'same' | 'held' | 'rejected';
  /** Why, for rejected ones: key of `t.rejections`. */
  reason: string | null;
  /** The rule behind a hold or a rejection. */
  rule: { name: string; url: string; words: string[] } | null;
  /** What other rules do to it. */
  effects: { name: string; url: string; action: string; value: string; words: string[] }[];
  /** `duplicate`: it is here already, from another source; `story`: a stored article looks like the same event. */
  match: { kind: 'duplicate' | 'story'; title: string; url: string; score: number | null } | null;
};

export type FeedPreviewPage = {
  form: FormState<FeedField>;
  categories: { slug: string; name: string }[];
  groups: string[];
  feed: {
    title: string;
    format: string;
    charset: string;
    language: string;
    repairs: string[];
    itemsPerDay: number | null;
  };
  decisions: PreviewDecision[];
  /** Of all entries: how many meet each fate, and what they lack. */
  counts: { decision: string; count: number }[];
  missing: { field: string; count: number }[];
  languages: string[];
  /** Likeness, of 100, from which two articles are taken for one story here. */
  storyFrom: number;
  total: number;
};

export type FeedCandidatesPage = {
  /** What was asked for. */
  address: string;
  /** `knownUrl`: the page of the source that has this address already. */
  candidates: (FeedCandidate & { knownUrl: string | null })[];
  /** The source that a candidate would take the place of, as its form needs it. */
  replaces: { id: number; title: string; siteUrl: string; category: string; group: string; language: string } | null;
};

export type FetchRow = {
  startedAt: number;
  outcome: string;
  status: number | null;
  ms: number;
  bytes: number;
  added: number;
  updated: number;
  same: number;
  rejected: number;
  held: number;
  /** Keys of `t.rejections`, with the number of entries. */
  reasons: Record<string, number>;
  charset: string | null;
  repairs: string;
  detail: string | null;
};

export type ManageFeedPage = {
  feed: ModeratedFeedRow;
  health: FeedHealth;
  picture: typeof PICTURE;
  /** The hub that tells us what is new; null when the feed offers none. */
  push: { hub: string; state: string; until: number | null; lastAt: number | null; detail: string | null } | null;
  /** The source whose address it is led to; `mergeUrl` once that is proven. */
  twin: (Link & { mergeUrl: string | null }) | null;
  /** What was found to take its place. */
  replacements: Replacement[];
  form: FormState<FeedField>;
  categories: { slug: string; name: string }[];
  groups: string[];
  fetches: FetchRow[];
};

export type MergeFeedPage = {
  feed: Link;
  heir: Link;
  heirId: number;
  articles: number;
  /** Of them those that the heir has as well. */
  doubles: number;
  waiting: number;
  /** Deleted, turned down, expired: they stay away. */
  away: number;
  followers: number;
  muters: number;
  /** Those that the heir lacks; they go over where they are ticked. */
  rules: { id: number; name: string; action: string; url: string; isTicked: boolean }[];
  /** How long the heir's articles are kept. */
  retention: Retention;
  form: FormState<'reason' | 'form'>;
};

export type MailPage = {
  /** Where mails lie as files when there is no mail server; null: there is one. */
  outboxFolder: string | null;
  /** Waiting now; sent and given up within a day. */
  counts: MailCounts;
  troubles: MailTrouble[];
  /** The administrator's own, for a test. */
  address: string | null;
};
