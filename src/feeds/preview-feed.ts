/**
 * What an address would bring, before anything is stored: the feed as understood, and a decision for each entry. The
 * entries of `feed` are the source's own; those of `decisions` carry what rules added.
 */
import type { Clock } from '../lib/clock.js';
import { DAY } from '../lib/clock.js';
import { AppError } from '../lib/errors.js';
import type { ArticleStore } from '../news/article-store.js';
import type { ApplyRules } from './apply-rules.js';
import { type Decision, decide } from './dedupe.js';
import type { DraftedFeed } from './draft.js';
import type { NotFresh } from './fetch.js';
import type { ReadSource, Unreadable } from './read-source.js';
import type { SetAsideStore } from './set-aside-store.js';

// No stored feed has this id: a preview compares by address only, as a new source would.
const NO_FEED = 0;

export type FeedPreview = { address: string; feed: DraftedFeed; decisions: Decision[]; itemsPerDay: number | null };

export type PreviewParts = {
  readSource: ReadSource;
  articles: Pick<ArticleStore, 'listKnown' | 'listVersions'>;
  setAside: Pick<SetAsideStore, 'listKnown'>;
  applyRules: ApplyRules;
  clock: Clock;
};

/** Throws AppError with the reason when the address gives no feed; `feed-unreachable` names the failure in `why`. */
export function createPreviewFeed(parts: PreviewParts) {
  return async function previewFeed(url: string, feedId: number = NO_FEED): Promise<FeedPreview> {
    const { fetched, read } = await parts.readSource({ url, now: parts.clock() });
    if (!read) throw unreachable(fetched);
    if (!read.ok) throw refusal(read);
    const { drafts, verdicts } = await parts.applyRules(feedId === NO_FEED ? null : feedId, read.feed.drafts);
    const articles = await parts.articles.listKnown(feedId, drafts);
    const versions = await parts.articles.listVersions(articles.map((article) => article.id));
    const asides = await parts.setAside.listKnown(feedId, drafts);
    const document = { drafts, verdicts, spokenFor: new Set<number>() };
    return {
      // A permanent redirect is where the source lives now.
      address: fetched.permanentUrl ?? url,
      feed: read.feed,
      decisions: decide(feedId, drafts, { articles, versions, asides }, document),
      itemsPerDay: itemsPerDay(drafts.flatMap((draft) => draft.publishedAt ?? [])),
    };
  };
}

export type PreviewFeed = ReturnType<typeof createPreviewFeed>;

function unreachable(fetched: NotFresh): AppError {
  const why = fetched.kind === 'failed' && fetched.status === null ? fetched.reason : `HTTP ${fetched.status}`;
  const code = fetched.kind === 'failed' && isForbidden(fetched.reason) ? 'blocked-address' : 'feed-unreachable';
  return new AppError(code, { status: 422, params: { why } });
}

function refusal({ error, detail }: Unreadable): Error {
  return error === 'failed' ? new Error(detail) : new AppError(error, { status: 422, params: { why: detail } });
}

function isForbidden(reason: string): boolean {
  return reason === 'blocked-address' || reason === 'bad-address';
}

/** Over the time that the document spans, a day at least; null for fewer than two dated entries. */
function itemsPerDay(times: number[]): number | null {
  if (times.length < 2) return null;
  const span = Math.max(DAY, Math.max(...times) - Math.min(...times));
  return Math.round((10 * times.length * DAY) / span) / 10;
}
