/** SQL of bookmarks: of a thread or of one of its posts, each with a note of the member's own. */
import type { Knex } from 'knex';
import type { Db } from '../db/db.js';

export type Bookmark = {
  id: number;
  userId: number;
  threadId: number;
  postId: number | null;
  note: string;
  createdAt: number;
};
export type BookmarkRow = Bookmark & {
  /** null while it is hidden. */
  threadTitle: string | null;
  language: string;
  postHtml: string | null;
  authorName: string | null;
};

export const LONGEST_NOTE = 1000;

const columns = {
  id: 'bookmarks.id',
  userId: 'bookmarks.user_id',
  threadId: 'bookmarks.thread_id',
  postId: 'bookmarks.post_id',
  note: 'bookmarks.note',
  createdAt: 'bookmarks.created_at',
};

export function createBookmarkStore(db: Db) {
  return {
    async find(id: number): Promise<Bookmark | undefined> {
      return db.read('bookmarks').where({ id }).first<Bookmark>(columns);
    },

    /** Wherever the post stands by now: a merge moves posts, not their bookmarks. */
    async findOfPost(userId: number, postId: number): Promise<Bookmark | undefined> {
      return db.read('bookmarks').where({ user_id: userId, post_id: postId }).orderBy('id').first<Bookmark>(columns);
    },

    async findOfThread(userId: number, threadId: number): Promise<Bookmark | undefined> {
      return db.read('bookmarks').where({ user_id: userId, thread_id: threadId, post_key: 0 }).first<Bookmark>(columns);
    },

    /** All of one member in one thread: what its page marks. */
    async listOfThread(userId: number, threadId: number, limit: number): Promise<Bookmark[]> {
      return db
        .read('bookmarks')
        .where({ user_id: userId, thread_id: threadId })
        .orderBy('id', 'desc')
        .limit(limit)
        .select<Bookmark[]>(columns);
    },

    /** Newest first, from below `before` on; `words` must all stand in the note or the title. */
    async list(userId: number, query: { words: string; before: number | null; limit: number }): Promise<BookmarkRow[]> {
      const rows: Knex.QueryBuilder<object, BookmarkRow[]> = db
        .read('bookmarks')
        .join('threads', 'threads.id', 'bookmarks.thread_id')
        .leftJoin('posts', 'posts.id', 'bookmarks.post_id')
        // Where the post or the thread is to be read now.
        .leftJoin(
          'threads as place',
          'place.id',
          db.read.raw('coalesce(posts.thread_id, threads.merged_into, threads.id)'),
        )
        .leftJoin('users', 'users.id', 'posts.user_id')
        .where('bookmarks.user_id', userId)
        .orderBy('bookmarks.id', 'desc')
        .limit(query.limit)
        .select({
          ...columns,
          // What was deleted or hidden is named and quoted nowhere.
          threadTitle: db.read.raw('case when place.hidden_at is null then threads.title end'),
          language: 'threads.language',
          postHtml: db.read.raw('case when posts.deleted_at is null and place.hidden_at is null then posts.html end'),
          authorName: 'users.name',
        });
      if (query.before !== null) rows.where('bookmarks.id', '<', query.before);
      for (const word of fold(query.words).split(/\s+/).filter(Boolean).slice(0, 10)) {
        rows.whereRaw("bookmarks.haystack like ? escape '!'", [`%${word.replace(/[!%_]/g, '!$&')}%`]);
      }
      return rows;
    },

    /** Setting it again only changes the note. */
    async upsert(bookmark: Omit<Bookmark, 'id'> & { title: string }): Promise<void> {
      const { userId, threadId, postId, note, createdAt, title } = bookmark;
      const row = { user_id: userId, thread_id: threadId, post_id: postId, post_key: postId ?? 0, note };
      await db
        .write('bookmarks')
        .insert({ ...row, haystack: haystackOf(title, note), created_at: createdAt })
        .onConflict(['user_id', 'thread_id', 'post_key'])
        .merge(['note', 'haystack']);
    },

    async delete(id: number): Promise<void> {
      await db.write('bookmarks').where({ id }).delete();
    },
  };
}

export type BookmarkStore = ReturnType<typeof createBookmarkStore>;

function haystackOf(title: string, note: string): string {
  return fold(`${title} ${note}`).slice(0, 1600);
}

function fold(text: string): string {
  return text.toLowerCase().replaceAll('ё', 'е');
}
