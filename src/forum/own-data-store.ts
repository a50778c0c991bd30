/** SQL over everything that belongs to one member: to be taken along, and to be erased. A new table of members' data needs a line here. */
import type { Knex } from 'knex';
import type { ExportItem } from '../accounts/export-section.js';
import type { Db, Executor } from '../db/db.js';
import { MEMBERS_FEED_URL } from '../feeds/feed.js';
import { emptyArticleText } from '../news/article-text-store.js';

type Table = {
  table: string;
  /** The column that grows within one member's rows; null: the rows are few and counted. */
  key: string | null;
  columns: Record<string, string>;
};

const at = { createdAt: 'created_at' };
const subject = { kind: 'kind', target: 'target', ...at };

const tables = {
  posts: {
    table: 'posts',
    key: 'id',
    columns: {
      threadId: 'thread_id',
      replyToId: 'reply_to_id',
      text: 'markdown',
      ...at,
      editedAt: 'edited_at',
      deletedAt: 'deleted_at',
    },
  },
  'held-posts': { table: 'held_posts', key: 'id', columns: { threadId: 'thread_id', text: 'markdown', ...at } },
  drafts: { table: 'drafts', key: null, columns: { place: 'place', text: 'markdown', updatedAt: 'updated_at' } },
  votes: { table: 'post_votes', key: 'post_id', columns: { value: 'value', ...at } },
  flags: { table: 'post_flags', key: 'id', columns: { postId: 'post_id', reason: 'reason', words: 'words', ...at } },
  'similar-votes': {
    table: 'similar_votes',
    key: null,
    columns: { threadId: 'low_id', similarId: 'high_id', value: 'value', ...at },
  },
  bookmarks: {
    table: 'bookmarks',
    key: 'id',
    columns: { threadId: 'thread_id', postId: 'post_id', note: 'note', ...at },
  },
  follows: { table: 'follows', key: 'id', columns: subject },
  mutes: { table: 'mutes', key: 'id', columns: subject },
  read: { table: 'read_marks', key: 'thread_id', columns: { lastPostId: 'last_post_id' } },
  notifications: {
    table: 'notifications',
    key: 'id',
    columns: { kind: 'kind', threadId: 'thread_id', postId: 'post_id', ...at, readAt: 'read_at' },
  },
} satisfies Record<string, Table>;

export type OwnDataName = keyof typeof tables;
export const ownDataNames = Object.keys(tables) as OwnDataName[];

/** What nobody but the member ever saw. Votes stay as numbers without a name. */
const privateTables = [
  ...['held_posts', 'drafts', 'bookmarks', 'follows', 'declined_follows', 'mutes', 'read_marks', 'notifications'],
  ...['post_flags', 'notification_settings', 'private_feed_tokens', 'push_subscriptions', 'digests'],
];

export function createOwnDataStore(db: Db) {
  return {
    /** A page of one kind; see `ExportSection.list`. */
    list: async (name: OwnDataName, userId: number, after: number, limit: number): Promise<ExportItem[]> => {
      const { table, key, columns }: Table = tables[name];
      const rows = db.read(table).where('user_id', userId).limit(limit);
      if (key !== null)
        return rows
          .where(key, '>', after)
          .orderBy(key)
          .select({ id: key, ...columns });
      const counted: Omit<ExportItem, 'id'>[] = await rows
        .orderBy(Object.values(columns))
        .offset(after)
        .select(columns);
      return counted.map((row, index) => ({ ...row, id: after + index + 1 }));
    },

    /** A page of the threads that the member started, with their opening texts; see `ExportSection.list`. */
    listThreads: (userId: number, after: number, limit: number): Promise<ExportItem[]> =>
      openings(db.read, userId).where('threads.id', '>', after).orderBy('threads.id').limit(limit).select({
        id: 'threads.id',
        name: 'articles.title',
        address: 'articles.url',
        text: 'articles.text',
        createdAt: 'threads.created_at',
      }),

    erasePrivate: async (trx: Knex.Transaction, userId: number): Promise<void> => {
      for (const table of privateTables) await trx(table).where('user_id', userId).del();
    },

    /** Posts become tombstones without a text, threads keep their titles; answers keep their place and number. */
    erasePosts: async (trx: Knex.Transaction, userId: number, now: number): Promise<void> => {
      for (const id of await openings(trx, userId).pluck('articles.id')) await emptyArticleText(trx, id);
      const own = () => trx('posts').where('user_id', userId);
      await trx('post_versions').whereIn('post_id', own().select('id')).del();
      const threadIds = own().select('thread_id');
      await own().whereNull('deleted_at').update({ deleted_at: now, deleted_by: userId, delete_reason: '' });
      await own().update({ markdown: '', html: '', text_key: '' });
      const left = () => trx('posts').whereRaw('posts.thread_id = threads.id').whereNull('deleted_at');
      await trx('threads')
        .whereIn('id', threadIds)
        .update({ reply_count: left().count('*'), last_post_at: left().max('created_at') });
      await trx('users').where('id', userId).update({ post_count: 0 });
    },
  };
}

/**
 * Threads with the texts that opened them, stored in the same moment. After a merge the text stands in the heir, beside
 * articles of others and perhaps another member's opening.
 */
function openings(on: Executor, userId: number): Knex.QueryBuilder {
  return on('threads')
    .join('articles', 'articles.thread_id', on.raw('coalesce(threads.merged_into, threads.id)'))
    .join('feeds', 'feeds.id', 'articles.feed_id')
    .where({ 'threads.user_id': userId, 'feeds.url': MEMBERS_FEED_URL })
    .whereRaw('articles.created_at = threads.created_at');
}
