/** Threads as lists show them, and the links of keyset paging. */
import type { Language } from '../../i18n/language.js';
import { decodeCursor, encodeCursor } from '../../lib/page.js';
import type { Category } from '../../news/category.js';
import type { ThreadCursor, ThreadList, ThreadSummary } from '../../news/thread.js';
import type { CategoryLink } from '../page.js';
import type { SectionsNow } from '../sections.js';
import { urls, withQuery } from '../urls.js';
import type { Paging, ThreadRow } from './pages.js';
import { sourceName } from './source-name.js';

export const THREADS_PER_PAGE = 30;

export type Position = { after?: ThreadCursor; before?: ThreadCursor };

export function toThreadRow(thread: ThreadSummary, sections: SectionsNow, language: Language): ThreadRow {
  return {
    id: thread.id,
    url: urls.thread(thread.id),
    title: thread.title,
    lead: thread.lead,
    language: thread.language,
    category: categoryLink(sections.byId.get(thread.categoryId), language),
    feed: { name: sourceName(thread.feedTitle, language), url: urls.feed(thread.feedId) },
    articleCount: thread.articleCount,
    sourceCount: thread.sourceCount,
    editCount: thread.editCount,
    replyCount: thread.replyCount,
    publishedAt: thread.publishedAt,
    lastPostAt: thread.lastPostAt,
  };
}

export function categoryLink(category: Category | undefined, language: Language): CategoryLink {
  if (!category) return { slug: '', name: '', url: urls.home };
  const name = language === 'ru' ? category.nameRu : category.nameEn;
  return { slug: category.slug, name, url: urls.category(category.slug) };
}

/** A hostile or outdated position is the first page. */
export function positionOf(query: { after?: unknown; before?: unknown }): Position {
  const before = toCursor(query.before);
  if (before) return { before };
  const after = toCursor(query.after);
  return after ? { after } : {};
}

export function pagingLinks<Row extends ThreadSummary>(
  list: ThreadList<Row>,
  path: string,
  params: Record<string, string>,
  cursorOf: (thread: Row) => ThreadCursor,
): Paging {
  const first = list.threads[0];
  const last = list.threads.at(-1);
  const link = (name: 'after' | 'before', thread: Row) =>
    withQuery(path, { ...params, [name]: encodeCursor(cursorOf(thread)) });
  return {
    newer: list.hasEarlier && first ? link('before', first) : null,
    older: list.hasLater && last ? link('after', last) : null,
  };
}

function toCursor(text: unknown): ThreadCursor | null {
  const values = decodeCursor(text, ['number', 'id']);
  return values && Number.isSafeInteger(values[0]) ? (values as ThreadCursor) : null;
}
