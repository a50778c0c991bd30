/**
 * The shared dictionary: term ↔ number, in how many articles each occurs, and one written form of each (a stem is not a
 * word that a reader should see). Numbers are dense and never reused. The form is the first one met, or a shorter one that
 * came later: the nearest to what a dictionary has. It begins with a capital where the word never stood without.
 */
import { normaliseWord } from './analyse.js';
import { cell, grown } from './columns.js';
import { createTermFinder } from './term-finder.js';
import { createTermMeanings, type TermMeanings } from './term-meanings.js';
import { createWordForms } from './word-forms.js';

/** A word that ever stood in lower case is no name; one with a single capital is no abbreviation. */
const [LOWER, TITLE, UPPER] = [0, 1, 2];

export function createTermTable() {
  const ids = new Map<string, number>();
  const texts: string[] = [];
  const forms = createWordForms();
  const finder = createTermFinder();
  const meanings = createTermMeanings();
  let frequencies = new Uint32Array(1024);
  let formNumbers = new Uint16Array(1024);
  let formLengths = new Uint8Array(1024);
  let cases = new Uint8Array(1024);

  /** Adds the term where it is new; takes note of the form it was met in, of a hashtag without its sign. */
  function idOf(term: string, written: string): number {
    const surface = written.startsWith('#') ? written.slice(1) : written;
    const known = ids.get(term);
    if (known !== undefined) {
      meet(known, surface);
      return known;
    }
    const id = texts.push(term) - 1;
    ids.set(term, id);
    finder.add(term);
    meanings.add(term);
    frequencies = grown(frequencies, texts.length);
    formNumbers = grown(formNumbers, texts.length);
    formLengths = grown(formLengths, texts.length);
    cases = grown(cases, texts.length);
    keepForm(id, surface);
    cases[id] = caseOf(surface);
    return id;
  }

  function keepForm(id: number, surface: string): void {
    formNumbers[id] = forms.numberOf(textOf(id), normaliseWord(surface));
    formLengths[id] = Math.min(255, surface.length);
  }

  /** Of every word that is indexed: two comparisons, for all but a few. */
  function meet(id: number, surface: string): void {
    if (surface.length < cell(formLengths, id)) keepForm(id, surface);
    const known = cell(cases, id);
    if (known !== LOWER) cases[id] = Math.min(known, caseOf(surface));
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
    /** The same as a reader would write it. */
    writtenOf: (id: number): string => inCase(forms.apply(textOf(id), cell(formNumbers, id)), cell(cases, id)),
    frequencyOf,
    /** The column itself, until the next write. */
    frequencies: (): Uint32Array => frequencies,
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

function caseOf(surface: string): number {
  const [first, second] = [surface.charAt(0), surface.charAt(1)];
  if (first === first.toLowerCase()) return LOWER;
  return second !== '' && second !== second.toLowerCase() ? UPPER : TITLE;
}

function inCase(form: string, known: number): string {
  if (known === UPPER) return form.toUpperCase();
  return known === TITLE ? form.charAt(0).toUpperCase() + form.slice(1) : form;
}
