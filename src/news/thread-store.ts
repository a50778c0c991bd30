/** SQL of threads: ordered, keyset-paged lists and the reading of one. */
import type { Knex } from 'knex';
import { inChunks } from '../db/chunks.js';
import type { Db } from '../db/db.js';
import { notFound } from '../lib/errors.js';
import { enqueueSimilar } from './article-write-store.js';
import { takeChanges } from './change-store.js';
import { ownRepeat } from './revision-store.js';
import type { ArticleThread, ThreadCursor, ThreadList, ThreadListQuery, ThreadOrder, ThreadSummary } from './thread.js';
import { narrow } from './thread-filter-store.js';

const orderColumns: Record<ThreadOrder, string> = {
  newest: 'published_at',
  active: 'active_at',
  discussed: 'reply_count',
};

const columns = [
  'threads.id',
  'threads.title',
  'threads.lead',
  'threads.language',
  'threads.category_id as categoryId',
  'threads.feed_id as feedId',
  'feeds.title as feedTitle',
  'threads.article_count as articleCount',
  'threads.source_count as sourceCount',
  'threads.edit_count as editCount',
  'threads.reply_count as replyCount',
  'threads.published_at as publishedAt',
  'threads.active_at as activeAt',
  'threads.last_post_at as lastPostAt',
  'threads.hidden_at as hiddenAt',
  'threads.withdrawn_at as withdrawnAt',
  'threads.locked_at as lockedAt',
  'threads.lock_reason as lockReason',
  'threads.user_id as starterId',
  'threads.merged_into as mergedInto',
];

type Started = { userId: number; aboutKey: string | null; markdown: string };

