/**
 * SQL that takes articles out and puts them back. A thread goes with its last article, unless it was discussed: then it
 * stays with its posts. Runs in the caller's transaction; the caller tells the index what is gone.
 */
import type { Knex } from 'knex';
import { inChunks } from '../db/chunks.js';
import type { KnownArticle } from './article.js';
import { enqueueSimilar, refreshThread } from './article-write-store.js';
import { takeChanges } from './change-store.js';

type Row = Record<string, unknown> & { id: number; thread_id: number };

export type RemovedArticle = {
  known: KnownArticle;
  title: string;
  row: { article: Row; thread: Row; tags: Row[]; versions: Row[] };
};

/**
 * What brings an article back. Lost are which rules touched it, the state of fetching its full text (the text itself
 * stands in its row), and what was decided and found of it as a report of a story.
 */
export type KeptArticle = RemovedArticle['row'] & { revisions: Row[] };

/** `emptied`: threads without articles now, which the index must forget; `gone`: those of them that went too. */
export async function removeArticles(
  trx: Knex.Transaction,
  articleIds: readonly number[],
): Promise<{ removed: RemovedArticle[]; emptied: number[]; gone: number[] }> {
  const removed = await readWhole(trx, articleIds);
  await inChunks(articleIds, async (chunk) => {
    await trx('articles').whereIn('id', chunk).delete();
    return [];
  });
  const fates = new Map<number, ThreadFate>();
  for (const { known } of removed) {
    if (!fates.has(known.threadId)) fates.set(known.threadId, await settleThread(trx, known.threadId));
  }
  const byFeed = new Map<number, number>();
  for (const { known } of removed) byFeed.set(known.feedId, (byFeed.get(known.feedId) ?? 0) + 1);
  for (const [feedId, count] of byFeed) await trx('feeds').where('id', feedId).decrement('article_count', count);
  const withFate = (...wanted: ThreadFate[]) =>
    [...fates].filter(([, fate]) => wanted.includes(fate)).map(([threadId]) => threadId);
  return { removed, emptied: withFate('emptied', 'gone'), gone: withFate('gone') };
}

/** One article, to be brought back perhaps; undefined when there is none. */
export async function removeArticle(
  trx: Knex.Transaction,
  articleId: number,
): Promise<{ removed: RemovedArticle & { row: KeptArticle }; emptied: number[]; gone: number[] } | undefined> {
  const revisions: Row[] = await trx('article_revisions').where('article_id', articleId).orderBy('id').select('*');
  const { removed, ...fates } = await removeArticles(trx, [articleId]);
  const [article] = removed;
  return article && { removed: { ...article, row: { ...article.row, revisions } }, ...fates };
}

/**
 * With its old number, in its old thread; that one too comes back when it is gone. Under `feedId`: its own source may have
 * become part of another meanwhile.
 */
export async function restoreArticle(trx: Knex.Transaction, kept: KeptArticle, feedId: number): Promise<void> {
  const { thread, tags, versions, revisions } = kept;
  const article = await withFreeKeys(trx, { ...kept.article, feed_id: feedId });
  const changeSeq = await takeChanges(trx, 1);
  const isThere = await trx('threads').where('id', thread.id).first('id');
  if (!isThere) await trx('threads').insert({ ...thread, change_seq: changeSeq });
  await trx('articles').insert(article);
  if (tags.length > 0) await trx('article_tags').insert(tags);
  if (versions.length > 0) await trx('article_versions').insert(versions);
  if (revisions.length > 0) await trx('article_revisions').insert(revisions);
  await trx('feeds').where('id', feedId).increment('article_count', 1);
  await refresh(trx, thread.id, changeSeq);
}

/** An address is unique on the site, an id within its source: where another article has it by now, this one goes without. */
async function withFreeKeys(trx: Knex.Transaction, article: Row): Promise<Row> {
  const { feed_id, guid_key: guid, url_key: url } = article;
  const isTaken = async (keys: Record<string, unknown>) =>
    (await trx('articles').where(keys).first('id')) !== undefined;
  return {
    ...article,
    url_key: url !== null && (await isTaken({ url_key: url })) ? null : url,
    guid_key: guid !== null && (await isTaken({ feed_id, guid_key: guid })) ? null : guid,
  };
}

async function readWhole(trx: Knex.Transaction, articleIds: readonly number[]): Promise<RemovedArticle[]> {
  const articles = await inChunks<number, Row>(articleIds, (chunk) => trx('articles').whereIn('id', chunk).select('*'));
  const ids = articles.map(({ id }) => id);
  const threadIds = [...new Set(articles.map((article) => article.thread_id))];
  const threads = await inChunks<number, Row>(threadIds, (chunk) => trx('threads').whereIn('id', chunk).select('*'));
  const tags = await inChunks<number, Row>(ids, (chunk) =>
    trx('article_tags').whereIn('article_id', chunk).select('*'),
  );
  const versions = await inChunks<number, Row>(ids, (chunk) =>
    trx('article_versions').whereIn('article_id', chunk).select('*'),
  );
  return articles.flatMap((article) => {
    const thread = threads.find(({ id }) => id === article.thread_id);
    const own = (row: Row) => row.article_id === article.id;
    if (!thread) return [];
    const row = { article, thread, tags: tags.filter(own), versions: versions.filter(own) };
    return [{ known: toKnown(article), title: String(article.title), row }];
  });
}

type ThreadFate = 'refreshed' | 'emptied' | 'gone';

async function settleThread(trx: Knex.Transaction, threadId: number): Promise<ThreadFate> {
  const left = await trx('articles').where('thread_id', threadId).first('id');
  if (left) {
    await refresh(trx, threadId, await takeChanges(trx, 1));
    return 'refreshed';
  }
  const post = await trx('posts').where('thread_id', threadId).first('id');
  if (!post) {
    await trx('threads').where('id', threadId).delete();
    return 'gone';
  }
  // Its posts keep it, and its title keeps them understandable. The change tells every process's index.
  const change = { article_count: 0, lead: '', change_seq: await takeChanges(trx, 1) };
  await trx('threads').where('id', threadId).update(change);
  await trx('similar_queue').where('thread_id', threadId).delete();
  await trx('similar_threads').where('thread_id', threadId).orWhere('similar_id', threadId).delete();
  return 'emptied';
}

async function refresh(trx: Knex.Transaction, threadId: number, changeSeq: number): Promise<void> {
  await refreshThread(trx, threadId, changeSeq);
  await enqueueSimilar(trx, [{ threadId, changeSeq }]);
}

function toKnown(row: Row): KnownArticle {
  return {
    id: row.id,
    threadId: row.thread_id,
    feedId: Number(row.feed_id),
    guidKey: row.guid_key as string | null,
    urlKey: row.url_key as string | null,
    identityKey: String(row.identity_key),
    contentHash: String(row.content_hash),
    editedAt: row.edited_at as number | null,
    publishedAt: Number(row.published_at),
  };
}
