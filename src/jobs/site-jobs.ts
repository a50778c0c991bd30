/** The site's life beside answering pages: first run, fetching, indexing, upkeep. */
import type { RateLimitStore } from '../accounts/rate-limit-store.js';
import type { SessionStore } from '../accounts/session-store.js';
import type { Config } from '../config/load-config.js';
import type { FeedStore } from '../feeds/feed-store.js';
import type { FetchStore } from '../feeds/fetch-store.js';
import type { Poller } from '../feeds/poller.js';
import type { Clock } from '../lib/clock.js';
import { errorText } from '../lib/errors.js';
import type { Log } from '../lib/log.js';
import type { CategoryStore } from '../news/category-store.js';
import type { SearchClient } from '../search/client.js';
import type { SearchSync } from '../search/sync.js';
import { createFirstFetch, type FirstFetch } from './first-fetch.js';
import { prepareSite } from './first-run.js';
import type { LeaseStore } from './lease-store.js';
import type { Demo } from './load-demo.js';
import { createRunner } from './runner.js';
import { createSchedule } from './schedule.js';

export type SiteJobsParts = {
  config: Pick<Config, 'FIRST_RUN' | 'FETCH_ON_START'>;
  clock: Clock;
  log: Log;
  categories: Pick<CategoryStore, 'insertMissing'>;
  feeds: Pick<FeedStore, 'count'>;
  fetches: Pick<FetchStore, 'deleteBefore'>;
  sessionRows: Pick<SessionStore, 'deleteExpired'>;
  rateLimitStore: Pick<RateLimitStore, 'deleteExpired'>;
  leases: LeaseStore;
  poller: Poller;
  sync: SearchSync;
  index: Pick<SearchClient, 'saveSnapshot'>;
  importOpml: (text: string) => Promise<{ added: number }>;
  demo: Demo;
  onChanged: () => void;
  /** No source could be reached and the demo took their place. */
  onDemo: () => void;
};

export type FirstStart = { sources: number; demo: boolean };

export function createSiteJobs(parts: SiteJobsParts) {
  const { log } = parts;
  const runner = createRunner(parts);
  let firstFetch: FirstFetch | undefined;

  /** Prepares an empty site; pages may already be served meanwhile. */
  async function prepare(): Promise<FirstStart> {
    const prepared = await prepareSite(parts, parts.config.FIRST_RUN);
    if (prepared.sources > 0 && parts.config.FETCH_ON_START) firstFetch = createFirstFetch(prepared.sources, loadDemo);
    parts.onChanged();
    return prepared;
  }

  async function loadDemo(): Promise<void> {
    try {
      const { new: articles, posts } = await parts.demo.load();
      log.info({ articles, posts }, 'no source could be reached: demo loaded');
      parts.onChanged();
      parts.onDemo();
    } catch (error) {
      log.error({ error: errorText(error) }, 'demo could not be loaded');
    }
  }

  /** Opens the index in the background, then starts the schedule: no page waits for either. */
  function start(): void {
    const opening = parts.sync.open().then(
      (opened) => log.info(opened, 'index open'),
      (error: unknown) => log.error({ error: errorText(error) }, 'index could not be opened'),
    );
    const schedule = createSchedule({
      ...parts,
      sessions: parts.sessionRows,
      fetchesFeeds: parts.config.FETCH_ON_START,
      indexReady: opening,
      onFetched: (feed, result) => {
        firstFetch?.onDone(result);
        if (result instanceof Error) log.error({ feed: feed.id, error: result.message }, 'fetch failed unexpectedly');
      },
      onIndexed: parts.onChanged,
    });
    runner.start(schedule);
  }

  function fetchSoon(feedId: number): void {
    parts.poller
      .fetchNow(feedId)
      .catch((error: unknown) => log.error({ feed: feedId, error: errorText(error) }, 'fetch failed'));
  }

  async function stop(): Promise<void> {
    await firstFetch?.settled();
    await runner.stop();
  }

  return { prepare, start, stop, kick: runner.kick, fetchSoon, progress: () => firstFetch?.progress() ?? null };
}

export type SiteJobs = ReturnType<typeof createSiteJobs>;
