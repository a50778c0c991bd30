/**
 * The pipeline that keeps sources fresh: claims due feeds as slots fall free, fetches them politely, and never waits for
 * the slowest. Enters: the claims that all processes share. Leaves: a report for each feed as it ends.
 * Invariants: a feed is under way once at most in this process; a feed that breaks stops no other; never more in flight
 * than `concurrency`, however many are due.
 */
import { type Clock, SECOND } from '../lib/clock.js';
import type { Claimed, ClaimStore } from './claim-store.js';
import type { FeedStore } from './feed-store.js';
import type { HostQueue } from './host-queue.js';
import type { ImportFeed } from './import-feed.js';
import type { ImportReport } from './import-report.js';

export type PollerParts = {
  feeds: Pick<FeedStore, 'get'>;
  claims: Pick<ClaimStore, 'claimDue'>;
  importFeed: Pick<ImportFeed, 'importFeed'>;
  hosts: Pick<HostQueue, 'run'>;
  clock: Clock;
  concurrency: number;
};

// How soon a feed that falls due, or a host whose pause is over, is noticed while others are under way.
const LOOK_MS = SECOND;
// Claims cost a query each: a quarter of the slots is filled together.
const SHARE_AT_ONCE = 0.25;

export type OnDone = (feed: Claimed, result: ImportReport | Error) => void;

export function createPoller(parts: PollerParts) {
  const underWay = new Map<number, Promise<ImportReport>>();
  const bell = createBell();
  let isStopped = false;

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

  /** Ends when nothing is due and nothing under way. Leaves the number of feeds it fetched. */
  async function fetchDue(onDone: OnDone): Promise<number> {
    let count = 0;
    let busy = 0;
    const start = (feed: Claimed) => {
      count++;
      busy++;
      void fetchNow(feed.id)
        .catch((error: Error) => error)
        .then((result) => onDone(feed, result))
        .finally(() => {
          busy--;
          bell.ring();
        });
    };
    for (;;) {
      const nextAt = isStopped ? null : await fill(parts, busy, start);
      if (busy === 0 && (isStopped || nextAt === null || nextAt - parts.clock() > LOOK_MS)) return count;
      await bell.wait(nextAt === null ? LOOK_MS : Math.min(LOOK_MS, Math.max(0, nextAt - parts.clock())));
    }
  }

  /** What is under way ends by itself; nothing new is begun. */
  function stop(): void {
    isStopped = true;
    bell.ring();
  }

  return { fetchNow, fetchDue, stop };
}

export type Poller = ReturnType<typeof createPoller>;

/** Leaves when a feed that waits for its host can be claimed, see `Claims`. */
async function fill(
  { claims, clock, concurrency }: PollerParts,
  busy: number,
  start: (feed: Claimed) => void,
): Promise<number | null> {
  const free = concurrency - busy;
  if (free < Math.max(1, Math.floor(concurrency * SHARE_AT_ONCE))) return null;
  const { feeds, nextAt } = await claims.claimDue(clock(), free);
  for (const feed of feeds) start(feed);
  return nextAt;
}

/** Waits for a ring or some time, whichever comes first. Racing long-lived promises instead would keep every loser. */
function createBell() {
  let hasRung = false;
  let wake = () => {};
  const ring = () => {
    hasRung = true;
    wake();
  };
  /** A ring that nobody waited for counts for the next wait. */
  async function wait(ms: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      if (hasRung) return resolve();
      timer = setTimeout(resolve, ms);
      wake = resolve;
    });
    clearTimeout(timer);
    hasRung = false;
  }
  return { wait, ring };
}
