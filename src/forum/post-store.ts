/** SQL of posts. */
import type { Knex } from 'knex';
import type { Db, Executor } from '../db/db.js';
import { trustStoredHtml } from '../lib/safe-html.js';
import type { Post, PostDraft } from './post.js';

type PostRow = Omit<Post, 'html'> & { html: string };

const columns = {
  id: 'id',
  threadId: 'thread_id',
  userId: 'user_id',
  replyToId: 'reply_to_id',
  html: 'html',
  createdAt: 'created_at',
};

export function createPostStore(db: Db) {
  const posts = (executor: Executor = db.read) => executor('posts').select<PostRow[]>(columns);

  return {
    async find(id: number, executor?: Executor): Promise<Post | undefined> {
      const row = (await posts(executor).where('id', id).limit(1))[0];
      return row && toPost(row);
    },

    async listByThread(threadId: number, offset: number, limit: number): Promise<Post[]> {
      return (await posts().where('thread_id', threadId).orderBy('id').offset(offset).limit(limit)).map(toPost);
    },

    async listNewest(threadId: number, limit: number): Promise<Post[]> {
      return (await posts().where('thread_id', threadId).orderBy('id', 'desc').limit(limit)).map(toPost);
    },

    async listByIds(ids: readonly number[]): Promise<Post[]> {
      return (
        await posts()
          .whereIn('id', [...ids])
          .limit(ids.length)
      ).map(toPost);
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
        .orderBy('posts.id', 'desc')
        .limit(limit)
        .select<(PostRow & { threadTitle: string })[]>({
          ...Object.fromEntries(Object.entries(columns).map(([key, column]) => [key, `posts.${column}`])),
          threadTitle: 'threads.title',
        });
      if (before !== null) rows.where('posts.id', '<', before);
      return (await rows).map((row) => ({ ...toPost(row), threadTitle: row.threadTitle }));
    },

    /** How many posts of the thread stand before this one. */
    async countBefore(threadId: number, id: number): Promise<number> {
      const [row] = await db.read('posts').where('thread_id', threadId).where('id', '<', id).count({ count: '*' });
      return Number(row?.count ?? 0);
    },

    /** The same words by the same member in the same thread since then: a form that was sent twice. */
    async findRepeat(draft: PostDraft, since: number, executor: Executor): Promise<Post | undefined> {
      const row = await posts(executor)
        .where({ thread_id: draft.threadId, user_id: draft.userId, markdown: draft.markdown })
        .where('created_at', '>=', since)
        .first();
      return row && toPost(row as PostRow);
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
        })
        .returning('id');
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

function toPost(row: PostRow): Post {
  return { ...row, html: trustStoredHtml(row.html) };
}
