/** SQL of digests: the stories of a period, and who got which. */
import type { Knex } from 'knex';
import type { Db } from '../db/db.js';
import { narrow, type ThreadFilter } from '../news/thread-filter-store.js';
import type { Period } from './digest-period.js';

export type DigestRow = {
  id: number;
  title: string;
  language: string;
  feedId: number;
  feedTitle: string;
  replyCount: number;
  publishedAt: number;
};
export type BestReply = { threadId: number; postId: number; authorId: number; authorName: string; html: string };

const columns = {
  id: 'threads.id',
  title: 'threads.title',
  language: 'threads.language',
  feedId: 'threads.feed_id',
  feedTitle: 'feeds.title',
  replyCount: 'threads.reply_count',
  publishedAt: 'threads.published_at',
};

export function createDigestStore(db: Db) {
  const stories = ({ from, to }: Pick<Period, 'from' | 'to'>, filter: ThreadFilter) => {
    const rows = db
      .read('threads')
      .join('feeds', 'feeds.id', 'threads.feed_id')
      .where('threads.published_at', '>=', from)
      .where('threads.published_at', '<', to)
      .whereNull('threads.hidden_at')
      .select<DigestRow[]>(columns)
      // A report by another source says three times as much of a story's weight as a reply does.
      .orderByRaw('threads.reply_count + 3 * threads.article_count desc, threads.published_at desc, threads.id desc');
    narrow(rows, filter);
    return rows;
  };

  return {
    async listStories(period: Pick<Period, 'from' | 'to'>, filter: ThreadFilter, limit: number): Promise<DigestRow[]> {
      return stories(period, filter).limit(limit);
    },

    /** Stories from what is followed; `threadIds` are followed threads, whose similar stories count. */
    async listOfFollows(
      period: Pick<Period, 'from' | 'to'>,
      filter: ThreadFilter,
      query: { feedIds: number[]; categoryIds: number[]; tagKeys: string[]; limit: number },
    ): Promise<DigestRow[]> {
      const { feedIds, categoryIds, tagKeys, limit } = query;
      return stories(period, filter)
        .where((any) =>
          any
            .whereIn('threads.feed_id', feedIds)
            .orWhereIn('threads.category_id', categoryIds)
            .orWhereExists((tagged) =>
              tagged
                .from('articles as labelled')
                .select('labelled.id')
                .join('article_tags as followed_tags', 'followed_tags.article_id', 'labelled.id')
                .whereRaw('labelled.thread_id = threads.id')
                .whereIn('followed_tags.tag_key', tagKeys),
            ),
        )
        .limit(limit);
    },

    /** Stories that are similar to these, with the most similar of them. */
    async listSimilar(
      period: Pick<Period, 'from' | 'to'>,
      filter: ThreadFilter,
      query: { threadIds: number[]; limit: number },
    ): Promise<(DigestRow & { similarTo: number; similarTitle: string })[]> {
      const rows = db
        .read('similar_threads as s')
        .join('threads', 'threads.id', 's.similar_id')
        .join('feeds', 'feeds.id', 'threads.feed_id')
        .join('threads as followed', 'followed.id', 's.thread_id')
        .whereIn('s.thread_id', query.threadIds)
        .whereNotIn('s.similar_id', query.threadIds)
        .where('threads.published_at', '>=', period.from)
        .where('threads.published_at', '<', period.to)
        .whereNull('threads.hidden_at')
        // Its title would stand in the letter.
        .whereNull('followed.hidden_at')
        .orderBy([
          { column: 's.score', order: 'desc' },
          { column: 'threads.id', order: 'desc' },
        ])
        .limit(query.limit)
        .select({ ...columns, similarTo: 's.thread_id', similarTitle: 'followed.title' });
      narrow(rows, filter);
      return rows;
    },

    /** How many different sources report each story. */
    async countSources(threadIds: readonly number[]): Promise<Map<number, number>> {
      const rows: { threadId: number; sources: number }[] = await db
        .read('articles')
        .whereIn('thread_id', [...threadIds])
        .groupBy('thread_id')
        .select('thread_id as threadId')
        .countDistinct('feed_id as sources');
      return new Map(rows.map((row) => [row.threadId, Number(row.sources)]));
    },

    /** One reply of each story: the best by members' votes, the earliest of several. */
    async listBestReplies(threadIds: readonly number[]): Promise<BestReply[]> {
      const ranked = db
        .read('posts')
        .whereIn('posts.thread_id', [...threadIds])
        .whereNull('posts.deleted_at')
        .select('posts.id', 'posts.thread_id', 'posts.user_id', 'posts.html')
        .select(
          db.read.raw('row_number() over (partition by posts.thread_id order by posts.score desc, posts.id) as place'),
        );
      return db
        .read(ranked.as('ranked'))
        .join('users', 'users.id', 'ranked.user_id')
        .where('ranked.place', 1)
        .select<BestReply[]>({
          threadId: 'ranked.thread_id',
          postId: 'ranked.id',
          authorId: 'ranked.user_id',
          authorName: 'users.name',
          html: 'ranked.html',
        });
    },

    /** Members with an address who want this rhythm and have not had this period; the default rhythm needs no row. */
    async listDue(period: Period, query: { isDefault: boolean; after: number; limit: number }): Promise<number[]> {
      const rows = db
        .read('users')
        .leftJoin('notification_settings as s', 's.user_id', 'users.id')
        .whereNotNull('users.email')
        .where('users.id', '>', query.after)
        .where('users.created_at', '<', period.to)
        .where((wanted) => {
          wanted.where('s.digest', period.rhythm);
          if (query.isDefault) wanted.orWhereNull('s.user_id');
        })
        .whereNotExists((done) =>
          done
            .from('digests')
            .select('digests.user_id')
            .whereRaw('digests.user_id = users.id')
            .where('digests.period', period.key),
        );
      return rows.orderBy('users.id').limit(query.limit).pluck('users.id');
    },

    /** False: another process has done it. */
    async insert(
      trx: Knex.Transaction,
      row: { userId: number; period: string; at: number; isSent: boolean },
    ): Promise<boolean> {
      const inserted = await trx('digests')
        .insert({ user_id: row.userId, period: row.period, created_at: row.at, sent_at: row.isSent ? row.at : null })
        .onConflict(['user_id', 'period'])
        .ignore()
        .returning('user_id');
      return inserted.length > 0;
    },
  };
}

export type DigestStore = ReturnType<typeof createDigestStore>;
