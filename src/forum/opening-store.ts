/** SQL of the texts that opened members' threads. They are articles: a merge takes them along, and `threadId` is where they stand now. */
import type { Knex } from 'knex';
import type { Db, Executor } from '../db/db.js';
import type { KnownArticle } from '../news/article.js';

/** As its author edits it. */
export type Opening = KnownArticle & {
  userId: number;
  title: string;
  /** As it was typed; of those from before that was kept, the plain words. */
  markdown: string;
  /** The page that the thread is about. */
  url: string | null;
};

const columns = {
  id: 'id',
  threadId: 'thread_id',
  feedId: 'feed_id',
  guidKey: 'guid_key',
  urlKey: 'url_key',
  identityKey: 'identity_key',
  contentHash: 'content_hash',
  editedAt: 'edited_at',
  publishedAt: 'published_at',
  userId: 'user_id',
  title: 'title',
  url: 'url',
};

export function createOpeningStore(db: Db) {
  const opening = (executor: Executor, id: number) =>
    executor('articles')
      .where('id', id)
      .whereNotNull('user_id')
      .first<Opening>(columns, executor.raw('coalesce(markdown, text) as markdown'));

  return {
    find: (id: number): Promise<Opening | undefined> => opening(db.read, id),

    /** Locked until the transaction ends: two edits at once follow each other. */
    lock: (trx: Knex.Transaction, id: number): Promise<Opening | undefined> =>
      opening(trx, id).forUpdate() as unknown as Promise<Opening | undefined>,

    /** No reply is stored in the thread until the transaction ends. */
    lockThread: async (trx: Knex.Transaction, threadId: number): Promise<void> => {
      await trx('threads').where('id', threadId).forUpdate().first('id');
    },

    updateMarkdown: async (trx: Knex.Transaction, id: number, markdown: string): Promise<void> => {
      await trx('articles').where('id', id).update({ markdown });
    },

    /** Whether anybody else has a reply there; what was deleted is none. */
    hasOthersPosts: async (threadId: number, userId: number, executor: Executor = db.read): Promise<boolean> => {
      const others = executor('posts').where('thread_id', threadId).whereNot('user_id', userId).whereNull('deleted_at');
      return (await others.first('id')) !== undefined;
    },
  };
}

export type OpeningStore = ReturnType<typeof createOpeningStore>;
