/**
 * Use case: what could take the place of a dead source. A moderator may ask; a recurring job asks by itself, once for each
 * trouble that lasts, a few sources at a time and one after another, so that nobody's server notices.
 */
import type { Clock } from '../lib/clock.js';
import { errorText } from '../lib/errors.js';
import type { Log } from '../lib/log.js';
import type { DiscoverFeeds, FeedCandidate } from './discover-feeds.js';
import type { Feed } from './feed.js';
import type { FeedStore } from './feed-store.js';
import type { ReplacementStore } from './replacement-store.js';

export type FindReplacementsParts = {
  discoverFeeds: DiscoverFeeds;
  replacements: Pick<ReplacementStore, 'listWanting' | 'put'>;
  feeds: Pick<FeedStore, 'find'>;
  clock: Clock;
  log: Log;
};

const PER_RUN = 3;

export function createFindReplacements(parts: FindReplacementsParts) {
  /** The site may be as dead as the feed, while the feed's own host lives: the first that offers anything counts. */
  async function findReplacements(feed: Pick<Feed, 'url' | 'siteUrl'>): Promise<FeedCandidate[]> {
    const { origin } = new URL(feed.url);
    for (const address of new Set([feed.siteUrl ?? origin, origin])) {
      const found = (await parts.discoverFeeds(address)).filter(({ url }) => url !== feed.url);
      if (found.length > 0) return found;
    }
    return [];
  }

  /** Returns for how many sources it looked. */
  async function lookForReplacements(isStopping: () => boolean = () => false): Promise<number> {
    let looked = 0;
    for (const id of new Set(await parts.replacements.listWanting(parts.clock(), PER_RUN))) {
      const feed = await parts.feeds.find(id);
      if (!feed || isStopping()) continue;
      // Whatever happens, it is asked once.
      const found = await findReplacements(feed).catch((error: unknown): FeedCandidate[] => {
        parts.log.warn({ feed: id, error: errorText(error) }, 'no replacement looked for');
        return [];
      });
      if (isStopping()) break;
      const kept = found.map(({ url, title, itemCount, newest }) => ({ url, title, itemCount, newest }));
      await parts.replacements.put(id, kept, parts.clock());
      looked++;
    }
    return looked;
  }

  return { findReplacements, lookForReplacements };
}

export type FindReplacements = ReturnType<typeof createFindReplacements>;
