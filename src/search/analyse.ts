/**
 * Text to terms: the one analysis that documents, queries and highlights share.
 * In: any text. Out: tokens with their term (stem, or the word itself) and their place in the text as given.
 * Invariants: a term depends on the word and on whether the whole text shouts, never on the language of a document;
 * stop words and single letters give no token; linear time.
 */
import { stemWord } from './stem.js';
import { stopWords } from './stop-words.js';

export type Token = { term: string; surface: string; start: number; end: number };

// Marks belong to their letter (decomposed й, Devanagari vowels); an apostrophe inside a word does not end it (об'єднання, don't).
// A hashtag is one word with its sign and its underscores; the fragment of an address is none.
const WORD =
  /(?<![\p{L}\p{N}/#])#[\p{L}\p{N}][\p{L}\p{N}\p{M}_]*|[\p{L}\p{N}][\p{L}\p{N}\p{M}]*(?:['’ʼ]\p{L}[\p{L}\p{M}]*)*/gu;
const ABBREVIATION = /^\p{Lu}[\p{Lu}\p{N}]{1,4}$/u;
const CYRILLIC = /[а-яєіїґ]/;
// Longer runs of letters are data (hashes, base64), not words; their beginning is enough to find them by.
const MAX_TERM = 40;
// A working set of word forms: the 4,605 news articles measured hold 98,000. Bounded because hostile text invents words;
// in two halves, so that a full one makes room without losing the words that come up all the time.
const HALF_CACHED = 35_000;

let recentWords = new Map<string, string>();
let olderWords = new Map<string, string>();

export function analyse(text: string): Token[] {
  const isShouting = shouts(text);
  const tokens: Token[] = [];
  for (const match of text.matchAll(WORD)) {
    const surface = match[0];
    const term = termOf(isShouting ? surface.toLowerCase() : surface);
    if (term !== '') tokens.push({ term, surface, start: match.index, end: match.index + surface.length });
  }
  return tokens;
}

/** Calls `visit` for each term in reading order: `analyse` without the places, for indexing. */
export function visitTerms(text: string, visit: (term: string, surface: string) => void): void {
  const isShouting = shouts(text);
  for (const surface of text.match(WORD) ?? []) {
    const term = termOf(isShouting ? surface.toLowerCase() : surface);
    if (term !== '') visit(term, surface);
  }
}

/**
 * A word as it is compared: composed, lower case, without stress marks and apostrophes, ё as е, a hashtag without its
 * sign, so that "#выборы" and "выборы" find each other. Not stemmed.
 */
export function normaliseWord(surface: string): string {
  const bare = surface.startsWith('#') ? surface.slice(1) : surface;
  const lower = bare.normalize('NFC').toLowerCase().replaceAll('ё', 'е').replaceAll('\u0301', '').slice(0, MAX_TERM);
  return /['’ʼ]/.test(lower) ? withoutApostrophe(lower) : lower;
}

// об'єднання → обєднання, Putin's → putin, don't → don't (a stop word), l'élection → élection, o'neill → oneill
function withoutApostrophe(word: string): string {
  const plain = word.replace(/[’ʼ]/g, "'");
  if (CYRILLIC.test(plain)) return plain.replaceAll("'", '');
  if (stopWords.has(plain)) return plain;
  const [first = '', ...rest] = plain.split("'");
  if (first.length > 1) return first;
  return first === 'o' ? first + rest.join('') : rest.join('');
}

/** '' for a word that is not indexed. */
export function termOf(surface: string): string {
  const recent = recentWords.get(surface);
  if (recent !== undefined) return recent;
  const term = olderWords.get(surface) ?? findTerm(surface);
  if (recentWords.size >= HALF_CACHED) {
    olderWords = recentWords;
    recentWords = new Map();
  }
  recentWords.set(surface, term);
  return term;
}

// Short words in capitals (ЦИК, EU, US, G20) are names: kept whole, and never mistaken for a stop word ("us").
function findTerm(surface: string): string {
  const word = normaliseWord(surface);
  if (ABBREVIATION.test(surface.replace('#', ''))) return word;
  if (stopWords.has(word) || (word.length < 2 && !/[\p{N}\p{Lo}]/u.test(word))) return '';
  return stemWord(word);
}

// In a text without lower case, capitals say nothing about abbreviations. A lone abbreviation has no longer word beside it.
function shouts(text: string): boolean {
  return !/\p{Ll}/u.test(text) && /\p{Lu}{6}/u.test(text);
}
