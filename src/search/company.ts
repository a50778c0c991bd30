/**
 * The company that articles keep. Two reports of one event resemble the same third ones, also where they share few words
 * with each other. In: the vectors of the article asked about (first) and of its best candidates. Out: for each how much its
 * circle of nearest articles overlaps that of the first, 0…1.
 * Nothing is learnt beforehand and nothing kept: it costs one table of fifty by fifty.
 */
import type { ArticleVector } from './article-vectors.js';
import { cell } from './columns.js';

/**
 * Articles in a circle, the article itself among them. Of 7 to 20 each half of the events chooses 11 for the
 * other: 8 loses .002 of nDCG@10 on both sets, 15 loses .003 of it and .012 of recall@10 on ecbplus.
 */
const CIRCLE = 11;

/** `marks` holds 0 for every key before and after. */
export function circleOverlaps(vectors: readonly ArticleVector[], marks: Uint32Array): Float64Array {
  const size = vectors.length;
  const table = likenessTable(vectors, marks);
  const row = (index: number) => table.subarray(index * size, (index + 1) * size);
  for (let index = 0; index < size; index++) keepCircle(row(index));
  return Float64Array.from(vectors, (_, index) => sharedPart(row(0), row(index)));
}

/** The products of each with each. */
function likenessTable(vectors: readonly ArticleVector[], marks: Uint32Array): Float64Array {
  const size = vectors.length;
  const table = new Float64Array(size * size);
  const { starts, owners, weights } = usesByKey(vectors, marks);
  for (let list = 0; list + 1 < starts.length; list++) {
    const end = cell(starts, list + 1);
    for (let left = cell(starts, list); left < end; left++) {
      const weight = cell(weights, left);
      const at = cell(owners, left) * size;
      for (let right = left; right < end; right++) {
        table[at + cell(owners, right)] = cell(table, at + cell(owners, right)) + weight * cell(weights, right);
      }
    }
  }
  mirror(table, size);
  return table;
}

type Uses = { starts: Uint32Array; owners: Uint32Array; weights: Float64Array };

const PLACED = 0x8000_0000;

/** Who uses each key and how heavily, key by key, rising owners; keys of a single article, the most, only on the diagonal. */
function usesByKey(vectors: readonly ArticleVector[], marks: Uint32Array): Uses {
  let total = 0;
  for (const { keys } of vectors) {
    total += keys.length;
    for (let index = 0; index < keys.length; index++) marks[cell(keys, index)] = cell(marks, cell(keys, index)) + 1;
  }
  const uses = { owners: new Uint32Array(total), weights: new Float64Array(total) };
  const starts = new Uint32Array(total + 1);
  let [lists, next] = [0, 0];
  vectors.forEach(({ keys, weights }, owner) => {
    for (let index = 0; index < keys.length; index++) {
      const key = cell(keys, index);
      let mark = cell(marks, key);
      if (mark < PLACED) {
        starts[lists++] = next;
        [mark, next] = [PLACED + next, next + mark];
      }
      uses.owners[mark - PLACED] = owner;
      uses.weights[mark - PLACED] = cell(weights, index);
      marks[key] = mark + 1;
    }
  });
  for (const { keys } of vectors) for (let index = 0; index < keys.length; index++) marks[cell(keys, index)] = 0;
  starts[lists] = next;
  return { starts: starts.subarray(0, lists + 1), ...uses };
}

function mirror(table: Float64Array, size: number): void {
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < row; column++) table[row * size + column] = cell(table, column * size + row);
  }
}

/** Leaves the largest values of the row. */
function keepCircle(row: Float64Array): void {
  const least = leastOfLargest(row);
  for (let column = 0; column < row.length; column++) if (cell(row, column) < least) row[column] = 0;
}

/** The CIRCLE-th largest value; sorting whole rows would take half of the time of a question. */
function leastOfLargest(row: Float64Array): number {
  const largest = new Float64Array(CIRCLE);
  for (let column = 0; column < row.length; column++) {
    const value = cell(row, column);
    if (value <= cell(largest, 0)) continue;
    let at = 0;
    for (; at + 1 < CIRCLE && cell(largest, at + 1) < value; at++) largest[at] = cell(largest, at + 1);
    largest[at] = value;
  }
  return cell(largest, 0);
}

/**
 * What both circles hold, of all that they hold: a third article counts as much as it is like the one that it is less like
 * (Dice). Not the cosine of the two rows, which few near articles decide: .003 less nDCG@10 and recall@10 on ecbplus, in
 * both halves of its events, and the same on tgsilver_ru (± .0003).
 */
function sharedPart(left: Float64Array, right: Float64Array): number {
  let [shared, held] = [0, 0];
  for (let index = 0; index < left.length; index++) {
    const [one, other] = [cell(left, index), cell(right, index)];
    shared += Math.min(one, other);
    held += one + other;
  }
  return held === 0 ? 0 : (2 * shared) / held;
}
