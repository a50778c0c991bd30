/** The schedule table: what runs by itself, how often, and which of many processes may. */
import type { RateLimitStore } from '../accounts/rate-limit-store.js';
import type { SessionStore } from '../accounts/session-store.js';
import type { FetchStore } from '../feeds/fetch-store.js';
import type { OnDone, Poller } from '../feeds/poller.js';
import { type Clock, DAY, HOUR, MINUTE, SECOND } from '../lib/clock.js';
import type { SearchClient } from '../search/client.js';
import type { SearchSync } from '../search/sync.js';
import type { Job } from './runner.js';

const FETCHES_KEPT = 30 * DAY;

export type ScheduleParts = {
  clock: Clock;
  poller: Pick<Poller, 'fetchDue'>;
  sync: Pick<SearchSync, 'catchUp' | 'drain' | 'heal'>;
  index: Pick<SearchClient, 'saveSnapshot'>;
  fetches: Pick<FetchStore, 'deleteBefore'>;
  sessions: Pick<SessionStore, 'deleteExpired'>;
  rateLimitStore: Pick<RateLimitStore, 'deleteExpired'>;
  fetchesFeeds: boolean;
  /** Settles when the index has been compared with the database. */
  indexReady: Promise<unknown>;
  onFetched: OnDone;
  onIndexed: () => void;
};

export function createSchedule(parts: ScheduleParts): Job[] {
  const jobs: Job[] = [
    {
      // Every process searches its own index, so each follows the changes.
      name: 'index',
      everyMs: 5 * SECOND,
      run: async () => {
        await parts.indexReady;
        if ((await parts.sync.catchUp()) > 0) parts.onIndexed();
      },
    },
    {
      name: 'similar',
      everyMs: 5 * SECOND,
      leaseMs: 10 * MINUTE,
      run: async (isStopping) => {
        await parts.indexReady;
        if ((await parts.sync.drain(isStopping)) > 0) parts.onIndexed();
      },
    },
    {
      // Deleted threads, and whatever a restarted worker lost: in every process, for the same reason.
      name: 'heal',
      everyMs: 15 * MINUTE,
      run: async () => {
        await parts.indexReady;
        const { updated, removed } = await parts.sync.heal();
        if (updated + removed > 0) parts.onIndexed();
      },
    },
    {
      name: 'snapshot',
      everyMs: 15 * MINUTE,
      leaseMs: 10 * MINUTE,
      run: async () => {
        await parts.indexReady;
        await parts.index.saveSnapshot();
      },
    },
    {
      name: 'housekeeping',
      everyMs: 6 * HOUR,
      leaseMs: HOUR,
      run: async () => {
        await parts.fetches.deleteBefore(parts.clock() - FETCHES_KEPT);
        await parts.sessions.deleteExpired(parts.clock());
        await parts.rateLimitStore.deleteExpired(parts.clock());
      },
    },
  ];
  if (!parts.fetchesFeeds) return jobs;
  const fetchDue: Job = {
    name: 'fetch',
    // Goes on as long as anything is due. Every process takes part: claims keep them apart.
    everyMs: 2 * SECOND,
    run: async () => {
      await parts.poller.fetchDue(parts.onFetched);
    },
  };
  return [fetchDue, ...jobs];
}
