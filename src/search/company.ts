/**
 * The company that articles keep. Two reports of one event resemble the same third ones, also where they share few words
 * with each other. In: the vectors of the article asked about (first) and of its best candidates. Out: for each how much its
 * circle of nearest articles overlaps that of the first, 0…1.
 * Nothing is learnt beforehand and nothing kept: it costs one table of fifty by fifty.
 */
import type { ArticleVector } from './article-vectors.js';
import { cell } from './columns.js';

/** Articles in a circle, the article itself among them. Measured: 5 and 20 are worse on ecbplus (.002, .006), 15 the same on both sets. */
const CIRCLE = 10;

/** `marks` holds 0 for every key before and after. */
export function circleOverlaps(vectors: readonly ArticleVector[], marks: Uint32Array): Float64Array {
  const size = vectors.length;
  const table = likenessTable(vectors, marks);
  const row = (index: number) => table.subarray(index * size, (index + 1) * size);
  for (let index = 0; index < size; index++) keepCircle(row(index));
  return Float64Array.from(vectors, (_, index) => cosine(row(0), row(index)));
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

function cosine(left: Float64Array, right: Float64Array): number {
  let [product, leftSquares, rightSquares] = [0, 0, 0];
  for (let index = 0; index < left.length; index++) {
    const [one, other] = [cell(left, index), cell(right, index)];
    product += one * other;
    leftSquares += one * one;
    rightSquares += other * other;
  }
  return product === 0 ? 0 : Math.min(1, product / Math.sqrt(leftSquares * rightSquares));
}
