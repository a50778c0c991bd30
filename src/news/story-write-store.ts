/**
 * Moves articles between threads: one thread's into another, and out again. Runs inside the caller's transaction.
 * Invariants: a thread that is not hidden has an article, or posts that outlived its articles; a thread whose articles
 * were taken over stays as a hidden row that names its heir, never another such row; posts are never lost.
 */
import type { Knex } from 'knex';
import { chunksOf } from '../db/chunks.js';
import { enqueueSimilar, refreshThread } from './article-write-store.js';
import { takeChanges } from './change-store.js';

/** What a merge moved: all that a way back needs. */
export type MovedStory = { articleIds: number[]; postIds: number[]; redirectedIds: number[] };

export type ThreadFacts = { id: number; title: string; replyCount: number; articleCount: number };

/** Locked until the transaction ends, in the order of their ids, so that two movers cannot wait for each other. */
export async function lockVisible(trx: Knex.Transaction, ids: readonly number[]): Promise<Map<number, ThreadFacts>> {
  const rows = await trx('threads')
    .whereIn('id', [...ids])
    .whereNull('hidden_at')
    .orderBy('id')
    .forUpdate()
    .select<ThreadFacts[]>({
      id: 'id',
      title: 'title',
      replyCount: 'reply_count',
      articleCount: 'article_count',
    });
  return new Map(rows.map((row) => [row.id, { ...row, replyCount: Number(row.replyCount) }]));
}

/** What members keep of a thread goes along; handed in, because it lives on higher floors (app/shared parts: `carryOver`). */
export type CarryOver = (
  trx: Knex.Transaction,
  /**
   * Called while the posts still stand where they stood. `heirPost`: the heir's first; nobody who read only the other
   * has read it.
   */
  merged: { from: number; into: number; heirPost?: HeirPost | undefined },
) => Promise<void>;
export type HeirPost = { id: number; createdAt: number };

/** Oldest first. */
export function listArticlesOf(trx: Knex.Transaction, threadId: number): Promise<{ id: number; title: string }[]> {
  return trx('articles').where('thread_id', threadId).orderBy(['published_at', 'id']).select('id', 'title');
}

export async function isMergedInto(trx: Knex.Transaction, from: number, into: number): Promise<boolean> {
  return (await trx('threads').where({ id: from, merged_into: into }).forUpdate().first('id')) !== undefined;
}

/** Both threads are locked and visible. */
export async function mergeThreads(
  trx: Knex.Transaction,
  { from, into, now }: { from: number; into: number; now: number },
  carryOver: CarryOver,
): Promise<MovedStory> {
  const ids = (table: string, column: string): Promise<number[]> => trx(table).where(column, from).pluck('id');
  const moved = {
    articleIds: await ids('articles', 'thread_id'),
    postIds: await ids('posts', 'thread_id'),
    redirectedIds: await ids('threads', 'merged_into'),
  };
  await carryOver(trx, { from, into, heirPost: await findFirstPost(trx, into) });
  await trx('articles').where('thread_id', from).update({ thread_id: into });
  await trx('posts').where('thread_id', from).update({ thread_id: into });
  await trx('threads').where('merged_into', from).update({ merged_into: into });
  await addReplies(trx, from, into, 1);
  const changeSeq = await takeChanges(trx, 2);
  await trx('threads')
    .where('id', from)
    .update({ hidden_at: now, merged_into: into, article_count: 0, change_seq: changeSeq });
  await trx('similar_queue').where('thread_id', from).delete();
  await trx('similar_threads').where('thread_id', from).orWhere('similar_id', from).delete();
  await announceChange(trx, into, changeSeq + 1);
  return moved;
}

async function findFirstPost(trx: Knex.Transaction, threadId: number): Promise<HeirPost | undefined> {
  const posts = trx('posts').where('thread_id', threadId).orderBy('id');
  const row = await posts.first<{ id: number; createdAt: unknown }>({ id: 'id', createdAt: 'created_at' });
  return row && { id: row.id, createdAt: Number(row.createdAt) };
}

