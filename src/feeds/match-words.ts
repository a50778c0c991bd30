/**
 * Words of a rule against a text. A word meets all its forms (the stems of the search), several words stand for a phrase,
 * `выбор*` meets everything that begins so, and `=выборы` this very form (its stem is also that of "выбор"). Linear in the text: terms and prefixes are looked up, never tried in turn.
 */
import { analyse, normaliseWord } from '../search/analyse.js';

const SHORTEST_PREFIX = 3;

type Part = { kind: 'term'; term: string } | { kind: 'prefix'; prefix: string } | { kind: 'exact'; plain: string };
type Phrase = { id: number; parts: Part[] };
type Word = { term: string; plain: string; surface: string };

export type WordMatcher = {
  size: number;
  /** The lines that occur, by number, with the words of the text that made them. */
  find: (text: string) => Map<number, string>;
};

/** One word or phrase a line or between commas; lines that hold no word are left out. */
export function phrasesOf(terms: string): string[] {
  const lines = terms.split(/[\n,;]/).map((line) => line.trim());
  return [...new Set(lines.filter((line) => line !== '' && !line.startsWith('#')))];
}

export function compileWords(terms: string): WordMatcher {
  const phrases = phrasesOf(terms)
    .map((line, id) => ({ id, parts: partsOf(line) }))
    .filter(({ parts }) => parts.length > 0);
  const byTerm = new Map<string, Phrase[]>();
  const byPrefix = new Map<string, Phrase[]>();
  const byPlain = new Map<string, Phrase[]>();
  for (const phrase of phrases) {
    const [first] = phrase.parts;
    if (first?.kind === 'term') push(byTerm, first.term, phrase);
    else if (first?.kind === 'prefix') push(byPrefix, first.prefix.slice(0, SHORTEST_PREFIX), phrase);
    else if (first) push(byPlain, first.plain, phrase);
  }
  return {
    size: phrases.length,
    find(text) {
      const words = wordsOf(text);
      const found = new Map<number, string>();
      words.forEach((word, at) => {
        const begun = [
          ...(byTerm.get(word.term) ?? []),
          ...(byPrefix.get(word.plain.slice(0, SHORTEST_PREFIX)) ?? []),
          ...(byPlain.get(word.plain) ?? []),
        ];
        for (const { id, parts } of begun) {
          if (!found.has(id) && parts.every((part, offset) => meets(part, words[at + offset])))
            found.set(id, surfaceOf(words, at, parts.length));
        }
      });
      return found;
    },
  };
}

function partsOf(line: string): Part[] {
  return [...line.matchAll(/\S+/g)].flatMap(([piece]) => {
    const words = wordsOf(piece);
    const last = words.at(-1);
    const isExact = piece.startsWith('=');
    const parts = words.map(({ term, plain }): Part => (isExact ? { kind: 'exact', plain } : { kind: 'term', term }));
    const isPrefix = piece.endsWith('*') && last !== undefined && last.plain.length >= SHORTEST_PREFIX;
    return isPrefix ? [...parts.slice(0, -1), { kind: 'prefix', prefix: last.plain }] : parts;
  });
}

/** Without the words that no phrase can hold (and, in, of): "явка на выборы" meets "явка выборов" and the other way round. */
function wordsOf(text: string): Word[] {
  return analyse(text).map(({ term, surface }) => ({ term, plain: normaliseWord(surface), surface }));
}

function meets(part: Part, word: Word | undefined): boolean {
  if (word === undefined) return false;
  if (part.kind === 'term') return part.term === word.term;
  return part.kind === 'exact' ? part.plain === word.plain : word.plain.startsWith(part.prefix);
}

function surfaceOf(words: readonly Word[], at: number, length: number): string {
  return words
    .slice(at, at + length)
    .map((word) => word.surface)
    .join(' ');
}

function push(map: Map<string, Phrase[]>, key: string, phrase: Phrase): void {
  map.set(key, [...(map.get(key) ?? []), phrase]);
}
