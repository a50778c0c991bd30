/**
 * SQL of taking turns: which due feeds this process fetches, and which hosts are being asked or want to be left alone.
 * Enters: the time and the number of free slots. Leaves: feeds that nobody else will fetch meanwhile.
 * Invariants, over all processes and across restarts: a feed is claimed by one at a time, a host is asked for one feed at
 * a time, and neither before its pause nor before its own Retry-After is over. What a killed process claimed is free again
 * after `CLAIM_MS`.
 */
import type { Knex } from 'knex';
import type { Db } from '../db/db.js';
import { MINUTE, SECOND } from '../lib/clock.js';
import type { Feed } from './feed.js';

// Longer than the slowest fetch, its wait for the parser and its storing together.
const CLAIM_MS = 5 * MINUTE;

export type Claimed = Pick<Feed, 'id' | 'title'>;
/** `nextAt`: when a due feed that waits for its host's pause can be claimed; null when none waits. */
export type Claims = { feeds: Claimed[]; nextAt: number | null };

export function createClaimStore(db: Db, { spacingMs = SECOND }: { spacingMs?: number } = {}) {
  /** One feed per host, the longest due first. */
  async function listClaimable(now: number, limit: number): Promise<{ id: number; host: string }[]> {
    const turns = db
      .read('feeds')
      .leftJoin('feed_hosts', 'feed_hosts.host', 'feeds.host')
      .where({ is_paused: false, is_fetched: true })
      .where('next_fetch_at', '<=', now)
      .where((query) => query.whereNull('claimed_until').orWhere('claimed_until', '<=', now))
      .where((query) => query.whereNull('busy_until').orWhere('busy_until', '<=', now))
      .where((query) => query.whereNull('held_until').orWhere('held_until', '<=', now))
      .select('feeds.id', 'feeds.host', 'next_fetch_at')
      .rowNumber('turn', (window) => window.partitionBy('feeds.host').orderBy(['next_fetch_at', 'feeds.id']));
    return db.read
      .select('id', 'host')
      .from(turns.as('turns'))
      .where('turn', 1)
      .orderBy(['next_fetch_at', 'id'])
      .limit(limit);
  }

  return {
    async claimDue(now: number, limit: number): Promise<Claims> {
      const wanted = await listClaimable(now, limit);
      if (wanted.length === 0) return { feeds: [], nextAt: await nextPause(db, now) };
      const feeds = await db.transact(async (trx) => {
        const rows = await trx('feeds')
          .whereIn(
            'id',
            wanted.map(({ id }) => id),
          )
          // Another process may have been quicker since the list was read.
          .where((query) => query.whereNull('claimed_until').orWhere('claimed_until', '<=', now))
          .update({ claimed_until: now + CLAIM_MS })
          .returning(['id', 'title', 'host']);
        await upsertHosts(
          trx,
          rows.map(({ host }) => ({ host, busy_until: now + CLAIM_MS })),
        );
        return rows.map(({ id, title }): Claimed => ({ id, title }));
      });
      return { feeds, nextAt: null };
    },

    /** In the transaction that settles the attempt; the host is left its pause. */
    async release(trx: Knex.Transaction, feed: Pick<Feed, 'id' | 'host'>, now: number): Promise<void> {
      await trx('feeds').where('id', feed.id).update({ claimed_until: null });
      await upsertHosts(trx, [{ host: feed.host, busy_until: now + spacingMs }]);
    },

    /** A host that asked to wait is asked for none of its feeds before, and their pages say so. */
    async hold(trx: Knex.Transaction, host: string, until: number): Promise<void> {
      await upsertHosts(trx, [{ host, held_until: until }]);
      await trx('feeds')
        .where({ host, is_fetched: true })
        .where('next_fetch_at', '<', until)
        .update({ next_fetch_at: until, next_fetch_why: 'host-wait' });
    },
  };
}

export type ClaimStore = ReturnType<typeof createClaimStore>;

type HostRow = { host: string; busy_until?: number; held_until?: number };

async function upsertHosts(trx: Knex.Transaction, rows: HostRow[]): Promise<void> {
  // In one order, or two processes could each hold the row that the other waits for.
  const sorted = rows.filter(({ host }) => host !== '').sort((a, b) => (a.host < b.host ? -1 : 1));
  if (sorted.length > 0)
    await trx('feed_hosts')
      .insert(sorted)
      .onConflict('host')
      .merge(Object.keys(sorted[0] ?? {}));
}

async function nextPause(db: Db, now: number): Promise<number | null> {
  const row = await db
    .read('feeds')
    .join('feed_hosts', 'feed_hosts.host', 'feeds.host')
    .where({ is_paused: false, is_fetched: true })
    .where('next_fetch_at', '<=', now)
    .where('held_until', '<=', now)
    .where('busy_until', '>', now)
    .where((query) => query.whereNull('claimed_until').orWhere('claimed_until', '<=', now))
    .min({ at: 'busy_until' })
    .first();
  return row?.at === null || row?.at === undefined ? null : Number(row.at);
}
