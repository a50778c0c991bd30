/** Use case: the sources of an OPML document become feeds; those that are there stay as they are. */
import type { Executor } from '../db/db.js';
import type { Clock } from '../lib/clock.js';
import { AppError } from '../lib/errors.js';
import type { Category } from '../news/category.js';
import type { FeedStore } from './feed-store.js';
import { type OpmlFeed, writeOpml } from './opml.js';
import { type PreviewOpmlParts, readList } from './preview-opml.js';

export type OpmlParts = {
  feeds: Pick<FeedStore, 'insertNew' | 'list'>;
  categories: { list: () => Promise<Category[]> };
  clock: Clock;
};

export type Added = { added: number; known: number };

/** Throws AppError: `not-opml`, or `opml-too-heavy`. */
export function createImportOpml(parts: OpmlParts & Pick<PreviewOpmlParts, 'pages'>) {
  return async function importOpml(text: string): Promise<Added> {
    const lines = await readList(parts, text);
    return addListedFeeds(
      parts,
      lines.flatMap(({ feed }) => feed ?? []),
    );
  };
}

export async function addListedFeeds(
  parts: OpmlParts,
  listed: readonly OpmlFeed[],
  executor?: Executor,
): Promise<Added> {
  const categories = await parts.categories.list();
  const bySlug = new Map(categories.map((category) => [category.slug, category.id]));
  const fallback = categories[0]?.id;
  if (fallback === undefined) throw new AppError('no-categories', { status: 500 });
  const drafts = listed.map((feed) => ({ ...feed, categoryId: bySlug.get(feed.category) ?? fallback }));
  const added = await parts.feeds.insertNew(drafts, parts.clock(), executor);
  return { added, known: listed.length - added };
}

export function createExportOpml(parts: OpmlParts) {
  return async function exportOpml(title: string): Promise<string> {
    const [feeds, categories] = await Promise.all([parts.feeds.list(), parts.categories.list()]);
    const slugs = new Map(categories.map((category) => [category.id, category.slug]));
    const listed = feeds
      .filter((feed) => feed.isFetched)
      .map((feed): OpmlFeed => ({ ...feed, category: slugs.get(feed.categoryId) ?? '' }));
    return writeOpml(title, listed, parts.clock());
  };
}
