/** Puts another text in the place of an article's own: a longer one of its page, or none. It is no edit: the article's version stays. */
import type { Knex } from 'knex';
import type { SafeHtml } from '../lib/safe-html.js';
import { enqueueSimilar, refreshThread } from './article-write-store.js';
import { takeChanges } from './change-store.js';

export type ArticleVersion = { articleId: number; contentHash: string };
export type ArticleText = { html: SafeHtml; text: string; lead: string; cleanerVersion: number };

/** False when the article has gone or is another version by now. The index follows by the thread's change number. */
export async function replaceArticleText(
  trx: Knex.Transaction,
  { articleId, contentHash }: ArticleVersion,
  { html, text, lead, cleanerVersion }: ArticleText,
): Promise<boolean> {
  const [article] = await trx('articles')
    .where({ id: articleId, content_hash: contentHash })
    .update({
      ...{ html, text, lead, cleaner_version: cleanerVersion },
      source_text: trx.raw('coalesce(source_text, text)'),
    })
    .returning('thread_id');
  if (!article) return false;
  await announceText(trx, article.thread_id);
  return true;
}

/** The title stays, and with it the thread; earlier versions go as well. */
export async function emptyArticleText(trx: Knex.Transaction, articleId: number): Promise<void> {
  const empty = { html: '', text: '', lead: '', source_text: null, markdown: null };
  const [article] = await trx('articles').where('id', articleId).update(empty).returning('thread_id');
  await trx('article_revisions').where('article_id', articleId).delete();
  if (article) await announceText(trx, article.thread_id);
}

async function announceText(trx: Knex.Transaction, threadId: number): Promise<void> {
  const changeSeq = await takeChanges(trx, 1);
  await refreshThread(trx, threadId, changeSeq);
  await enqueueSimilar(trx, [{ threadId, changeSeq }]);
}
