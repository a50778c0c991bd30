import { collapse } from '../lib/text.js';

/** A search that is followed: its words as typed, and the category it was limited to. */
export type SavedSearch = { words: string; category: string };

export const LONGEST_SEARCH = 200;
// A control character, which `collapse` takes out of whatever is typed.
const SEPARATOR = '\u001f';

export function searchTarget({ words, category }: SavedSearch): string {
  return `${collapse(words)}${SEPARATOR}${collapse(category).slice(0, 40)}`;
}

export function savedSearch(target: string): SavedSearch {
  const [words = '', category = ''] = target.split(SEPARATOR);
  return { words, category };
}
