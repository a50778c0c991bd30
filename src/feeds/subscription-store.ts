/** SQL of subscriptions at hubs (WebSub): one per source whose feed offers a hub. */
import type { Knex } from 'knex';
import type { Db } from '../db/db.js';

/** `wanted`: not asked yet; `asked`: the hub has yet to come back to us; `denied`: the hub said no. */
export type SubscriptionState = 'wanted' | 'asked' | 'active' | 'denied';

export type Subscription = {
  feedId: number;
  hubUrl: string;
  topicUrl: string;
  token: string;
  secret: string;
  state: SubscriptionState;
  leaseUntil: number | null;
  nextRequestAt: number | null;
  failureCount: number;
  lastPushAt: number | null;
  detail: string | null;
};

const columns = {
  feedId: 'feed_id',
  hubUrl: 'hub_url',
  topicUrl: 'topic_url',
  token: 'token',
  secret: 'secret',
  state: 'state',
  leaseUntil: 'lease_until',
  nextRequestAt: 'next_request_at',
  failureCount: 'failure_count',
  lastPushAt: 'last_push_at',
  detail: 'detail',
} as const satisfies Record<keyof Subscription, string>;

export type WantedSubscription = Pick<Subscription, 'feedId' | 'hubUrl' | 'topicUrl' | 'token' | 'secret'>;

export function createSubscriptionStore(db: Db) {
  return {
    /** Keeps what is there when hub and topic are the same; a new hub or topic begins anew. */
    async want(trx: Knex.Transaction, wanted: WantedSubscription, now: number): Promise<void> {
      const known = await trx('feed_subscriptions').where('feed_id', wanted.feedId).first('hub_url', 'topic_url');
      if (known && known.hub_url === wanted.hubUrl && known.topic_url === wanted.topicUrl) return;
      const row = {
        feed_id: wanted.feedId,
        hub_url: wanted.hubUrl,
        topic_url: wanted.topicUrl,
        token: wanted.token,
        secret: wanted.secret,
        state: 'wanted',
        lease_until: null,
        next_request_at: now,
        failure_count: 0,
        detail: null,
      };
      await trx('feed_subscriptions').insert(row).onConflict('feed_id').merge();
      if (known) await trx('feeds').where('id', wanted.feedId).update({ push_until: null });
    },

    /** Those to be asked for, first or again; a paused source wants nothing. */
    async listDue(now: number, limit: number): Promise<Subscription[]> {
      return db
        .read('feed_subscriptions')
        .whereIn('feed_id', db.read('feeds').where('is_paused', false).select('id'))
        .where('next_request_at', '<=', now)
        .orderBy(['next_request_at', 'feed_id'])
        .limit(limit)
        .select(columns);
    },

    async findByToken(token: string): Promise<Subscription | undefined> {
      return db.read('feed_subscriptions').where('token', token).first(columns);
    },

    async findByFeed(feedId: number): Promise<Subscription | undefined> {
      return db.read('feed_subscriptions').where('feed_id', feedId).first(columns);
    },

    async update(feedId: number, change: Partial<Omit<Subscription, 'feedId'>>): Promise<void> {
      const row: Record<string, unknown> = {};
      for (const [key, value] of Object.entries(change)) row[columns[key as keyof Subscription]] = value;
      await db.write('feed_subscriptions').where('feed_id', feedId).update(row);
    },

    /** From now on the hub tells us what is new. */
    async activate(feedId: number, leaseUntil: number, nextRequestAt: number): Promise<void> {
      await db.transact(async (trx) => {
        const active = { state: 'active', lease_until: leaseUntil, next_request_at: nextRequestAt };
        await trx('feed_subscriptions')
          .where('feed_id', feedId)
          .update({ ...active, failure_count: 0, detail: null });
        await trx('feeds').where('id', feedId).update({ push_until: leaseUntil });
      });
    },

    async deny(feedId: number, detail: string, nextRequestAt: number): Promise<void> {
      await db.transact(async (trx) => {
        const denied = { state: 'denied', lease_until: null, next_request_at: nextRequestAt, detail };
        await trx('feed_subscriptions').where('feed_id', feedId).update(denied);
        await trx('feeds').where('id', feedId).update({ push_until: null });
      });
    },
  };
}

export type SubscriptionStore = ReturnType<typeof createSubscriptionStore>;
