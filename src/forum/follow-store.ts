/** SQL of what members follow. */
import type { Knex } from 'knex';
import { inChunks } from '../db/chunks.js';
import type { Db, Executor } from '../db/db.js';
import type { Follow, FollowKind, FollowTarget } from './follow.js';

const columns = {
  id: 'id',
  userId: 'user_id',
  kind: 'kind',
  target: 'target',
  isAutomatic: 'is_automatic',
  createdAt: 'created_at',
};

export type NewFollow = FollowTarget & { userId: number; isAutomatic: boolean; createdAt: number };

export function createFollowStore(db: Db) {
  const follows = (on: Executor = db.read) => on('follows').select<Follow[]>(columns);

  return {
    async find(userId: number, { kind, target }: FollowTarget): Promise<Follow | undefined> {
      return toFollow(await follows().where({ user_id: userId, kind, target }).first());
    },

    /** Newest first, from below `before` on; `kind` null lists all kinds. */
    async list(
      userId: number,
      query: { kind: FollowKind | null; before: number | null; limit: number },
    ): Promise<Follow[]> {
      const rows = follows().where('user_id', userId).orderBy('id', 'desc').limit(query.limit);
      if (query.kind !== null) rows.where('kind', query.kind);
      if (query.before !== null) rows.where('id', '<', query.before);
      return (await rows).map(required);
    },

    async count(userId: number, kind?: FollowKind): Promise<number> {
      const rows = db.read('follows').where('user_id', userId);
      if (kind) rows.where('kind', kind);
      return Number((await rows.count({ n: '*' }))[0]?.n ?? 0);
    },

    /** Who follows any of these targets of one kind. */
    async listFollowers(kind: FollowKind, targets: readonly string[], on: Executor = db.read): Promise<Follow[]> {
      const unique = [...new Set(targets)];
      return (await inChunks(unique, (chunk) => follows(on).where('kind', kind).whereIn('target', chunk))).map(
        required,
      );
    },

    /** Every search that anybody follows, once. */
    async listSearchTargets(limit: number): Promise<string[]> {
      return db
        .read('follows')
        .where('kind', 'search')
        .distinct('target')
        .orderBy('target')
        .limit(limit)
        .pluck('target');
    },

    /** False: it was followed already. */
    async insert(follow: NewFollow, on: Executor = db.write): Promise<boolean> {
      const rows = await on('follows')
        .insert({
          user_id: follow.userId,
          kind: follow.kind,
          target: follow.target,
          is_automatic: follow.isAutomatic,
          created_at: follow.createdAt,
        })
        .onConflict(['user_id', 'kind', 'target'])
        .ignore()
        .returning('id');
      return rows.length > 0;
    },

    async delete(id: number): Promise<void> {
      await db.write('follows').where({ id }).delete();
    },

    async isDeclined(trx: Knex.Transaction, userId: number, threadId: number): Promise<boolean> {
      return (await trx('declined_follows').where({ user_id: userId, thread_id: threadId }).first()) !== undefined;
    },

    async decline(userId: number, threadId: number): Promise<void> {
      const row = { user_id: userId, thread_id: threadId };
      await db.write('declined_follows').insert(row).onConflict(['user_id', 'thread_id']).ignore();
    },
  };
}

export type FollowStore = ReturnType<typeof createFollowStore>;

function toFollow(row: Follow | undefined): Follow | undefined {
  return row && required(row);
}

/** SQLite keeps a boolean as 0 or 1. */
function required(row: Follow): Follow {
  return { ...row, isAutomatic: Boolean(row.isAutomatic) };
}
