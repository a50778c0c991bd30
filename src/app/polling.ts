/** Joins the parts of polling: the health of sources, finding their feeds, and WebSub. No logic. */
import { createCheckHealth } from '../feeds/check-health.js';
import { createDiscoverFeeds } from '../feeds/discover-feeds.js';
import { createFeedListStore } from '../feeds/feed-list-store.js';
import { createFindReplacements } from '../feeds/find-replacements.js';
import { createHealthStore } from '../feeds/health-store.js';
import type { ImportFeed } from '../feeds/import-feed.js';
import { createMergeStore } from '../feeds/merge-store.js';
import { createReplacementStore } from '../feeds/replacement-store.js';
import { createWebSub } from '../feeds/web-sub.js';
import { createSourceMembersStore } from '../forum/source-members-store.js';
import type { Job } from '../jobs/runner.js';
import { MINUTE } from '../lib/clock.js';
import { createManageFeeds } from '../moderation/manage-feeds.js';
import { createMergeFeeds } from '../moderation/merge-feeds.js';
import type { Shared } from './shared.js';

export function createPollingArea(shared: Shared & { importFeed: ImportFeed }) {
  const { db } = shared;
  const health = createHealthStore(db);
  const checkHealth = createCheckHealth({ ...shared, health });
  const webSub = createWebSub(shared);
  const management = createManageFeeds(shared);
  const merging = createMergeFeeds({
    ...shared,
    merges: createMergeStore(db),
    sourceMembers: createSourceMembersStore(db),
  });
  const discoverFeeds = createDiscoverFeeds(shared);
  const replacements = createReplacementStore(db);
  const { findReplacements, lookForReplacements } = createFindReplacements({ ...shared, discoverFeeds, replacements });
  const jobs: Job[] = [
    { name: 'websub', everyMs: MINUTE, leaseMs: 10 * MINUTE, run: async () => void (await webSub.requestDue()) },
    { name: 'feed-health', everyMs: 5 * MINUTE, leaseMs: 10 * MINUTE, run: async () => void (await checkHealth()) },
    {
      name: 'replacements',
      everyMs: 10 * MINUTE,
      leaseMs: 20 * MINUTE,
      run: async (isStopping) => void (await lookForReplacements(isStopping)),
    },
  ];
  return {
    services: {
      health,
      checkHealth,
      feedLists: createFeedListStore(db),
      ...{ discoverFeeds, replacements, findReplacements, lookForReplacements },
      webSub,
      ...management.services,
      ...merging.services,
    },
    undoers: { ...management.undoers, ...merging.undoers },
    jobs,
  };
}
