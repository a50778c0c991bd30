/**
 * The shared dictionary: term ↔ number, in how many articles each occurs, and one written form of each (a stem is not a
 * word that a reader should see). Numbers are dense and never reused.
 */
import { normaliseWord } from './analyse.js';
import { cell, grown } from './columns.js';
import { createTermFinder } from './term-finder.js';
import { createTermMeanings, type TermMeanings } from './term-meanings.js';
import { createWordForms } from './word-forms.js';

export function createTermTable() {
  const ids = new Map<string, number>();
  const texts: string[] = [];
  const forms = createWordForms();
  const finder = createTermFinder();
  const meanings = createTermMeanings();
  let frequencies = new Uint32Array(1024);
  let formNumbers = new Uint16Array(1024);

  /** Adds the term where it is new, with the form it was met in. */
  function idOf(term: string, surface: string): number {
    const known = ids.get(term);
    if (known !== undefined) return known;
    const id = texts.push(term) - 1;
    ids.set(term, id);
    finder.add(term);
    meanings.add(term);
    frequencies = grown(frequencies, texts.length);
    formNumbers = grown(formNumbers, texts.length);
    formNumbers[id] = forms.numberOf(term, normaliseWord(surface));
    return id;
  }

  const textOf = (id: number): string => texts[id] ?? '';
  const frequencyOf = (id: number): number => cell(frequencies, id);
  const isInUse = (id: number): boolean => frequencyOf(id) > 0;

  return {
    idOf,
    find: (term: string): number | undefined => ids.get(term),
    textOf,
    meanings: (): TermMeanings => meanings,
    /** A written form, in lower case. */
    formOf: (id: number): string => forms.apply(textOf(id), cell(formNumbers, id)),
    frequencyOf,
    /** Articles counted in (+1) or out (−1), once per article. */
    count(id: number, change: 1 | -1): void {
      frequencies[id] = cell(frequencies, id) + change;
    },
    /** Terms in use that begin so, the most frequent `limit` of them. */
    startingWith(prefix: string, limit: number): number[] {
      const found = finder.group(prefix).filter((id) => isInUse(id) && textOf(id).startsWith(prefix));
      return found.sort((a, b) => frequencyOf(b) - frequencyOf(a)).slice(0, limit);
    },
    /** Terms in use that may be within `slips` of the word or of its stem. */
    resembling: (word: string, slips: number): number[] =>
      finder.withLettersOf(word, slips).filter((id) => isInUse(id) && textOf(id).length <= word.length + slips),
    size: () => texts.length,
  };
}

export type TermTable = ReturnType<typeof createTermTable>;
