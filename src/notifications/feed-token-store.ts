/** SQL of the secret addresses of members' private feeds: one each, only its hash is kept. */
import { createHash } from 'node:crypto';
import type { Db } from '../db/db.js';

export function createFeedTokenStore(db: Db) {
  return {
    async findOwner(token: string): Promise<number | undefined> {
      const row = await db.read('private_feed_tokens').where('token_hash', hashOf(token)).first('user_id');
      return row?.user_id;
    },

    /** When the member's address was made; undefined: there is none. */
    async findCreatedAt(userId: number): Promise<number | undefined> {
      const row = await db.read('private_feed_tokens').where('user_id', userId).first('created_at');
      return row && Number(row.created_at);
    },

    /** The earlier address ends. */
    async replace(userId: number, token: string, createdAt: number): Promise<void> {
      await db
        .write('private_feed_tokens')
        .insert({ user_id: userId, token_hash: hashOf(token), created_at: createdAt })
        .onConflict('user_id')
        .merge();
    },

    async delete(userId: number): Promise<void> {
      await db.write('private_feed_tokens').where('user_id', userId).delete();
    },
  };
}

export type FeedTokenStore = ReturnType<typeof createFeedTokenStore>;

/** 256 random bits need no slow hash. */
function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
