/** Puts a longer text of the same article in the place of the source's own. It is no edit: the article's version stays. */
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
  const changeSeq = await takeChanges(trx, 1);
  await refreshThread(trx, article.thread_id, changeSeq);
  await enqueueSimilar(trx, [{ threadId: article.thread_id, changeSeq }]);
  return true;
}
