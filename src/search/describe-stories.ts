/** Finds anew what the reports of changed stories add to one another. In: changed threads. Out: rows that pages read. */
import { groupBy } from '../lib/group-by.js';
import type { StoryStore } from '../news/story-store.js';
import type { SearchClient } from './client.js';
import { toStoryArticle } from './story-profile.js';

export type DescribeStoriesParts = {
  index: Pick<SearchClient, 'findAdditions'>;
  stories: Pick<StoryStore, 'listStoryIds' | 'listCandidates' | 'replaceAdditions'>;
};

export type DescribeStories = ReturnType<typeof createDescribeStories>;

export function createDescribeStories({ index, stories }: DescribeStoriesParts) {
  return async function describeStories(threadIds: readonly number[]): Promise<void> {
    const ids = await stories.listStoryIds(threadIds);
    if (ids.length === 0) return;
    const byThread = groupBy(await stories.listCandidates(ids), ({ threadId }) => threadId);
    const found = await index.findAdditions({
      stories: [...byThread.values()].map((told) => told.map(toStoryArticle)),
    });
    await stories.replaceAdditions(ids, found);
  };
}
