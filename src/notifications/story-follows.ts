/** What each of some new stories is to those who follow: its starter, section, sources, tags, and searches, which the index's worker answers. */
import type { FollowKind, FollowTarget } from '../forum/follow.js';
import type { FollowStore } from '../forum/follow-store.js';
import type { EventStore, NewStory } from './event-store.js';
import type { ThreadFacts } from './recipients.js';

/** Ids of the newest stories that a followed search finds, published at this time or later. Asks the search worker. */
export type FindMatches = (searchTarget: string, publishedFrom: number) => Promise<number[]>;

export type StoryFollowsParts = {
  follows: Pick<FollowStore, 'listSearchTargets'>;
  events: Pick<EventStore, 'listLabels'>;
  /** For one round of questions: what all of them need is loaded once. */
  startMatching: () => FindMatches;
};

export type FollowedStory = { thread: ThreadFacts; createdAt: number; targets: FollowTarget[] };

const SEARCHES_AT_ONCE = 1000;

export async function loadStoryTargets(
  parts: StoryFollowsParts,
  stories: readonly NewStory[],
): Promise<FollowedStory[]> {
  const labels = await parts.events.listLabels(stories.map((story) => story.id));
  const searches = await findSearches(parts, stories);
  return stories.map((story) => {
    const own = labels.filter((label) => label.threadId === story.id);
    const feedIds = new Set([story.feedId, ...own.map((label) => label.feedId)]);
    const tagKeys = [...new Set(own.flatMap((label) => label.tagKey ?? []))];
    const { id, feedId, title, starterId, createdAt } = story;
    return {
      thread: { id, feedId, title, tagKeys, starterId },
      createdAt,
      targets: [
        ...targetsOf('member', starterId === null ? [] : [starterId]),
        ...targetsOf('category', [story.categoryId]),
        ...targetsOf('source', [...feedIds]),
        ...targetsOf('tag', tagKeys),
        ...targetsOf('search', searches.get(id) ?? []),
      ],
    };
  });
}

/** Story id → followed searches that find it. */
async function findSearches(
  { follows, startMatching }: StoryFollowsParts,
  stories: readonly NewStory[],
): Promise<Map<number, string[]>> {
  const found = new Map<number, string[]>(stories.map((story) => [story.id, []]));
  const from = Math.min(...stories.map((story) => story.publishedAt));
  const findMatches = startMatching();
  for (let after = ''; ; ) {
    const targets = await follows.listSearchTargets(after, SEARCHES_AT_ONCE);
    for (const target of targets) {
      for (const id of await findMatches(target, from)) found.get(id)?.push(target);
    }
    const last = targets.at(-1);
    if (last === undefined || targets.length < SEARCHES_AT_ONCE) return found;
    after = last;
  }
}

function targetsOf(kind: FollowKind, ids: readonly (number | string)[]): FollowTarget[] {
  return ids.map((id) => ({ kind, target: String(id) }));
}
