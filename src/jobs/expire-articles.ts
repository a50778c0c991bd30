/**
 * Takes out what is past its source's retention, in small transactions, so that no writer waits long. What people made
 * something of stays. The keys of what goes are kept: a source that still lists it does not bring it again.
 */
import type { Db } from '../db/db.js';
import type { FeedStore } from '../feeds/feed-store.js';
import type { RetentionStore } from '../feeds/retention-store.js';
import type { SetAsideStore } from '../feeds/set-aside-store.js';
import type { Clock } from '../lib/clock.js';
import { removeArticles } from '../news/article-removal-store.js';
import type { SearchClient } from '../search/client.js';

const BATCH = 50;

export type ExpireParts = {
  db: Db;
  feeds: Pick<FeedStore, 'lock'>;
  retentions: Pick<RetentionStore, 'listInForce' | 'takeExpired'>;
  setAside: Pick<SetAsideStore, 'insertTombstones'>;
  index: Pick<SearchClient, 'remove'>;
  clock: Clock;
  announce: () => void;
};

export function createExpireArticles(parts: ExpireParts) {
  /** Returns how many articles went. */
  return async function expireArticles(shouldStop: () => boolean = () => false): Promise<number> {
    const now = parts.clock();
    let count = 0;
    for (const retention of await parts.retentions.listInForce()) {
      for (;;) {
        if (shouldStop()) return count;
        const gone = await expireBatch(parts, retention, now);
        if (gone === 0) break;
        count += gone;
      }
    }
    return count;
  };
}

type InForce = Awaited<ReturnType<RetentionStore['listInForce']>>[number];

async function expireBatch(parts: ExpireParts, retention: InForce, now: number): Promise<number> {
  const { removed, emptied } = await parts.db.transact(async (trx) => {
    await parts.feeds.lock(trx, retention.feedId);
    const ids = await parts.retentions.takeExpired(trx, retention, { now, limit: BATCH });
    const done = await removeArticles(trx, ids);
    const stones = done.removed.map(({ known, title }) => ({
      ...{ known, title, row: null, reason: '', logId: null },
      kind: 'expired' as const,
    }));
    await parts.setAside.insertTombstones(trx, stones, now);
    return done;
  });
  if (removed.length === 0) return 0;
  // What fails here is mended by the next comparison of the index with the database.
  await parts.index.remove(emptied).catch(() => {});
  parts.announce();
  return removed.length;
}
