/** Terms by beginning and by letters, for unfinished and misspelt words. In: terms in the order of their numbers. Out: numbers. */
import { cell, grown } from './columns.js';

/** Terms are looked up by beginning within the group that shares this many letters. */
const GROUP_LETTERS = 2;

export function createTermFinder() {
  const groups = new Map<string, number[]>();
  let letters = new Uint32Array(1024);
  let size = 0;

  function add(term: string): void {
    const id = size++;
    letters = grown(letters, size);
    letters[id] = letterSet(term);
    const group = groups.get(term.slice(0, GROUP_LETTERS));
    if (group) group.push(id);
    else groups.set(term.slice(0, GROUP_LETTERS), [id]);
  }

  /** The terms among which those that begin so are; none for a single letter. */
  function group(prefix: string): readonly number[] {
    return prefix.length < GROUP_LETTERS ? [] : (groups.get(prefix.slice(0, GROUP_LETTERS)) ?? []);
  }

  /** Terms with at most `limit` different letters that `word` lacks: whatever is within so many slips, and more. */
  function withLettersOf(word: string, limit: number): number[] {
    const lacking = ~letterSet(word);
    const found: number[] = [];
    for (let id = 0; id < size; id++) if (bitCount(cell(letters, id) & lacking) <= limit) found.push(id);
    return found;
  }

  return { add, group, withLettersOf };
}

/** Which letters a word has, as 32 bits; letters 32 apart in Unicode share one. */
function letterSet(word: string): number {
  let set = 0;
  for (let index = 0; index < word.length; index++) set |= 1 << (word.charCodeAt(index) & 31);
  return set;
}

function bitCount(bits: number): number {
  let count = 0;
  for (let left = bits; left !== 0; left &= left - 1) count++;
  return count;
}
