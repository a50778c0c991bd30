/** SQL of what members follow. */
import type { Knex } from 'knex';
import { chunksOf } from '../db/chunks.js';
import type { Db, Executor } from '../db/db.js';
import { type Follow, type FollowKind, type FollowTarget, followKinds } from './follow.js';

const columns = {
  id: 'id',
  userId: 'user_id',
  kind: 'kind',
  target: 'target',
  isAutomatic: 'is_automatic',
  createdAt: 'created_at',
};

// Far more than targets in a chunk, and a member has one row for each: so every batch gets further.
const FOLLOWERS_AT_ONCE = 1000;

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

    /**
     * Who follows any of these targets, in the order of members, from above the member `after` on. A bounded number: all
     * such follows of the members up to `upTo`, or of all that are left, when it is null.
     */
    async listFollowers(
      targets: readonly FollowTarget[],
      after = 0,
    ): Promise<{ follows: Follow[]; upTo: number | null }> {
      const found: Follow[] = [];
      let upTo: number | null = null;
      for (const [kind, chunk] of chunksByKind(targets)) {
        const query = follows().where('kind', kind).whereIn('target', chunk).where('user_id', '>', after);
        const rows = await query.orderBy('user_id').limit(FOLLOWERS_AT_ONCE);
        const last = rows.at(-1);
        // Of the last member more may follow.
        if (last && rows.length === FOLLOWERS_AT_ONCE) upTo = Math.min(upTo ?? last.userId, last.userId - 1);
        found.push(...rows);
      }
      const bound = upTo ?? Number.MAX_SAFE_INTEGER;
      return { follows: found.filter(({ userId }) => userId <= bound).map(required), upTo };
    },

    /** Every search that anybody follows, once, from above `after` on. */
    async listSearchTargets(after: string, limit: number): Promise<string[]> {
      return db
        .read('follows')
        .where('kind', 'search')
        .where('target', '>', after)
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

function chunksByKind(targets: readonly FollowTarget[]): [FollowKind, string[]][] {
  return followKinds.flatMap((kind) => {
    const own = new Set(targets.filter((each) => each.kind === kind).map(({ target }) => target));
    return chunksOf([...own]).map((chunk): [FollowKind, string[]] => [kind, chunk]);
  });
}
