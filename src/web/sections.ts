/** Categories and the demo flag: shown on every page, changed almost never, so kept for a moment. */
import { type Clock, SECOND } from '../lib/clock.js';
import type { Category } from '../news/category.js';
import type { CategoryStore } from '../news/category-store.js';

const FRESH_FOR = 5 * SECOND;

export type SectionsParts = {
  categories: Pick<CategoryStore, 'list'>;
  feeds: { count: (filter: { isDemo: boolean }) => Promise<number> };
  clock: Clock;
};

export type SectionsNow = {
  categories: Category[];
  hasDemo: boolean;
  byId: Map<number, Category>;
  bySlug: Map<string, Category>;
};

export function createSections(parts: SectionsParts) {
  let loadedAt = Number.NEGATIVE_INFINITY;
  let now: Promise<SectionsNow> | undefined;

  async function load(): Promise<SectionsNow> {
    const [categories, demoFeeds] = await Promise.all([parts.categories.list(), parts.feeds.count({ isDemo: true })]);
    return {
      categories,
      hasDemo: demoFeeds > 0,
      byId: new Map(categories.map((category) => [category.id, category])),
      bySlug: new Map(categories.map((category) => [category.slug, category])),
    };
  }

  function current(): Promise<SectionsNow> {
    if (now === undefined || parts.clock() - loadedAt > FRESH_FOR) {
      loadedAt = parts.clock();
      now = load();
      // A failed load must not be kept.
      now.catch(() => {
        now = undefined;
      });
    }
    return now;
  }

  return { current };
}

export type Sections = ReturnType<typeof createSections>;
