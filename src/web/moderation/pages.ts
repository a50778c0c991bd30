/** Page objects of the moderators' sources pages (views/moderation). */
import type { FormState } from '../page.js';

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
};

export type ModeratedFeedsPage = {
  addForm: FormState<FeedField>;
  categories: { slug: string; name: string }[];
  groups: string[];
  feeds: ModeratedFeedRow[];
  counts: { all: number; failing: number; paused: number };
};

export type PreviewDecision = {
  title: string;
  url: string | null;
  publishedAt: number | null;
  lead: string;
  /** Key of `t.decisions`: new | updated | same | rejected. */
  decision: 'new' | 'updated' | 'same' | 'rejected';
  /** Why, for rejected ones: key of `t.rejections`. */
  reason: string | null;
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
  total: number;
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
  charset: string | null;
  repairs: string;
  detail: string | null;
};

export type ManageFeedPage = {
  feed: ModeratedFeedRow;
  form: FormState<FeedField>;
  categories: { slug: string; name: string }[];
  groups: string[];
  fetches: FetchRow[];
};
