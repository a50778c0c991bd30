/**
 * Writes what an import decided: new articles with their threads, edits, and the queue of threads whose similar
 * articles must be computed. Runs inside the import's transaction; all rows or none.
 * Invariants: every thread has an article, or posts after its articles were deleted; `change_seq` grows with each change of a thread's text.
 */
import type { Knex } from 'knex';
import { chunksOf } from '../db/chunks.js';
import type { ArticleDraft, KnownArticle } from './article.js';
import { takeChanges } from './change-store.js';
import { imageColumns, insertImages, replaceArticleImage } from './image-store.js';
import { keepRevision } from './revision-store.js';
import { tagKey } from './tag.js';
import { threadTitle } from './thread.js';

export type StoreContext = { feedId: number; categoryId: number; cleanerVersion: number; now: number };

/** Returns the ids of the new threads, in the order of the drafts. */
export async function insertArticles(
  trx: Knex.Transaction,
  context: StoreContext,
  drafts: ArticleDraft[],
): Promise<number[]> {
  const threadIds: number[] = [];
  for (const chunk of chunksOf(drafts, 100)) threadIds.push(...(await insertChunk(trx, context, chunk)));
  return threadIds;
}

export async function updateArticle(
  trx: Knex.Transaction,
  context: StoreContext,
  known: KnownArticle,
  draft: ArticleDraft,
): Promise<void> {
  const changeSeq = await takeChanges(trx, 1);
  const isChanged = await keepRevision(trx, known.id, draft, { changeSeq, now: context.now });
  // Whether it still tells the same is for the worker to see; see search/story-review.ts.
  if (isChanged) {
    const turn = { article_id: known.id, change_seq: changeSeq };
    await trx('story_queue').insert(turn).onConflict('article_id').merge(['change_seq']);
  }
  const publishedAt = draft.publishedAt ?? known.publishedAt;
  await trx('articles')
    .where('id', known.id)
    .update({
      ...contentColumns(context, draft),
      source_text: null,
      guid_key: known.guidKey,
      url_key: known.urlKey,
      published_at: publishedAt,
      is_date_given: draft.publishedAt !== null,
      edited_at: draft.editedAt ?? context.now,
    });
  // A source may go back to an earlier content, dated anew: that version is there already.
  await trx('article_versions')
    .insert({ article_id: known.id, content_hash: draft.contentHash, seen_at: context.now })
    .onConflict(['article_id', 'content_hash'])
    .ignore();
  if (draft.image) await replaceArticleImage(trx, known.id, draft.image, context.now);
  await trx('article_tags').where('article_id', known.id).delete();
  await insertTags(trx, [{ articleId: known.id, publishedAt, draft }]);
  await refreshThread(trx, known.threadId, changeSeq);
  await enqueueSimilar(trx, [{ threadId: known.threadId, changeSeq }]);
}

export async function enqueueSimilar(
  trx: Knex.Transaction,
  items: { threadId: number; changeSeq: number }[],
): Promise<void> {
  for (const chunk of chunksOf(items)) {
    await trx('similar_queue')
      .insert(chunk.map((item) => ({ thread_id: item.threadId, change_seq: item.changeSeq })))
      .onConflict('thread_id')
      .merge(['change_seq']);
  }
}

async function insertChunk(trx: Knex.Transaction, context: StoreContext, drafts: ArticleDraft[]): Promise<number[]> {
  const firstChange = await takeChanges(trx, drafts.length);
  const threads = await trx('threads')
    .insert(drafts.map((draft, index) => threadColumns(context, draft, firstChange + index)))
    .returning(['id', 'change_seq']);
  // The order of RETURNING is promised by no database; the change numbers tell which row is whose.
  const idByChange = new Map<number, number>(threads.map((row) => [Number(row.change_seq), row.id]));
  const threadIds = drafts.map((_, index) => idByChange.get(firstChange + index) ?? 0);
  const images = drafts.map((draft) => draft.image);
  const imageIds = await insertImages(trx, images, 'lead', context.now);
  const articles = await trx('articles')
    .insert(
      drafts.map((draft, index) => ({
        ...articleColumns(context, draft, threadIds[index] ?? 0),
        ...imageColumns(imageIds[index] ?? null, draft.image),
      })),
    )
    .returning(['id', 'thread_id']);
  const articleByThread = new Map<number, number>(articles.map((row) => [row.thread_id, row.id]));
  const stored = drafts.map((draft, index) => ({
    articleId: articleByThread.get(threadIds[index] ?? 0) ?? 0,
    changeSeq: firstChange + index,
    publishedAt: draft.publishedAt ?? context.now,
    draft,
  }));
  await trx('story_queue').insert(
    stored.map(({ articleId, changeSeq }) => ({ article_id: articleId, change_seq: changeSeq })),
  );
  await trx('article_versions').insert(
    stored.map(({ articleId, draft }) => ({
      article_id: articleId,
      content_hash: draft.contentHash,
      seen_at: context.now,
    })),
  );
  await insertTags(trx, stored);
  await enqueueSimilar(
    trx,
    threadIds.map((threadId, index) => ({ threadId, changeSeq: firstChange + index })),
  );
  return threadIds;
}

