/**
 * The company that articles keep. Two reports of one event resemble the same third ones, also where they share few words
 * with each other. In: the vectors of the article asked about (first) and of its candidates. Out: for each candidate its
 * likeness to the first article, and how much their circles of nearest articles overlap, both 0…1.
 * Nothing is learnt beforehand and nothing kept: it costs one table of a hundred by a hundred.
 */
import type { ArticleVector } from './article-vectors.js';
import { cell } from './columns.js';

/** Articles in a circle, the article itself among them. Measured: 5 and 20 are worse on ecbplus (.002, .006), 15 the same on both sets. */
const CIRCLE = 10;

export type Company = { likeness: Float64Array; overlap: Float64Array };

/** `heads` and `links` chain the uses of a key; `heads` holds 0 for every key before and after. */
export function keepCompany(vectors: readonly ArticleVector[], heads: Uint32Array): Company {
  const size = vectors.length;
  const table = likenessTable(vectors, heads);
  const likeness = Float64Array.from(vectors, (_, index) => Math.min(1, cell(table, index)));
  for (let row = 0; row < size; row++) keepCircle(table.subarray(row * size, (row + 1) * size));
  const first = table.subarray(0, size);
  const overlap = Float64Array.from(vectors, (_, row) => cosine(first, table.subarray(row * size, (row + 1) * size)));
  return { likeness, overlap };
}

/** Each with each. Only keys that several hold add anything, so each key's uses are walked in pairs. */
function likenessTable(vectors: readonly ArticleVector[], heads: Uint32Array): Float64Array {
  const size = vectors.length;
  const table = new Float64Array(size * size);
  const uses = vectors.reduce((sum, { keys }) => sum + keys.length, 1);
  const [owners, links, weights] = [new Uint32Array(uses), new Uint32Array(uses), new Float64Array(uses)];
  let use = 0;
  for (let row = 0; row < size; row++) {
    const { keys, weights: own } = vectors[row] as ArticleVector;
    for (let index = 0; index < keys.length; index++) {
      const key = cell(keys, index);
      const weight = cell(own, index);
      use++;
      owners[use] = row;
      weights[use] = weight;
      links[use] = cell(heads, key);
      heads[key] = use;
      for (let other = use; other > 0; other = cell(links, other)) {
        const at = row * size + cell(owners, other);
        table[at] = cell(table, at) + weight * cell(weights, other);
      }
    }
  }
  for (const { keys } of vectors) for (let index = 0; index < keys.length; index++) heads[cell(keys, index)] = 0;
  mirror(table, size);
  return table;
}

function mirror(table: Float64Array, size: number): void {
  for (let row = 0; row < size; row++) {
    for (let column = row + 1; column < size; column++) table[row * size + column] = cell(table, column * size + row);
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
    product += cell(left, index) * cell(right, index);
    leftSquares += cell(left, index) ** 2;
    rightSquares += cell(right, index) ** 2;
  }
  return product === 0 ? 0 : Math.min(1, product / Math.sqrt(leftSquares * rightSquares));
}
