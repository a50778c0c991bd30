/** The feeds found behind an address: to choose one as a new source, or in place of one that is dead. */
import type { Request, Response } from 'express';
import type { DiscoverFeeds, FeedCandidate } from '../../feeds/discover-feeds.js';
import type { Feed } from '../../feeds/feed.js';
import type { FeedStore } from '../../feeds/feed-store.js';
import { renderPage } from '../render.js';
import { urls } from '../urls.js';
import type { FeedCandidatesPage } from './pages.js';

export type FeedCandidateParts = {
  feeds: Pick<FeedStore, 'listByUrls'>;
  discoverFeeds: DiscoverFeeds;
};

/** `replaces` is the source whose address a candidate would take, with the slug of its category. */
export type Replaced = { feed: Feed; category: string };

export async function showCandidates(
  parts: FeedCandidateParts,
  req: Request,
  res: Response,
  shown: { address: string; candidates: FeedCandidate[]; replaces: Replaced | null },
): Promise<void> {
  const { t } = res.locals;
  const known = await parts.feeds.listByUrls(shown.candidates.map(({ url }) => url));
  const idOf = new Map(known.map((feed) => [feed.url, feed.id]));
  const { replaces } = shown;
  const page: FeedCandidatesPage = {
    address: shown.address,
    candidates: shown.candidates.map((candidate) => {
      const id = idOf.get(candidate.url);
      return { ...candidate, knownUrl: id === undefined ? null : urls.manageFeed(id) };
    }),
    replaces: replaces && {
      id: replaces.feed.id,
      title: replaces.feed.title,
      siteUrl: replaces.feed.siteUrl ?? '',
      category: replaces.category,
      group: replaces.feed.groupName,
      language: replaces.feed.language,
    },
  };
  const head = {
    title: replaces ? t.feedSearch.replaceTitle(replaces.feed.title) : t.feedSearch.title,
    description: t.pages.manageFeedsDescription,
    path: replaces ? urls.manageFeed(replaces.feed.id) : urls.manageFeeds,
    isUnlisted: true,
  };
  await renderPage(req, res, 'moderation/feed-candidates', { head, page });
}
