/**
 * Keeps stored lists of similar threads fresh as the collection grows: what is rare, and so tells threads apart, drifts.
 * By need: a list is computed anew when the collection has outgrown the one it was computed over; the most read first.
 * Nothing waits for it: new articles enter older lists when they arrive, whatever is refreshed when.
 */
import type { RefreshStore } from './refresh-store.js';

// A quarter more articles moves ln(1 + N / df) by at most ln 1.25 = 0.22 of usually 5 to 9: about 3 % of a weight.
const OUTGROWN = 0.8;
/** Enqueued at once: about a second of the worker, so that a new article never waits longer. */
const AT_ONCE = 100;

export type RefreshParts = {
  store: Pick<RefreshStore, 'enqueueStale'>;
  countQueued: () => Promise<number>;
  countDocuments: () => Promise<number>;
};

/** Returns how many lists are to be computed anew; none while others wait. */
export function createRefreshSimilar(parts: RefreshParts) {
  return async function refreshSimilar(): Promise<number> {
    if ((await parts.countQueued()) > 0) return 0;
    const documents = await parts.countDocuments();
    return parts.store.enqueueStale(Math.floor(OUTGROWN * documents), AT_ONCE);
  };
}
