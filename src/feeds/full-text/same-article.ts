/**
 * Is the article on a page the one that the feed spoke of? Compared by words: most of the headline's must stand on the
 * page, and most of the summary's too. Inflected endings are cut, because headlines on pages are often reworded.
 */
export type Worded = { title: string; text: string };

const STEM = 6;
const SHORTEST = 4;
const FEWEST_TELLING = 8;
const MAX_WORDS = 400;
const TITLE_SHARE = 0.5;
const TEXT_SHARE = 0.6;

export function isSameArticle(said: Worded, found: Worded): boolean {
  const there = new Set(stems(`${found.title}\n${found.text}`, Number.POSITIVE_INFINITY));
  const titleWords = stems(said.title, MAX_WORDS);
  const textWords = stems(said.text, MAX_WORDS);
  if (titleWords.length > 0 && shareOf(titleWords, there) < TITLE_SHARE) return false;
  return textWords.length < FEWEST_TELLING || shareOf(textWords, there) >= TEXT_SHARE;
}

function shareOf(words: readonly string[], there: ReadonlySet<string>): number {
  return words.filter((word) => there.has(word)).length / words.length;
}

function stems(text: string, max: number): string[] {
  const found = new Set<string>();
  for (const [word] of text
    .toLowerCase()
    .replaceAll('ё', 'е')
    .matchAll(/[\p{L}\p{N}]+/gu)) {
    if (word.length < SHORTEST) continue;
    found.add(word.slice(0, STEM));
    if (found.size >= max) break;
  }
  return [...found];
}
