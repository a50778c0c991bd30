/** SQL of the articles that came last, for trying rules on them. */
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

/** `maxText`: of each text only this much crosses from the database. */
export function createArticleSampleStore(db: Db) {
  return {
    async listLatest(feedId: number | null, limit: number, maxText: number): Promise<ArticleSample[]> {
      const rows = db
        .read('articles')
        .orderBy('id', 'desc')
        .limit(limit)
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
      if (feedId !== null) rows.where('feed_id', feedId);
      return (await rows).map((row) => ({ ...row, tags: JSON.parse(row.tags) as string[] }));
    },
  };
}

export type ArticleSampleStore = ReturnType<typeof createArticleSampleStore>;
