/** SQL of what could take the place of dead sources. */
import type { Db, Executor } from '../db/db.js';
import { DAY } from '../lib/clock.js';
import type { FeedCandidate } from './discover-feeds.js';

/** Shown and kept: a title, an address, and what came last. */
export type Replacement = Pick<FeedCandidate, 'url' | 'title' | 'itemCount' | 'newest'>;

// A bad afternoon is no death.
const FAILING_FOR = DAY;

export function createReplacementStore(db: Db) {
  return {
    /** Sources whose trouble has lasted, and for which nobody has looked since it began. */
    async listWanting(now: number, limit: number): Promise<number[]> {
      return db
        .read('feed_alerts')
        .leftJoin('feed_replacements', 'feed_replacements.feed_id', 'feed_alerts.feed_id')
        .whereNull('feed_alerts.closed_at')
        .where((lasting) =>
          lasting
            .where('feed_alerts.kind', 'gone')
            .orWhere((failing) =>
              failing.where('feed_alerts.kind', 'failing').where('feed_alerts.opened_at', '<=', now - FAILING_FOR),
            ),
        )
        .where((unlooked) =>
          unlooked
            .whereNull('feed_replacements.looked_at')
            .orWhere('feed_replacements.looked_at', '<', db.read.ref('feed_alerts.opened_at')),
        )
        .orderBy('feed_alerts.id')
        .limit(limit)
        .pluck('feed_alerts.feed_id');
    },

    async put(feedId: number, found: readonly Replacement[], now: number): Promise<void> {
      const row = { looked_at: now, candidates: JSON.stringify(found) };
      await db
        .write('feed_replacements')
        .insert({ ...row, feed_id: feedId })
        .onConflict('feed_id')
        .merge(row);
    },

    /** Of a trouble that is over, or that nobody has looked into yet, nothing is offered. */
    async list(feedId: number): Promise<Replacement[]> {
      const row = await offered(db.read).where('feed_replacements.feed_id', feedId).first('candidates');
      return row ? (JSON.parse(row.candidates) as Replacement[]) : [];
    },
  };
}

export type ReplacementStore = ReturnType<typeof createReplacementStore>;

/** What was found since the trouble began that has not ended; `feed_alerts` is that trouble. */
export function offered(executor: Executor) {
  return executor('feed_replacements')
    .join('feed_alerts', 'feed_alerts.feed_id', 'feed_replacements.feed_id')
    .whereNull('feed_alerts.closed_at')
    .whereIn('feed_alerts.kind', ['gone', 'failing'])
    .where('feed_replacements.looked_at', '>=', executor.ref('feed_alerts.opened_at'));
}
