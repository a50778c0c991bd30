/** SQL of the browsers that members want to be called in. */
import { createHash } from 'node:crypto';
import type { Db } from '../db/db.js';

export type PushSubscription = {
  id: number;
  userId: number;
  endpoint: string;
  p256dh: string;
  auth: string;
  device: string;
  createdAt: number;
};

/** Further ones take the place of the oldest. */
export const MOST_DEVICES = 5;

const columns = {
  id: 'id',
  userId: 'user_id',
  endpoint: 'endpoint',
  p256dh: 'p256dh',
  auth: 'auth',
  device: 'device',
  createdAt: 'created_at',
};

export function createPushStore(db: Db) {
  return {
    async list(userIds: readonly number[]): Promise<PushSubscription[]> {
      const rows = db.read('push_subscriptions').whereIn('user_id', [...userIds]);
      return rows.orderBy('id').select<PushSubscription[]>(columns);
    },

    /** Leaves its id. A browser that changes hands is its new member's alone. */
    async upsert(subscription: Omit<PushSubscription, 'id'>): Promise<number> {
      const { userId, endpoint, p256dh, auth, device, createdAt } = subscription;
      return db.transact(async (trx) => {
        const [row] = await trx('push_subscriptions')
          .insert({
            user_id: userId,
            endpoint,
            endpoint_hash: hashOf(endpoint),
            p256dh,
            auth,
            device,
            created_at: createdAt,
          })
          .onConflict('endpoint_hash')
          .merge()
          .returning('id');
        const kept = trx('push_subscriptions').where('user_id', userId).orderBy('id', 'desc').limit(MOST_DEVICES);
        await trx('push_subscriptions')
          .where('user_id', userId)
          .whereNotIn('id', await kept.pluck('id'))
          .delete();
        return row.id;
      });
    },

    async delete(id: number): Promise<void> {
      await db.write('push_subscriptions').where({ id }).delete();
    },

    async deleteOwn(id: number, userId: number): Promise<void> {
      await db.write('push_subscriptions').where({ id, user_id: userId }).delete();
    },
  };
}

export type PushStore = ReturnType<typeof createPushStore>;

/** Addresses are longer than an index of PostgreSQL can be sure to take. */
function hashOf(endpoint: string): string {
  return createHash('sha256').update(endpoint).digest('hex');
}
