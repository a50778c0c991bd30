/** What a reader typed, cut into words and phrases. In: any text. Out: terms; the same for searching and for highlighting. */
import { analyse, normaliseWord, type Token } from './analyse.js';

export type QueryWord = {
  /** As typed. */
  surface: string;
  /** The stem, and the word itself where that differs (`ес` typed in lower case still finds ЕС). */
  terms: string[];
  /** Set on a last word that may still be unfinished. */
  prefix: string | null;
};

export type ParsedQuery = {
  words: QueryWord[];
  phrases: string[][];
  /** Something was typed, be it only stop words. */
  hasText: boolean;
};

// Longer queries come from pasted paragraphs or from attacks; an AND of more words finds nothing anyway.
const MAX_CHARS = 400;
const MAX_WORDS = 12;
const MIN_PREFIX = 2;
/** A shorter word that exists is meant as it stands: ЦИК is not the beginning of циклон. */
export const EXPANDED_FROM = 4;
const QUOTED = /["“„«]([^"“”„«»]*)["”“»]/g;

export function parseQueryText(text: string): ParsedQuery {
  const typed = text.slice(0, MAX_CHARS);
  const phrases: string[][] = [];
  const loose = typed.replace(QUOTED, (_, quoted: string) => {
    const terms = analyse(quoted).map(({ term }) => term);
    if (terms.length > 0) phrases.push(terms);
    return ' '.repeat(quoted.length + 2);
  });
  return { words: looseWords(loose), phrases: phrases.slice(0, MAX_WORDS), hasText: /[\p{L}\p{N}]/u.test(typed) };
}

function looseWords(text: string): QueryWord[] {
  const tokens = analyse(text).slice(0, MAX_WORDS);
  if (tokens.length === 0) return unfinishedStopWord(text);
  return tokens.map((token) => ({
    surface: token.surface,
    terms: [...new Set([token.term, normaliseWord(token.surface)])],
    prefix: isUnfinished(token, text) ? normaliseWord(token.surface) : null,
  }));
}

const isUnfinished = ({ surface, end }: Token, text: string) => end === text.length && surface.length >= MIN_PREFIX;

// "по" typed alone is more likely the beginning of a word than the stop word.
function unfinishedStopWord(text: string): QueryWord[] {
  const word = normaliseWord(text.trim());
  if (text !== text.trimEnd() || !/^[\p{L}\p{N}]{2,}$/u.test(word)) return [];
  return [{ surface: text.trim(), terms: [], prefix: word }];
}