/** The way back: articles, posts and their answers return to the row that the merge left. */
export async function unmergeThreads(
  trx: Knex.Transaction,
  { from, into, moved }: { from: number; into: number; moved: MovedStory },
): Promise<void> {
  const changeSeq = await takeChanges(trx, 2);
  await moveAll(trx, 'articles', moved.articleIds, { from: into, to: from });
  const postIds = [...moved.postIds, ...(await answersTo(trx, into, moved.postIds))];
  await moveAll(trx, 'posts', postIds, { from: into, to: from });
  for (const chunk of chunksOf(moved.redirectedIds)) {
    await trx('threads').whereIn('id', chunk).where('merged_into', into).update({ merged_into: from });
  }
  const late = postIds.length - moved.postIds.length;
  await addReplies(trx, from, into, -1);
  if (late > 0) {
    await trx('threads').where('id', from).increment('reply_count', late);
    await trx('threads').where('id', into).decrement('reply_count', late);
  }
  await trx('threads').where('id', from).update({ hidden_at: null, merged_into: null });
  await announceChange(trx, from, changeSeq);
  await announceChange(trx, into, changeSeq + 1);
}

/** An article becomes a story of its own again: in the thread that it once had, if that leads here, or in a new one. */
export async function separateArticle(
  trx: Knex.Transaction,
  { articleId, from, now }: { articleId: number; from: number; now: number },
): Promise<number> {
  const changeSeq = await takeChanges(trx, 2);
  const threadId = (await formerThread(trx, articleId, from)) ?? (await insertThread(trx, articleId, changeSeq, now));
  await trx('articles').where('id', articleId).update({ thread_id: threadId });
  await trx('threads').where('id', threadId).update({ hidden_at: null, merged_into: null, reply_count: 0 });
  await trx('threads').where('id', threadId).update({ last_post_at: null });
  await announceChange(trx, threadId, changeSeq);
  await announceChange(trx, from, changeSeq + 1);
  return threadId;
}

async function announceChange(trx: Knex.Transaction, threadId: number, changeSeq: number): Promise<void> {
  await refreshThread(trx, threadId, changeSeq);
  await enqueueSimilar(trx, [{ threadId, changeSeq }]);
}

/** The row that a merge leaves keeps its number of replies: it is what the way back takes away again. */
async function addReplies(trx: Knex.Transaction, from: number, into: number, sign: 1 | -1): Promise<void> {
  const { reply_count: replies } = await trx('threads').where('id', from).first('reply_count');
  const last = trx('posts').where('thread_id', into).max('created_at');
  await trx('threads')
    .where('id', into)
    .update({ reply_count: trx.raw('reply_count + ?', [sign * Number(replies)]), last_post_at: last });
}

/** Whoever answered a post goes where it goes, and so on. */
async function answersTo(trx: Knex.Transaction, threadId: number, postIds: readonly number[]): Promise<number[]> {
  const known = new Set(postIds);
  const answers: number[] = [];
  for (let newest: readonly number[] = postIds; newest.length > 0; ) {
    const found: number[] = [];
    for (const chunk of chunksOf([...newest])) {
      found.push(...(await trx('posts').where('thread_id', threadId).whereIn('reply_to_id', chunk).pluck('id')));
    }
    newest = found.filter((id) => !known.has(id));
    for (const id of newest) known.add(id);
    answers.push(...newest);
  }
  return answers;
}

async function moveAll(
  trx: Knex.Transaction,
  table: 'articles' | 'posts',
  ids: readonly number[],
  { from, to }: { from: number; to: number },
): Promise<void> {
  for (const chunk of chunksOf([...ids])) {
    await trx(table).whereIn('id', chunk).where('thread_id', from).update({ thread_id: to });
  }
}

async function formerThread(trx: Knex.Transaction, articleId: number, from: number): Promise<number | null> {
  const row = await trx('story_decisions')
    .join('threads', 'threads.id', 'story_decisions.own_thread_id')
    .where({ article_id: articleId, 'threads.merged_into': from })
    .first('threads.id as id');
  return row?.id ?? null;
}

async function insertThread(trx: Knex.Transaction, articleId: number, changeSeq: number, now: number): Promise<number> {
  const article = await trx('articles')
    .join('feeds', 'feeds.id', 'articles.feed_id')
    .where('articles.id', articleId)
    .first({
      title: 'articles.title',
      lead: 'articles.lead',
      language: 'articles.language',
      feed_id: 'articles.feed_id',
      published_at: 'articles.published_at',
      category_id: 'feeds.category_id',
    });
  const { published_at: published, title, ...columns } = article;
  const [row] = await trx('threads')
    .insert({
      ...columns,
      title,
      published_at: published,
      active_at: published,
      created_at: now,
      change_seq: changeSeq,
    })
    .returning('id');
  return row.id;
}