export function createThreadStore(db: Db) {
  const all = () => db.read('threads').join('feeds', 'feeds.id', 'threads.feed_id').select<ThreadSummary[]>(columns);
  const summaries = () => all().whereNull('threads.hidden_at');
  const ofArticles = () =>
    summaries().join('articles', 'articles.thread_id', 'threads.id') as Knex.QueryBuilder<object, ArticleThread[]>;

  return {
    /** Hidden ones too: who may see them is not decided here. */
    async find(id: number): Promise<ThreadSummary | undefined> {
      return (await all().where('threads.id', id).limit(1))[0];
    },

    async get(id: number): Promise<ThreadSummary> {
      const thread = await this.find(id);
      if (!thread) throw notFound('thread');
      return thread;
    },

    /** Which of these every reader may see, as themselves or as part of the story that they were merged into. */
    async listReadableIds(ids: readonly number[]): Promise<number[]> {
      return inChunks(ids, (chunk) =>
        db
          .read('threads')
          .join('threads as story', 'story.id', db.read.raw('coalesce(threads.merged_into, threads.id)'))
          .whereIn('threads.id', chunk)
          .whereNull('story.hidden_at')
          .pluck('threads.id'),
      );
    },

    /** In the order of the ids given; those that are gone are left out. */
    async listByIds(ids: readonly number[]): Promise<ThreadSummary[]> {
      const found = await inChunks(ids, (chunk) => summaries().whereIn('threads.id', chunk));
      const byId = new Map(found.map((thread) => [thread.id, thread]));
      return ids.flatMap((id) => byId.get(id) ?? []);
    },

    async list(query: ThreadListQuery): Promise<ThreadList> {
      const column = orderColumns[query.order];
      return pageThrough(query, (cursor, direction) => {
        const rows = summaries().orderBy([
          { column: `threads.${column}`, order: direction },
          { column: 'threads.id', order: direction },
        ]);
        if (query.categoryId !== undefined) rows.where('threads.category_id', query.categoryId);
        if (query.filter) narrow(rows, query.filter);
        if (cursor) seek(rows, [`threads.${column}`, 'threads.id'], cursor, direction);
        return rows.limit(query.limit + 1);
      });
    },

    /**
     * The articles of this source, each once, under their own headlines, with the threads in which they stand; by their
     * time. A text that the source published again, with changes or without, stands once, as it was first: see
     * `RevisionStore.countVersions`. The cursor is [published_at, article id].
     */
    async listOfFeed(feedId: number, query: Omit<ThreadListQuery, 'order' | 'categoryId'>) {
      return pageThrough(query, (cursor, direction) => {
        const rows = ofArticles()
          .where('articles.feed_id', feedId)
          .whereNotExists(ownRepeat(db.read))
          .select('articles.published_at as publishedAt', 'articles.id as cursorId')
          // Said last, they take the place of the thread's own.
          .select('articles.title', 'articles.lead', 'articles.language')
          .orderBy([
            { column: 'articles.published_at', order: direction },
            { column: 'articles.id', order: direction },
          ]);
        if (query.filter) narrow(rows, query.filter);
        if (cursor) seek(rows, ['articles.published_at', 'articles.id'], cursor, direction);
        return rows.limit(query.limit + 1);
      });
    },

    /** Threads with an article under this tag, by that article's time; the cursor is [published_at, article id]. */
    async listOfTag(tagKey: string, query: Omit<ThreadListQuery, 'order' | 'categoryId'>) {
      return pageThrough(query, (cursor, direction) => {
        const rows = ofArticles()
          .join('article_tags', 'article_tags.article_id', 'articles.id')
          .where('article_tags.tag_key', tagKey)
          .select('article_tags.published_at as publishedAt', 'articles.id as cursorId')
          .orderBy([
            { column: 'article_tags.published_at', order: direction },
            { column: 'article_tags.article_id', order: direction },
          ]);
        if (query.filter) narrow(rows, query.filter);
        if (cursor) seek(rows, ['article_tags.published_at', 'article_tags.article_id'], cursor, direction);
        return rows.limit(query.limit + 1);
      });
    },

    /** False where it was so already. A change of the index like any other: the thread leaves it, or comes back. */
    async updateHidden(trx: Knex.Transaction, id: number, hiddenAt: number | null): Promise<boolean> {
      const changeSeq = await takeChanges(trx, 1);
      const threads = trx('threads').where('id', id);
      const changed = hiddenAt === null ? threads.whereNotNull('hidden_at') : threads.whereNull('hidden_at');
      const isChanged = (await changed.update({ hidden_at: hiddenAt, change_seq: changeSeq })) > 0;
      if (isChanged && hiddenAt === null) await enqueueSimilar(trx, [{ threadId: id, changeSeq }]);
      return isChanged;
    },

    /** By its author, who may take that back: hidden as a moderator would hide it. False where it was so already. */
    async updateWithdrawn(trx: Knex.Transaction, id: number, withdrawnAt: number | null): Promise<boolean> {
      const mark = () => trx('threads').where('id', id).update({ withdrawn_at: withdrawnAt });
      if (withdrawnAt === null) {
        // What a moderator hid carries no such mark, and stays away.
        const isMarked = (await mark().whereNotNull('withdrawn_at')) > 0;
        return isMarked && (await this.updateHidden(trx, id, null));
      }
      const isChanged = await this.updateHidden(trx, id, withdrawnAt);
      if (isChanged) await mark();
      return isChanged;
    },

    /** `aboutKey`: key of the address that the thread is about. */
    async updateStarter(trx: Knex.Transaction, id: number, started: Started): Promise<void> {
      const { userId, aboutKey, markdown } = started;
      await trx('threads').where('id', id).update({ user_id: userId });
      await trx('articles').where('thread_id', id).update({ about_key: aboutKey, user_id: userId, markdown });
    },

    async count(): Promise<number> {
      const [row] = await db.read('threads').count({ count: '*' });
      return Number(row?.count ?? 0);
    },
  };
}

export type ThreadStore = ReturnType<typeof createThreadStore>;

/** One row more than asked for tells whether there is a further page. */
async function pageThrough<Row extends ThreadSummary>(
  query: { after?: ThreadCursor; before?: ThreadCursor; limit: number },
  fetchRows: (cursor: ThreadCursor | undefined, direction: 'asc' | 'desc') => PromiseLike<Row[]>,
): Promise<ThreadList<Row>> {
  const isBackward = query.before !== undefined;
  const rows = await fetchRows(query.before ?? query.after, isBackward ? 'asc' : 'desc');
  const hasMore = rows.length > query.limit;
  const threads = rows.slice(0, query.limit);
  if (isBackward) threads.reverse();
  return {
    threads,
    hasEarlier: isBackward ? hasMore : query.after !== undefined,
    hasLater: isBackward ? true : hasMore,
  };
}

function seek(rows: Knex.QueryBuilder, keys: [string, string], cursor: ThreadCursor, direction: 'asc' | 'desc'): void {
  rows.whereRaw(`(??, ??) ${direction === 'desc' ? '<' : '>'} (?, ?)`, [...keys, ...cursor]);
}
