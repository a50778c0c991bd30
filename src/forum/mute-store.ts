/** SQL of what members mute. */
import { inChunks } from '../db/chunks.js';
import type { Db, Executor } from '../db/db.js';
import { MOST_MUTES, type Mute, type MuteKind, type Mutes, toMutes } from './mute.js';

const columns = { id: 'id', userId: 'user_id', kind: 'kind', target: 'target', createdAt: 'created_at' };

export function createMuteStore(db: Db) {
  const mutes = (on: Executor = db.read) => on('mutes').select<Mute[]>(columns);

  return {
    async find(userId: number, kind: MuteKind, target: string): Promise<Mute | undefined> {
      return mutes().where({ user_id: userId, kind, target }).first();
    },

    /** Newest first: all there are, as their number is bounded. */
    async list(userId: number): Promise<Mute[]> {
      return mutes().where('user_id', userId).orderBy('id', 'desc').limit(MOST_MUTES);
    },

    async load(userId: number): Promise<Mutes> {
      return toMutes(await this.list(userId));
    },

    /** Of many members at once; who mutes nothing is left out. */
    async loadMany(userIds: readonly number[], on: Executor = db.read): Promise<Map<number, Mutes>> {
      const rows = await inChunks(userIds, (chunk) => mutes(on).whereIn('user_id', chunk));
      const byUser = grouped(rows);
      return new Map([...byUser].map(([userId, own]) => [userId, toMutes(own)]));
    },

    async insert(mute: Omit<Mute, 'id'>): Promise<void> {
      const { userId, kind, target, createdAt } = mute;
      await db
        .write('mutes')
        .insert({ user_id: userId, kind, target, created_at: createdAt })
        .onConflict(['user_id', 'kind', 'target'])
        .ignore();
    },

    async delete(id: number): Promise<void> {
      await db.write('mutes').where({ id }).delete();
    },
  };
}

export type MuteStore = ReturnType<typeof createMuteStore>;

function grouped(rows: readonly Mute[]): Map<number, Mute[]> {
  const byUser = new Map<number, Mute[]>();
  for (const row of rows) byUser.set(row.userId, [...(byUser.get(row.userId) ?? []), row]);
  return byUser;
}
