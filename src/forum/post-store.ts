/** SQL of posts: writing, and the lists that pages show. Deleted posts stay in a thread's pages as tombstones. */
import type { Knex } from 'knex';
import type { Db, Executor } from '../db/db.js';
import { DAY } from '../lib/clock.js';
import { type Post, type PostDraft, type PostOrder, textKey, treePath } from './post.js';
import { type PostRow, postColumns, postFromRow } from './post-row.js';

const orderBys: Record<PostOrder, { column: string; order: 'asc' | 'desc' }[]> = {
  oldest: [{ column: 'id', order: 'asc' }],
  newest: [{ column: 'id', order: 'desc' }],
  best: [
    { column: 'score', order: 'desc' },
    { column: 'id', order: 'asc' },
  ],
  nested: [
    { column: 'tree_path', order: 'asc' },
    { column: 'id', order: 'asc' },
  ],
};

export function createPostStore(db: Db) {
  const posts = (executor: Executor = db.read) => executor('posts').select<PostRow[]>(postColumns);

  return {
    async find(id: number, executor?: Executor): Promise<Post | undefined> {
      const row = (await posts(executor).where('id', id).limit(1))[0];
      return row && postFromRow(row);
    },

    async listByThread(threadId: number, offset: number, limit: number, order: PostOrder = 'oldest'): Promise<Post[]> {
      const rows = posts().where('thread_id', threadId).orderBy(orderBys[order]);
      return (await rows.offset(offset).limit(limit)).map(postFromRow);
    },

    /** Tombstones count: pages keep their places. */
    async countByThread(threadId: number): Promise<number> {
      return countOf(db.read('posts').where('thread_id', threadId));
    },

    async listNewest(threadId: number, limit: number): Promise<Post[]> {
      const rows = posts().where('thread_id', threadId).whereNull('deleted_at').orderBy('id', 'desc');
      return (await rows.limit(limit)).map(postFromRow);
    },

    async listByIds(ids: readonly number[]): Promise<Post[]> {
      return (
        await posts()
          .whereIn('id', [...ids])
          .limit(ids.length)
      ).map(postFromRow);
    },

    /** Posts of a member by how many weeks ago they were written, over so many weeks. */
    async countByWeek(userId: number, now: number, weeks: number): Promise<Map<number, number>> {
      // Whole numbers divide to whole numbers on both databases; SQLite's driver sends large ones as fractions.
      const age = db.read.raw('(cast(? as bigint) - created_at) / cast(? as bigint)', [Math.floor(now), 7 * DAY]);
      const rows: { week: number; count: number | string }[] = await db
        .read('posts')
        .where('user_id', userId)
        .whereNull('deleted_at')
        .whereBetween('created_at', [now - weeks * 7 * DAY + 1, now])
        .groupBy('week')
        .select({ week: age })
        .count({ count: '*' });
      return new Map(rows.map((row) => [Number(row.week), Number(row.count)]));
    },

    /** Newest first, with the thread's title. */
    async listByUser(
      userId: number,
      before: number | null,
      limit: number,
    ): Promise<(Post & { threadTitle: string })[]> {
      const rows = db
        .read('posts')
        .join('threads', 'threads.id', 'posts.thread_id')
        .where('posts.user_id', userId)
        .whereNull('threads.hidden_at')
        .whereNull('posts.deleted_at')
        .orderBy('posts.id', 'desc')
        .limit(limit)
        .select<(PostRow & { threadTitle: string })[]>({
          ...Object.fromEntries(Object.entries(postColumns).map(([key, column]) => [key, `posts.${column}`])),
          threadTitle: 'threads.title',
        });
      if (before !== null) rows.where('posts.id', '<', before);
      return (await rows).map((row) => ({ ...postFromRow(row), threadTitle: row.threadTitle }));
    },

    /** How many posts of the thread stand before this one in that order. */
    async countBefore(threadId: number, id: number, order: PostOrder = 'oldest'): Promise<number> {
      const rows = db.read('posts').where('thread_id', threadId);
      if (order === 'oldest') return countOf(rows.where('id', '<', id));
      if (order === 'newest') return countOf(rows.where('id', '>', id));
      const place = await db.read('posts').where('id', id).first<{ score: number; tree_path: string }>();
      if (!place) return 0;
      if (order === 'nested') return countOf(rows.whereRaw('(tree_path, id) < (?, ?)', [place.tree_path, id]));
      return countOf(
        rows.where((better) =>
          better
            .where('score', '>', place.score)
            .orWhere((equal) => equal.where('score', place.score).where('id', '<', id)),
        ),
      );
    },

    /** The same words by the same member in the same thread since then: a form that was sent twice. */
    async findRepeat(draft: PostDraft, since: number, executor: Executor): Promise<Post | undefined> {
      const row = await posts(executor)
        .where({ thread_id: draft.threadId, user_id: draft.userId, markdown: draft.markdown })
        .where('created_at', '>=', since)
        .whereNull('deleted_at')
        .first();
      return row && postFromRow(row as PostRow);
    },

    async hasRepeat(text: Pick<PostDraft, 'threadId' | 'userId' | 'markdown'>, since: number): Promise<boolean> {
      const row = await db
        .read('posts')
        .where({ thread_id: text.threadId, user_id: text.userId, markdown: text.markdown })
        .where('created_at', '>=', since)
        .first('id');
      return row !== undefined;
    },

    /** Of the whole site, the newest first: numbers and threads only. */
    async listSince(since: number, limit: number): Promise<{ id: number; threadId: number }[]> {
      const newest = db.read('posts').orderBy('id', 'desc').limit(limit);
      const rows: { id: number; threadId: number; createdAt: number; deletedAt: number | null }[] = await newest.select(
        {
          id: 'id',
          threadId: 'thread_id',
          createdAt: 'created_at',
          deletedAt: 'deleted_at',
        },
      );
      return rows.filter((row) => row.createdAt >= since && row.deletedAt === null);
    },

    async countAfter(threadId: number, id: number): Promise<{ count: number; last: number }> {
      const row = await db
        .read('posts')
        .where('thread_id', threadId)
        .where('id', '>', id)
        .whereNull('deleted_at')
        .first(db.read.raw('count(*) as count'), db.read.raw('coalesce(max(id), 0) as last'));
      return { count: Number(row.count), last: Number(row.last) };
    },

    async findFirstAfter(threadId: number, id: number): Promise<number | undefined> {
      const rows = db.read('posts').where('thread_id', threadId).where('id', '>', id).whereNull('deleted_at');
      return (await rows.orderBy('id').first('id'))?.id;
    },

    /** The same words by the same member anywhere since then, whatever their case and spaces. */
    async findSameText(
      key: string,
      by: { userId: number; since: number },
      executor: Executor,
    ): Promise<{ id: number } | undefined> {
      return executor('posts')
        .where({ text_key: key, user_id: by.userId })
        .where('created_at', '>=', by.since)
        .whereNull('deleted_at')
        .first('id');
    },

    /** Until the transaction ends this member writes nothing else. SQLite has one writer anyway. */
    async lockAuthor(trx: Knex.Transaction, userId: number): Promise<void> {
      await trx('users').where('id', userId).forUpdate().first('id');
    },

    async insert(trx: Knex.Transaction, draft: PostDraft): Promise<number> {
      const [row] = await trx('posts')
        .insert({
          thread_id: draft.threadId,
          user_id: draft.userId,
          reply_to_id: draft.replyToId,
          markdown: draft.markdown,
          html: draft.html,
          cleaner_version: draft.cleanerVersion,
          created_at: draft.createdAt,
          text_key: textKey(draft.markdown),
        })
        .returning('id');
      await placeInTree(trx, row.id, draft.replyToId);
      await trx('threads')
        .where('id', draft.threadId)
        .update({
          reply_count: trx.raw('reply_count + 1'),
          // Two posts may end in another order than they began.
          last_post_at: trx.raw('case when coalesce(last_post_at, 0) < ? then ? else last_post_at end', [
            draft.createdAt,
            draft.createdAt,
          ]),
          active_at: trx.raw('case when active_at < ? then ? else active_at end', [draft.createdAt, draft.createdAt]),
        });
      await trx('users').where('id', draft.userId).increment('post_count', 1);
      return row.id;
    },
  };
}

export type PostStore = ReturnType<typeof createPostStore>;

async function placeInTree(trx: Knex.Transaction, id: number, parentId: number | null): Promise<void> {
  const parent = parentId === null ? undefined : await trx('posts').where('id', parentId).first('tree_path');
  await trx('posts')
    .where('id', id)
    .update({ tree_path: treePath(parent?.tree_path ?? '', id) });
}

async function countOf(rows: Knex.QueryBuilder): Promise<number> {
  const [row] = await rows.count({ count: '*' });
  return Number(row?.count ?? 0);
}
