/** A search that is followed: its words as typed, and the category it was limited to. */
export type SavedSearch = { words: string; category: string };

export const LONGEST_SEARCH = 200;
// A character that no address and no form field delivers: what is typed cannot forge it.
const SEPARATOR = '\u001f';

export function searchTarget({ words, category }: SavedSearch): string {
  const clean = words.replaceAll(SEPARATOR, ' ').replace(/\s+/gu, ' ').trim();
  return `${clean}${SEPARATOR}${category.replaceAll(SEPARATOR, '').slice(0, 40)}`;
}

export function savedSearch(target: string): SavedSearch {
  const [words = '', category = ''] = target.split(SEPARATOR);
  return { words, category };
}
