/** The number of sources in trouble, on every page of a moderator: asked for now and then, not with each page. */
import { type Clock, SECOND } from '../lib/clock.js';

const FRESH_FOR = 10 * SECOND;

export function createTroubles(count: () => Promise<number>, clock: Clock): () => Promise<number> {
  let askedAt = Number.NEGATIVE_INFINITY;
  let last = Promise.resolve(0);
  return () => {
    if (clock() - askedAt > FRESH_FOR) {
      askedAt = clock();
      // A page is worth more than its badge.
      last = count().catch(() => 0);
    }
    return last;
  };
}
