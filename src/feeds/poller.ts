/** Fetches feeds politely: each at most once at a time, one request per host, a limit in all. */
import type { Feed } from './feed.js';
import type { FeedStore } from './feed-store.js';
import type { HostQueue } from './host-queue.js';
import type { ImportFeed } from './import-feed.js';
import type { ImportReport } from './import-report.js';

export type PollerParts = {
  feeds: Pick<FeedStore, 'get' | 'listDue'>;
  importFeed: Pick<ImportFeed, 'importFeed'>;
  hosts: Pick<HostQueue, 'run'>;
};

// A bounded look ahead: what is due beyond it comes with the next look.
const DUE_AT_ONCE = 500;

export function createPoller(parts: PollerParts) {
  const underWay = new Map<number, Promise<ImportReport>>();

  function fetchNow(feedId: number): Promise<ImportReport> {
    const known = underWay.get(feedId);
    if (known) return known;
    const fetching = fetchInTurn(feedId).finally(() => underWay.delete(feedId));
    underWay.set(feedId, fetching);
    return fetching;
  }

  async function fetchInTurn(feedId: number): Promise<ImportReport> {
    const { url } = await parts.feeds.get(feedId);
    // Read again when its turn comes: a moderator may have changed it while it waited.
    return parts.hosts.run(url, async () => parts.importFeed.importFeed(await parts.feeds.get(feedId)));
  }

  /** Reports each feed as it ends; a feed that fails unexpectedly does not stop the others. */
  async function fetchDue(now: number, onDone: (feed: Feed, result: ImportReport | Error) => void): Promise<number> {
    const due = await parts.feeds.listDue(now, DUE_AT_ONCE);
    await Promise.all(
      due.map(async (feed) => {
        const result = await fetchNow(feed.id).catch((error: Error) => error);
        onDone(feed, result);
      }),
    );
    return due.length;
  }

  return { fetchNow, fetchDue };
}

export type Poller = ReturnType<typeof createPoller>;
