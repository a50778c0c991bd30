/** SQL of drafts. */
import type { Db, Executor } from '../db/db.js';
import type { Draft } from './draft.js';

// Nobody writes in so many places at once; beyond it the oldest go, so that the table stays bounded.
const MOST_DRAFTS = 200;

const columns = { place: 'place', markdown: 'markdown', updatedAt: 'updated_at' };

export function createDraftStore(db: Db) {
  return {
    async find(userId: number, place: string): Promise<Draft | undefined> {
      return db.read('drafts').where({ user_id: userId, place }).first<Draft>(columns);
    },

    /** Newest first. */
    async listByUser(userId: number, limit = MOST_DRAFTS): Promise<Draft[]> {
      const rows = db.read('drafts').where('user_id', userId).orderBy('updated_at', 'desc').limit(limit);
      return rows.select<Draft[]>(columns);
    },

    async upsert(userId: number, draft: Draft): Promise<void> {
      await db.transact(async (trx) => {
        const row = { user_id: userId, place: draft.place, markdown: draft.markdown, updated_at: draft.updatedAt };
        await trx('drafts').insert(row).onConflict(['user_id', 'place']).merge(['markdown', 'updated_at']);
        const kept = trx('drafts').where('user_id', userId).orderBy('updated_at', 'desc').limit(MOST_DRAFTS);
        await trx('drafts').where('user_id', userId).whereNotIn('place', kept.select('place')).delete();
      });
    },

    async delete(userId: number, place: string, executor: Executor = db.write): Promise<void> {
      await executor('drafts').where({ user_id: userId, place }).delete();
    },
  };
}

export type DraftStore = ReturnType<typeof createDraftStore>;
