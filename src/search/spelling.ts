/** The nearest known word to a misspelt one. Looks at every term, so it is called only when a search found nothing. */
import { normaliseWord, termOf } from './analyse.js';
import type { TermTable } from './term-table.js';

// One slip in a short word, two in a long one: the limits Lucene's AUTO fuzziness uses are 3–5 and 6+ letters; a second
// slip needs 8 here, because Russian stems are close to each other.
const MIN_LETTERS = 3;
const TWO_SLIPS_FROM = 8;

/** A written form, or undefined where no known word is near. */
export function nearestWord(terms: TermTable, surface: string): string | undefined {
  const word = normaliseWord(surface);
  if (word.length < MIN_LETTERS) return undefined;
  const stem = termOf(surface) || word;
  const near = nearestTerm(terms, word, stem);
  if (near === undefined) return undefined;
  return inTheFormOf(word, stem, terms.textOf(near)) ?? terms.formOf(near);
}

function nearestTerm(terms: TermTable, word: string, stem: string): number | undefined {
  const allowed = word.length >= TWO_SLIPS_FROM ? 2 : 1;
  let best: { id: number; slips: number; frequency: number } | undefined;
  for (const id of terms.resembling(word, allowed)) {
    const frequency = terms.frequencyOf(id);
    const limit = best?.slips ?? allowed;
    const slips = Math.min(slipsBetween(stem, terms.textOf(id), limit), slipsBetween(word, terms.formOf(id), limit));
    if (slips > limit) continue;
    if (!best || slips < best.slips || frequency > best.frequency) best = { id, slips, frequency };
  }
  return best?.id;
}

// выбопами → выбор + ами. Only where the result stems back: endings change more than the end in English (story, stories).
function inTheFormOf(word: string, stem: string, term: string): string | undefined {
  if (!word.startsWith(stem) || !/[а-я]/.test(word)) return undefined;
  const formed = term + word.slice(stem.length);
  return termOf(formed) === term ? formed : undefined;
}

/** Insertions, deletions, changes and swaps of neighbours (optimal string alignment); anything above `limit` as limit + 1. */
export function slipsBetween(left: string, right: string, limit: number): number {
  if (Math.abs(left.length - right.length) > limit) return limit + 1;
  if (left === right) return 0;
  let [before, previous] = [[] as number[], Array.from({ length: right.length + 1 }, (_, index) => index)];
  for (let i = 1; i <= left.length; i++) {
    const current = [i];
    let least = i;
    for (let j = 1; j <= right.length; j++) {
      const change = left[i - 1] === right[j - 1] ? 0 : 1;
      const swaps = i > 1 && j > 1 && left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1];
      const swapped = swaps ? at(before, j - 2) + 1 : Number.POSITIVE_INFINITY;
      const slips = Math.min(at(previous, j) + 1, at(current, j - 1) + 1, at(previous, j - 1) + change, swapped);
      current.push(slips);
      if (slips < least) least = slips;
    }
    if (least > limit) return limit + 1;
    [before, previous] = [previous, current];
  }
  return Math.min(at(previous, right.length), limit + 1);
}

const at = (row: readonly number[], index: number) => row[index] ?? Number.POSITIVE_INFINITY;
