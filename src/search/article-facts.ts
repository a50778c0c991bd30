/** What filters and sorting read of each article, in columns. In and out: facts by slot. */
import { cell, grown } from './columns.js';
import type { SearchDocument, SearchFilters } from './document.js';

export type ArticleFacts = Pick<SearchDocument, 'id' | 'version' | 'language' | 'publishedAt' | 'categoryId'>;

// Feeds may claim any language; beyond this many the rest count as unknown.
const MAX_LANGUAGES = 1000;

export function createFactColumns() {
  const languages = [''];
  let ids = new Float64Array(256);
  let versions = new Float64Array(256);
  let dates = new Float64Array(256);
  let categories = new Float64Array(256);
  let languageNumbers = new Uint16Array(256);

  function reserve(length: number): void {
    ids = grown(ids, length);
    versions = grown(versions, length);
    dates = grown(dates, length);
    categories = grown(categories, length);
    languageNumbers = grown(languageNumbers, length);
  }

  function languageNumber(language: string): number {
    const known = languages.indexOf(language);
    if (known >= 0) return known;
    return languages.length < MAX_LANGUAGES ? languages.push(language) - 1 : 0;
  }

  const idOf = (slot: number) => cell(ids, slot);
  const publishedAt = (slot: number) => cell(dates, slot);
  const categoryOf = (slot: number) => cell(categories, slot);
  const languageOf = (slot: number) => languages[cell(languageNumbers, slot)] ?? '';

  return {
    idOf,
    publishedAt,
    set(slot: number, facts: ArticleFacts): void {
      reserve(slot + 1);
      ids[slot] = facts.id;
      versions[slot] = facts.version;
      dates[slot] = facts.publishedAt;
      categories[slot] = facts.categoryId;
      languageNumbers[slot] = languageNumber(facts.language);
    },
    get: (slot: number): ArticleFacts => ({
      id: idOf(slot),
      version: cell(versions, slot),
      language: languageOf(slot),
      publishedAt: publishedAt(slot),
      categoryId: categoryOf(slot),
    }),
    /** All filters but the feed, which stands in the record. `after` is inclusive, `before` is not. */
    matches(slot: number, { categoryId, language, after, before }: SearchFilters): boolean {
      if (categoryId !== undefined && categoryOf(slot) !== categoryId) return false;
      if (language !== undefined && languageOf(slot) !== language) return false;
      if (after !== undefined && publishedAt(slot) < after) return false;
      return before === undefined || publishedAt(slot) < before;
    },
    bytes: () => ids.length * 34,
  };
}
