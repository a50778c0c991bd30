/** SQL of leases: of many processes, the one that holds the unexpired row does the work. */
import { randomUUID } from 'node:crypto';
import os from 'node:os';
import type { Db } from '../db/db.js';
import type { Clock } from '../lib/clock.js';

export type LeaseStoreParts = { db: Db; clock: Clock; holder?: string };

export function createLeaseStore({
  db,
  clock,
  holder = `${os.hostname()}:${process.pid}:${randomUUID()}`,
}: LeaseStoreParts) {
  return {
    /** True when the lease is ours for `ms` from now: it was free, expired, ours already, or its holder is dead. */
    async acquire(name: string, ms: number): Promise<boolean> {
      const now = clock();
      const dead = await deadHolder(db, name);
      const rows = await db
        .write('leases')
        .insert({ name, holder, expires_at: now + ms })
        .onConflict('name')
        .merge()
        .where((query) =>
          query
            .where('leases.expires_at', '<=', now)
            .orWhere('leases.holder', holder)
            .orWhere('leases.holder', dead ?? holder),
        )
        .returning('holder');
      return rows.length > 0;
    },

    async release(name: string): Promise<void> {
      await db.write('leases').where({ name, holder }).delete();
    },
  };
}

export type LeaseStore = ReturnType<typeof createLeaseStore>;

/** A killed process of this very machine need not be waited for. */
async function deadHolder(db: Db, name: string): Promise<string | null> {
  const row = await db.read('leases').where('name', name).first('holder');
  const [host, pid] = String(row?.holder ?? '').split(':');
  if (host !== os.hostname() || !pid || Number(pid) === process.pid) return null;
  try {
    process.kill(Number(pid), 0);
    return null;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH' ? String(row.holder) : null;
  }
}
