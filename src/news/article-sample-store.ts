/** SQL of the newest articles of sources, for trying rules on them. */
import type { Db } from '../db/db.js';

export type ArticleSample = {
  id: number;
  threadId: number;
  title: string;
  text: string;
  url: string | null;
  author: string | null;
  language: string;
  tags: string[];
};

/** `membersUrl`: key of the source under which members write, which no rule ever sees. */
export function createArticleSampleStore(db: Db, membersUrl: string) {
  // By what the index of sources and dates holds alone: a look at the table itself would read every text.
  const newestIds = (feedId: number | null, limit: number) => {
    const ids = db.read('articles').orderBy('published_at', 'desc').orderBy('id', 'desc').limit(limit).select('id');
    if (feedId !== null) return ids.where('feed_id', feedId);
    return ids.whereIn('feed_id', db.read('feeds').whereNot('url', membersUrl).select('id'));
  };

  return {
    /** Newest first by date of publication; of all sources when `feedId` is null. Of each text only `maxText` crosses over. */
    async listNewest(feedId: number | null, limit: number, maxText: number): Promise<ArticleSample[]> {
      const rows = await db
        .read('articles')
        .whereIn('id', db.read(newestIds(feedId, limit).as('newest')).select('id'))
        .orderBy('published_at', 'desc')
        .orderBy('id', 'desc')
        .select<(Omit<ArticleSample, 'tags'> & { tags: string })[]>({
          id: 'id',
          threadId: 'thread_id',
          title: 'title',
          url: 'url',
          author: 'author',
          language: 'language',
          tags: 'tags',
        })
        .select(db.read.raw('substr(text, 1, ?) as text', [maxText]));
      return rows.map((row) => ({ ...row, tags: JSON.parse(row.tags) as string[] }));
    },
  };
}

export type ArticleSampleStore = ReturnType<typeof createArticleSampleStore>;
