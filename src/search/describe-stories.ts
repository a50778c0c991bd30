/** Finds anew what the reports of changed stories add to one another. In: changed threads. Out: rows that pages read. */
import type { StoryStore } from '../news/story-store.js';
import type { SearchClient } from './client.js';
import type { StoryArticle } from './story-profile.js';

export type DescribeStoriesParts = {
  index: Pick<SearchClient, 'findAdditions'>;
  stories: Pick<StoryStore, 'listStoryIds' | 'listCandidates' | 'replaceAdditions'>;
};

export type DescribeStories = ReturnType<typeof createDescribeStories>;

export function createDescribeStories({ index, stories }: DescribeStoriesParts) {
  return async function describeStories(threadIds: readonly number[]): Promise<void> {
    const ids = await stories.listStoryIds(threadIds);
    if (ids.length === 0) return;
    const byThread = new Map<number, StoryArticle[]>();
    for (const { threadId, feedId, ...article } of await stories.listCandidates(ids)) {
      byThread.set(threadId, [...(byThread.get(threadId) ?? []), { ...article, source: String(feedId) }]);
    }
    const found = await index.findAdditions({ stories: [...byThread.values()] });
    await stories.replaceAdditions(ids, found);
  };
}
