/** The source under which members' threads stand: made with the first of them, listed like any other, never fetched. */
import type { Knex } from 'knex';
import { MEMBERS_FEED_URL } from '../feeds/feed.js';
import type { FeedStore } from '../feeds/feed-store.js';
import type { Clock } from '../lib/clock.js';
import { AppError } from '../lib/errors.js';

export function createMembersFeed(parts: {
  feeds: Pick<FeedStore, 'findByUrl' | 'insert'>;
  clock: Clock;
  title: string;
}) {
  return async function membersFeed(trx: Knex.Transaction, categoryId: number): Promise<number> {
    const known = await parts.feeds.findByUrl(MEMBERS_FEED_URL, trx);
    if (known) return known.id;
    const draft = {
      url: MEMBERS_FEED_URL,
      title: parts.title,
      siteUrl: null,
      language: '',
      groupName: '',
      categoryId,
      isFetched: false,
    };
    try {
      return (await parts.feeds.insert(draft, parts.clock(), trx)).id;
    } catch (error) {
      // Two members started the first thread at once; the other transaction's source is visible now.
      const made = error instanceof AppError ? await parts.feeds.findByUrl(MEMBERS_FEED_URL, trx) : undefined;
      if (!made) throw error;
      return made.id;
    }
  };
}
