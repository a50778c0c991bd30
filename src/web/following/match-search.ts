/** A followed search, asked of the index: what a reader would find, newest first. */
import type { FeedStore } from '../../feeds/feed-store.js';
import { savedSearch } from '../../forum/saved-search.js';
import type { FindMatches } from '../../notifications/story-follows.js';
import type { SearchClient } from '../../search/client.js';
import { asksNothing, parseSearch } from '../news/search-query.js';
import type { Sections } from '../sections.js';

export type MatchSearchParts = {
  index: Pick<SearchClient, 'search'>;
  feeds: Pick<FeedStore, 'list'>;
  sections: Sections;
};

const MATCHES = 100;

/** Sources are loaded once for each round of questions, and only if one of them asks for a source. */
export function createStartMatching(parts: MatchSearchParts): () => FindMatches {
  return () => {
    let feeds: ReturnType<MatchSearchParts['feeds']['list']> | undefined;
    const listFeeds = () => {
      feeds ??= parts.feeds.list();
      return feeds;
    };
    return (target, publishedFrom) => findMatches(parts, listFeeds, target, publishedFrom);
  };
}

async function findMatches(
  parts: MatchSearchParts,
  listFeeds: MatchSearchParts['feeds']['list'],
  target: string,
  publishedFrom: number,
): Promise<number[]> {
  const { words, category } = savedSearch(target);
  const feeds = /source:/i.test(words) ? await listFeeds() : [];
  const parsed = parseSearch(words, category, await parts.sections.current(), feeds);
  if (asksNothing(parsed)) return [];
  const filters = { ...parsed.filters, after: Math.max(parsed.filters.after ?? 0, publishedFrom) };
  const question = { text: parsed.words, filters, sort: 'newest', offset: 0, limit: MATCHES } as const;
  const { hits, didYouMean } = await parts.index.search(question);
  // What a guess finds, the member did not ask for.
  return didYouMean === null ? hits.map((hit) => hit.id) : [];
}
