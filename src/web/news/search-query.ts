/** What a reader typed → words and filters. `category:`, `source:`, `before:`, `after:` may stand among the words. */
import type { SearchFilters } from '../../search/document.js';
import type { SectionsNow } from '../sections.js';

const LONGEST_QUERY = 200;

/** A filter that means nothing here: what was typed, and what kind of thing was expected. */
export type SearchProblem = { kind: 'date' | 'category' | 'source'; typed: string };
/** `typed`: the filters among the words that were understood, as they stood there. */
export type ParsedSearch = { words: string; filters: SearchFilters; typed: string[]; problems: SearchProblem[] };

export function parseSearch(
  query: string,
  category: string,
  sections: SectionsNow,
  feeds: readonly { id: number; title: string }[],
): ParsedSearch {
  const filters: SearchFilters = {};
  const typed: string[] = [];
  const problems: SearchProblem[] = [];
  const fromMenu = sections.bySlug.get(category);
  if (fromMenu) filters.categoryId = fromMenu.id;
  else if (category !== '') problems.push({ kind: 'category', typed: category });
  const words = query
    .slice(0, LONGEST_QUERY)
    .replace(
      /(?<![\p{L}\p{N}_-])(category|source|before|after):("[^"]*"|\S*)/giu,
      (whole: string, name: string, value: string) => {
        const kind = name.toLowerCase();
        if (addFilter(filters, kind, value.replaceAll('"', ''), { sections, feeds })) typed.push(whole);
        else problems.push({ kind: kind === 'category' || kind === 'source' ? kind : 'date', typed: whole });
        return ' ';
      },
    )
    .replace(/\s+/gu, ' ')
    .trim();
  return { words, filters, typed, problems };
}

/** Marks alone, or filters that mean nothing, ask for nothing; they would list the whole site. */
export function asksNothing({ words, filters }: Pick<ParsedSearch, 'words' | 'filters'>): boolean {
  return !/[\p{L}\p{N}]/u.test(words) && Object.keys(filters).length === 0;
}

type Known = { sections: SectionsNow; feeds: readonly { id: number; title: string }[] };

/** False: it means nothing here. It is left out of the search, and the page says so. */
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
