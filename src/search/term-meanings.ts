/**
 * What terms of two scripts have in common: a meaning is a line of the glossary, a name whatever its spelling, or a number.
 * In: terms in the order of their numbers. Out: the number of each one's meaning, and the terms that share it.
 */
import { cell, grown } from './columns.js';
import { type Glossary, shippedGlossary } from './glossary.js';
import { createKeyNumbers } from './key-numbers.js';
import type { ZonedTerms } from './term-weights.js';
import { nameKey } from './transliterate.js';

export type Script = 0 | 1 | 2;
export const OTHER_SCRIPT: Script = 0;
export const LATIN: Script = 1;
export const CYRILLIC: Script = 2;

/** No meaning. */
const NONE = 0;
const BOTH = LATIN | CYRILLIC;

export function createTermMeanings(glossary: Glossary = shippedGlossary()) {
  const keys = createKeyNumbers();
  let scripts = new Uint8Array(1024);
  let meanings = new Uint32Array(1024);
  /** By meaning: the bits of the scripts it occurs in, and its newest term + 1; by term: the next one + 1. */
  let reach = new Uint8Array(1024);
  let heads = new Uint32Array(1024);
  let links = new Uint32Array(1024);
  let size = 0;

  function add(term: string): void {
    const id = size++;
    const script = scriptOf(term);
    [scripts, meanings, links] = [grown(scripts, size), grown(meanings, size), grown(links, size)];
    scripts[id] = script;
    const key = keyOf(term, script, glossary);
    if (key === '') return;
    const meaning = keys.numberOf(key);
    [reach, heads] = [grown(reach, meaning + 1), grown(heads, meaning + 1)];
    meanings[id] = meaning;
    reach[meaning] = cell(reach, meaning) | (script === OTHER_SCRIPT ? BOTH : script);
    links[id] = cell(heads, meaning);
    heads[meaning] = id + 1;
  }

  return {
    add,
    scriptOf: (id: number): Script => cell(scripts, id) as Script,
    /** 0 for a term that nothing of the other script shares. */
    meaningOf(id: number): number {
      const meaning = cell(meanings, id);
      return cell(reach, meaning) === BOTH ? meaning : NONE;
    },
    termsOf(meaning: number): number[] {
      const terms: number[] = [];
      for (let at = cell(heads, meaning); at > 0; at = cell(links, at - 1)) terms.push(at - 1);
      return terms;
    },
    count: () => keys.count() + 1,
  };
}

export type TermMeanings = ReturnType<typeof createTermMeanings>;

/** The script of most words; numbers decide where they outnumber all words. Terms that the table lacks do not count. */
export function mainScript(
  terms: { size: () => number; meanings: () => Pick<TermMeanings, 'scriptOf'> },
  { title, body }: Pick<ZonedTerms, 'title' | 'body'>,
): Script {
  const { scriptOf: scriptOfTerm } = terms.meanings();
  let [other, latin, cyrillic] = [0, 0, 0];
  for (const list of [title, body]) {
    for (let at = 0; at < list.length; at++) {
      const term = list[at] as number;
      if (term >= terms.size()) continue;
      const script = scriptOfTerm(term);
      if (script === LATIN) latin++;
      else if (script === CYRILLIC) cyrillic++;
      else other++;
    }
  }
  if (2 * Math.max(latin, cyrillic) < other) return OTHER_SCRIPT;
  return latin > cyrillic ? LATIN : CYRILLIC;
}

export function scriptOf(term: string): Script {
  if (/^[a-z]/.test(term)) return LATIN;
  return /^[\u0400-\u04ff]/.test(term) ? CYRILLIC : OTHER_SCRIPT;
}

/** Keys of the three kinds cannot meet: `#` meanings, letters, digits. */
function keyOf(term: string, script: Script, glossary: Glossary): string {
  const meaning = glossary.get(term);
  if (meaning !== undefined) return `#${meaning}`;
  if (script !== OTHER_SCRIPT) return nameKey(term);
  return /^\p{N}{2,}$/u.test(term) ? term : '';
}
