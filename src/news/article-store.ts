/** SQL of articles. Writing goes through `article-write-store.ts`, which keeps threads and queues in step. */
import { inChunks } from '../db/chunks.js';
import type { Db, Executor } from '../db/db.js';
import { trustStoredHtml } from '../lib/safe-html.js';
import type { Article, ArticleDraft, ArticleEnclosure, KnownArticle } from './article.js';
import { ARTICLES_SHOWN } from './story.js';

type ArticleRow = Omit<Article, 'html' | 'tags' | 'enclosures' | 'isDateGiven' | 'hasRevisions'> & {
  hasRevisions: number | boolean;
  html: string;
  tags: string;
  enclosures: string;
  isDateGiven: number | boolean;
};

const columns = {
  id: 'id',
  threadId: 'thread_id',
  feedId: 'feed_id',
  url: 'url',
  title: 'title',
  author: 'author',
  language: 'language',
  html: 'html',
  tags: 'tags',
  enclosures: 'enclosures',
  publishedAt: 'published_at',
  isDateGiven: 'is_date_given',
  editedAt: 'edited_at',
  authorId: 'user_id',
};

const knownColumns = {
  id: 'id',
  threadId: 'thread_id',
  feedId: 'feed_id',
  guidKey: 'guid_key',
  urlKey: 'url_key',
  identityKey: 'identity_key',
  contentHash: 'content_hash',
  editedAt: 'edited_at',
  publishedAt: 'published_at',
};

export function createArticleStore(db: Db) {
  const hasRevisions = () =>
    db.read.raw('exists (select 1 from article_revisions r where r.article_id = articles.id) as "hasRevisions"');

  return {
    async listByThread(threadId: number): Promise<Article[]> {
      const rows = await db
        .read('articles')
        .where('thread_id', threadId)
        .orderBy(['published_at', 'id'])
        .limit(ARTICLES_SHOWN)
        .select<ArticleRow[]>(columns)
        .select<ArticleRow[]>(hasRevisions());
      return rows.map(toArticle);
    },

    /** Which of these stand where every reader may see them. */
    async listReadableIds(ids: readonly number[]): Promise<number[]> {
      return inChunks(ids, (chunk) =>
        db
          .read('articles')
          .join('threads', 'threads.id', 'articles.thread_id')
          .whereIn('articles.id', chunk)
          .whereNull('threads.hidden_at')
          .pluck('articles.id'),
      );
    },

    async listThreadsByUrlKey(urlKeys: readonly string[]): Promise<Map<string, number>> {
      const rows = await inChunks<string, { url_key: string; thread_id: number }>(urlKeys, (chunk) =>
        db.read('articles').whereIn('url_key', chunk).select('url_key', 'thread_id'),
      );
      return new Map(rows.map((row) => [row.url_key, row.thread_id]));
    },

    /** Members' threads about an address. */
    async listThreadsAbout(urlKey: string): Promise<number[]> {
      return db.read('articles').where('about_key', urlKey).orderBy('id').limit(20).pluck('thread_id');
    },

    async findThreadOf(articleId: number): Promise<number | undefined> {
      return db
        .read('articles')
        .where('id', articleId)
        .first('thread_id')
        .then((row) => row?.thread_id);
    },

    async find(id: number): Promise<Article | undefined> {
      const rows = await db
        .read('articles')
        .where('id', id)
        .limit(1)
        .select<ArticleRow[]>(columns)
        .select<ArticleRow[]>(hasRevisions());
      return rows.map(toArticle)[0];
    },

    async findText(id: number): Promise<string | undefined> {
      return (await db.read('articles').where('id', id).first('text'))?.text;
    },

    async findFeedOf(articleId: number): Promise<number | undefined> {
      return (await db.read('articles').where('id', articleId).first('feed_id'))?.feed_id;
    },

    /** Title and plain text of threads' first articles, for snippets. */
    async listTexts(threadIds: readonly number[]): Promise<{ threadId: number; title: string; text: string }[]> {
      return inChunks(threadIds, (chunk) =>
        db
          .read('articles')
          .whereIn('thread_id', chunk)
          .orderBy(['thread_id', 'published_at', 'id'])
          .limit(chunk.length * ARTICLES_SHOWN)
          .select({ threadId: 'thread_id', title: 'title', text: 'text' }),
      );
    },

    /** All stored articles that any of these drafts could be. */
    async listKnown(
      feedId: number,
      drafts: readonly ArticleDraft[],
      executor: Executor = db.read,
    ): Promise<KnownArticle[]> {
      const keysOf = (pick: (draft: ArticleDraft) => string | null) => [
        ...new Set(drafts.flatMap((draft) => pick(draft) ?? [])),
      ];
      const lookup = (column: string, keys: string[], isOfFeed: boolean) =>
        inChunks<string, KnownArticle>(keys, (chunk) => {
          const rows = executor('articles').whereIn(column, chunk).select<KnownArticle[]>(knownColumns);
          return isOfFeed ? rows.where('feed_id', feedId) : rows;
        });
      const found = [
        ...(await lookup(
          'guid_key',
          keysOf((draft) => draft.guidKey),
          true,
        )),
        ...(await lookup(
          'url_key',
          keysOf((draft) => draft.urlKey),
          false,
        )),
        ...(await lookup(
          'identity_key',
          keysOf((draft) => draft.identityKey),
          true,
        )),
      ];
      return [...new Map(found.map((article) => [article.id, article])).values()];
    },

    /** The contents these articles have had, as `articleId:hash`. */
    async listVersions(articleIds: readonly number[], executor: Executor = db.read): Promise<Set<string>> {
      const rows = await inChunks<number, { article_id: number; content_hash: string }>(articleIds, (chunk) =>
        executor('article_versions').whereIn('article_id', chunk).select('article_id', 'content_hash'),
      );
      return new Set(rows.map((row) => `${row.article_id}:${row.content_hash}`));
    },
  };
}

export type ArticleStore = ReturnType<typeof createArticleStore>;

function toArticle(row: ArticleRow): Article {
  return {
    ...row,
    html: trustStoredHtml(row.html),
    tags: JSON.parse(row.tags) as string[],
    enclosures: JSON.parse(row.enclosures) as ArticleEnclosure[],
    isDateGiven: Boolean(row.isDateGiven),
    hasRevisions: Boolean(row.hasRevisions),
  };
}
