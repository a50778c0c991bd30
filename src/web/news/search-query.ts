/** What a reader typed → words and filters. `category:`, `source:`, `before:`, `after:` may stand among the words. */
import type { SearchFilters } from '../../search/document.js';
import type { SectionsNow } from '../sections.js';

const LONGEST_QUERY = 200;

export type ParsedSearch = { words: string; filters: SearchFilters };

export function parseSearch(
  query: string,
  category: string,
  sections: SectionsNow,
  feeds: readonly { id: number; title: string }[],
): ParsedSearch {
  const filters: SearchFilters = {};
  const fromMenu = sections.bySlug.get(category);
  if (fromMenu) filters.categoryId = fromMenu.id;
  const words = query
    .slice(0, LONGEST_QUERY)
    .replace(
      /(?<![\p{L}\p{N}_-])(category|source|before|after):("[^"]*"|\S+)/giu,
      (whole, name: string, value: string) =>
        addFilter(filters, name.toLowerCase(), value.replaceAll('"', ''), { sections, feeds }) ? ' ' : whole,
    )
    .replace(/\s+/gu, ' ')
    .trim();
  return { words, filters };
}

type Known = { sections: SectionsNow; feeds: readonly { id: number; title: string }[] };

/** False leaves the words in the query: a filter that means nothing is not silently dropped. */
function addFilter(filters: SearchFilters, name: string, value: string, known: Known): boolean {
  if (name === 'before' || name === 'after') {
    const time = /^\d{4}-\d{2}-\d{2}$/.test(value) ? Date.parse(value) : Number.NaN;
    // 31 February is read as 2 March.
    if (Number.isNaN(time) || !new Date(time).toISOString().startsWith(value)) return false;
    filters[name] = time;
    return true;
  }
  const wanted = value.trim().toLowerCase();
  if (wanted === '') return false;
  if (name === 'category') {
    const category = known.sections.categories.find((each) =>
      [each.slug, each.nameRu, each.nameEn].some((label) => label.toLowerCase() === wanted),
    );
    if (category) filters.categoryId = category.id;
    return category !== undefined;
  }
  const feed =
    known.feeds.find((each) => each.title.toLowerCase() === wanted || String(each.id) === wanted) ??
    known.feeds.find((each) => each.title.toLowerCase().includes(wanted));
  if (feed) filters.feedId = feed.id;
  return feed !== undefined;
}