async function insertTags(
  trx: Knex.Transaction,
  stored: { articleId: number; publishedAt: number; draft: ArticleDraft }[],
): Promise<void> {
  const rows = stored.flatMap(({ articleId, publishedAt, draft }) =>
    [...new Set(draft.tags.map(tagKey))]
      .filter((key) => key !== '')
      .map((key) => ({ article_id: articleId, tag_key: key, published_at: publishedAt })),
  );
  for (const chunk of chunksOf(rows)) await trx('article_tags').insert(chunk);
}

/** A thread shows the title, words and date of its first article, and how many articles and sources there are. */
export async function refreshThread(trx: Knex.Transaction, threadId: number, changeSeq: number): Promise<void> {
  const articles = () => trx('articles').where('thread_id', threadId);
  const first = await articles().orderBy(['published_at', 'id']).first();
  const [counts] = await articles().count({ articles: '*' }).countDistinct({ sources: 'feed_id' });
  await trx('threads')
    .where('id', threadId)
    .update({
      title: threadTitle(first.title),
      lead: first.lead,
      language: first.language,
      feed_id: first.feed_id,
      article_count: Number(counts?.articles),
      source_count: Number(counts?.sources),
      edit_count: editCount(trx),
      published_at: first.published_at,
      // By the database: a reply may be stored while this runs, and its time must not be undone.
      active_at: trx.raw('case when last_post_at > ? then last_post_at else ? end', [
        first.published_at,
        first.published_at,
      ]),
      change_seq: changeSeq,
    });
}

/** Of a row of `threads`: what sources edited in its articles, and its edited repeats. */
export function editCount(trx: Knex.Transaction): Knex.Raw {
  const of = (table: string, more = '') =>
    `(select count(*) from ${table} join articles on articles.id = ${table}.article_id where articles.thread_id = threads.id${more})`;
  return trx.raw(`${of('article_revisions')} + ${of('story_additions', ' and story_additions.is_edited')}`);
}

function threadColumns(context: StoreContext, draft: ArticleDraft, changeSeq: number) {
  const publishedAt = draft.publishedAt ?? context.now;
  return {
    title: threadTitle(draft.title),
    lead: draft.lead,
    category_id: context.categoryId,
    feed_id: context.feedId,
    language: draft.language,
    article_count: 1,
    published_at: publishedAt,
    active_at: publishedAt,
    created_at: context.now,
    change_seq: changeSeq,
  };
}

function articleColumns(context: StoreContext, draft: ArticleDraft, threadId: number) {
  return {
    ...contentColumns(context, draft),
    thread_id: threadId,
    feed_id: context.feedId,
    guid_key: draft.guidKey,
    url_key: draft.urlKey,
    published_at: draft.publishedAt ?? context.now,
    is_date_given: draft.publishedAt !== null,
    edited_at: draft.editedAt,
    created_at: context.now,
  };
}

function contentColumns(context: StoreContext, draft: ArticleDraft) {
  return {
    identity_key: draft.identityKey,
    content_hash: draft.contentHash,
    url: draft.url,
    title: draft.title.slice(0, 500),
    author: draft.author?.slice(0, 200) ?? null,
    language: draft.language,
    html: draft.html,
    text: draft.text,
    lead: draft.lead,
    cleaner_version: context.cleanerVersion,
    tags: JSON.stringify(draft.tags),
    enclosures: JSON.stringify(draft.enclosures),
  };
}
