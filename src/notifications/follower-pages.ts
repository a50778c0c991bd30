/**
 * Everybody who follows any of some targets, a bounded batch of members after the other. Invariant: a batch holds all such
 * follows of its members, so that the strongest reason of each can be told from it alone.
 */
import type { Follow, FollowTarget } from '../forum/follow.js';
import type { FollowStore } from '../forum/follow-store.js';

export type FollowerPage = { follows: Follow[]; isOf: (userId: number) => boolean };

export async function* followerPages(
  store: Pick<FollowStore, 'listFollowers'>,
  targets: readonly FollowTarget[],
): AsyncGenerator<FollowerPage> {
  for (let after: number | null = 0; after !== null; ) {
    const { follows, upTo } = await store.listFollowers(targets, after);
    const from: number = after;
    yield { follows, isOf: (userId) => userId > from && (upTo === null || userId <= upTo) };
    after = upTo;
  }
}
