/** Which follows each of some new stories matches: its starter, section, sources, tags, and searches, which the index's worker answers. */
import type { Follow, FollowKind } from '../forum/follow.js';
import type { FollowStore } from '../forum/follow-store.js';
import type { EventStore, NewStory } from './event-store.js';
import type { ThreadFacts } from './recipients.js';

export type StoryFollowsParts = {
  follows: Pick<FollowStore, 'listFollowers' | 'listSearchTargets'>;
  events: Pick<EventStore, 'listLabels'>;
  /** Ids of the newest stories that a followed search finds, published at this time or later. Asks the search worker. */
  findMatches: (searchTarget: string, publishedFrom: number) => Promise<number[]>;
};

export type StoryFollows = { thread: ThreadFacts; createdAt: number; follows: Follow[] };

// A few milliseconds of the worker each, between the searches of readers.
const MOST_SEARCHES = 2000;

export async function loadStoryFollows(
  parts: StoryFollowsParts,
  stories: readonly NewStory[],
): Promise<StoryFollows[]> {
  const labels = await parts.events.listLabels(stories.map((story) => story.id));
  const described = stories.map((story) => {
    const own = labels.filter((label) => label.threadId === story.id);
    return {
      story,
      feedIds: [...new Set([story.feedId, ...own.map((label) => label.feedId)])].map(String),
      tagKeys: [...new Set(own.flatMap((label) => label.tagKey ?? []))],
    };
  });
  const followers = async (kind: FollowKind, targets: string[]) =>
    byTarget(await parts.follows.listFollowers(kind, targets));
  const starters = stories.flatMap((story) => story.starterId ?? []).map(String);
  const [ofMembers, ofCategories, ofSources, ofTags, ofSearches] = await Promise.all([
    followers('member', starters),
    followers(
      'category',
      described.map(({ story }) => String(story.categoryId)),
    ),
    followers(
      'source',
      described.flatMap(({ feedIds }) => feedIds),
    ),
    followers(
      'tag',
      described.flatMap(({ tagKeys }) => tagKeys),
    ),
    loadSearchFollows(parts, stories),
  ]);
  return described.map(({ story, feedIds, tagKeys }) => ({
    thread: { id: story.id, feedId: story.feedId, title: story.title, tagKeys, starterId: story.starterId },
    createdAt: story.createdAt,
    follows: [
      ...(ofMembers.get(String(story.starterId)) ?? []),
      ...(ofCategories.get(String(story.categoryId)) ?? []),
      ...feedIds.flatMap((id) => ofSources.get(id) ?? []),
      ...tagKeys.flatMap((key) => ofTags.get(key) ?? []),
      ...(ofSearches.get(story.id) ?? []),
    ],
  }));
}

/** Story id → follows of searches that find it. */
async function loadSearchFollows(
  parts: StoryFollowsParts,
  stories: readonly NewStory[],
): Promise<Map<number, Follow[]>> {
  const targets = await parts.follows.listSearchTargets(MOST_SEARCHES);
  const found = new Map<number, string[]>(stories.map((story) => [story.id, []]));
  const from = Math.min(...stories.map((story) => story.publishedAt));
  for (const target of targets) {
    for (const id of await parts.findMatches(target, from)) found.get(id)?.push(target);
  }
  const matched = byTarget(await parts.follows.listFollowers('search', [...found.values()].flat()));
  return new Map([...found].map(([id, own]) => [id, own.flatMap((target) => matched.get(target) ?? [])]));
}

function byTarget(follows: readonly Follow[]): Map<string, Follow[]> {
  const grouped = new Map<string, Follow[]>();
  for (const follow of follows) {
    const known = grouped.get(follow.target);
    if (known) known.push(follow);
    else grouped.set(follow.target, [follow]);
  }
  return grouped;
}
