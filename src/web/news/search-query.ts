/** What a reader typed → words and filters. `category:`, `source:`, `before:`, `after:` may stand among the words. */
import type { SearchFilters } from '../../search/document.js';
import type { SectionsNow } from '../sections.js';

const LONGEST_QUERY = 200;

/** A filter that means nothing here: what was typed, and what kind of thing was expected. */
export type SearchProblem = { kind: 'date' | 'category' | 'source'; typed: string };
export type ParsedSearch = { words: string; filters: SearchFilters; problems: SearchProblem[] };

export function parseSearch(
  query: string,
  category: string,
  sections: SectionsNow,
  feeds: readonly { id: number; title: string }[],
): ParsedSearch {
  const filters: SearchFilters = {};
  const problems: SearchProblem[] = [];
  const fromMenu = sections.bySlug.get(category);
  if (fromMenu) filters.categoryId = fromMenu.id;
  else if (category !== '') problems.push({ kind: 'category', typed: category });
  const words = query
    .slice(0, LONGEST_QUERY)
    .replace(
      /(?<![\p{L}\p{N}_-])(category|source|before|after):("[^"]*"|\S+)/giu,
      (whole: string, name: string, value: string) => {
        const kind = name.toLowerCase();
        if (addFilter(filters, kind, value.replaceAll('"', ''), { sections, feeds })) return ' ';
        problems.push({ kind: kind === 'category' || kind === 'source' ? kind : 'date', typed: whole });
        return whole;
      },
    )
    .replace(/\s+/gu, ' ')
    .trim();
  return { words, filters, problems };
}

type Known = { sections: SectionsNow; feeds: readonly { id: number; title: string }[] };

/** False leaves the words in the query: a filter that means nothing is not silently dropped, and the page names it. */
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
