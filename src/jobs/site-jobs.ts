/** The site's life beside answering pages: first run, fetching, indexing, upkeep. */
import type { RateLimitStore } from '../accounts/rate-limit-store.js';
import type { SessionStore } from '../accounts/session-store.js';
import type { Config } from '../config/load-config.js';
import type { Claimed } from '../feeds/claim-store.js';
import type { FeedStore } from '../feeds/feed-store.js';
import type { FetchStore } from '../feeds/fetch-store.js';
import type { ImportReport } from '../feeds/import-report.js';
import type { Poller } from '../feeds/poller.js';
import { type Clock, MINUTE } from '../lib/clock.js';
import { errorText } from '../lib/errors.js';
import type { Log } from '../lib/log.js';
import type { CategoryStore } from '../news/category-store.js';
import type { SearchClient } from '../search/client.js';
import type { SearchSync } from '../search/sync.js';
import { createFirstFetch, type FirstFetch } from './first-fetch.js';
import { type FirstStart, prepareSite } from './first-run.js';
import type { LeaseStore } from './lease-store.js';
import type { Demo } from './load-demo.js';
import type { NoteStore } from './note-store.js';
import { createRunner, type Job } from './runner.js';
import { createSchedule } from './schedule.js';

export type SiteJobsParts = {
  config: Pick<Config, 'FIRST_RUN' | 'FETCH_ON_START'>;
  clock: Clock;
  log: Log;
  categories: Pick<CategoryStore, 'insertMissing'>;
  feeds: Pick<FeedStore, 'count' | 'listDue'>;
  notes: NoteStore;
  fetches: Pick<FetchStore, 'deleteBefore'>;
  sessionRows: Pick<SessionStore, 'deleteExpired'>;
  rateLimitStore: Pick<RateLimitStore, 'deleteExpired'>;
  leases: LeaseStore;
  poller: Poller;
  /** Ends fetches under way and drops those that wait. */
  dropFetches: () => void;
  sync: SearchSync;
  index: Pick<SearchClient, 'saveSnapshot'>;
  importOpml: (text: string) => Promise<{ added: number }>;
  demo: Demo;
  /** Jobs of the areas, beside the schedule's own. */
  areaJobs: readonly Job[];
  onChanged: () => void;
  /** No source could be reached and the demo took their place. */
  onDemo: () => void;
};

const DEMO_LEASE = 30 * MINUTE;

export function createSiteJobs(parts: SiteJobsParts) {
  const { log } = parts;
  const runner = createRunner(parts);
  let firstFetch: FirstFetch | undefined;
  let isNoted = false;
  let isStopping = false;

  /** Prepares an empty site; pages may already be served meanwhile. */
  async function prepare(): Promise<FirstStart> {
    const prepared = await prepareSite(parts, parts.config.FIRST_RUN);
    if (prepared.isFirstFetch && parts.config.FETCH_ON_START) firstFetch = createFirstFetch(prepared.sources, loadDemo);
    parts.onChanged();
    return prepared;
  }

  async function loadDemo(): Promise<void> {
    try {
      // Only the process that does the fetching knows that nothing can be fetched, and only while that is still so.
      if ((await parts.notes.find('first-run')) !== 'fetching') return;
      if (!(await parts.leases.acquire('fetch', DEMO_LEASE))) return;
      const { new: articles, posts } = await parts.demo.load();
      log.info({ articles, posts }, 'no source could be reached: demo loaded');
      await parts.notes.upsert('first-run', 'done');
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
      onFetched,
      onIndexed: parts.onChanged,
    });
    runner.start([...schedule, ...parts.areaJobs]);
  }

  function onFetched(feed: Claimed, result: ImportReport | Error): void {
    // What stopping cut short says nothing of the network: it must not bring the demo.
    if (isStopping) return;
    firstFetch?.onDone(result);
    if (result instanceof Error) {
      log.error({ feed: feed.id, error: result.message }, 'fetch failed unexpectedly');
    } else if (result.isOk && firstFetch && !isNoted) {
      isNoted = true;
      parts.notes
        .upsert('first-run', 'done')
        .catch((error: unknown) => log.error({ error: errorText(error) }, 'note lost'));
    }
  }

  function fetchSoon(feedId: number): void {
    parts.poller
      .fetchNow(feedId)
      .catch((error: unknown) => log.error({ feed: feedId, error: errorText(error) }, 'fetch failed'));
  }

  /** What waits for its turn to be fetched is dropped: it is due again at the next start. */
  async function stop(): Promise<void> {
    isStopping = true;
    parts.dropFetches();
    await firstFetch?.settled();
    await runner.stop();
  }

  return { prepare, start, stop, kick: runner.kick, fetchSoon, progress: () => firstFetch?.progress() ?? null };
}

export type SiteJobs = ReturnType<typeof createSiteJobs>;
