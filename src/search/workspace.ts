/** Columns and tables that one question leaves to the next, because making them anew would cost more than the question. */
import {
  type ArticleVector,
  type ArticleVectors,
  createArticleVectors,
  type Rarity,
  termOfKey,
} from './article-vectors.js';
import { cell, grown } from './columns.js';
import type { TermTable } from './term-table.js';
import { type RarityTable, rarityTable } from './term-weights.js';

export function createWorkspace() {
  let marks = new Uint32Array(1024);
  let dense = new Float64Array(1024);
  let table = rarityTable(0);

  return {
    vectors: createArticleVectors() satisfies ArticleVectors,
    /** By key of a vector, all 0; whoever uses it leaves it so. */
    marks(keyCount: number): Uint32Array {
      marks = grown(marks, keyCount);
      return marks;
    },
    /** The product of one vector with each of the others: the likeness of the articles, 0…1. */
    likeness(vector: ArticleVector, others: readonly ArticleVector[], keyCount: number): Float64Array {
      dense = grown(dense, keyCount);
      for (let at = 0; at < vector.keys.length; at++) dense[cell(vector.keys, at)] = cell(vector.weights, at);
      const products = Float64Array.from(others, ({ keys, weights }) => {
        let product = 0;
        for (let at = 0; at < keys.length; at++) product += cell(dense, cell(keys, at)) * cell(weights, at);
        return Math.min(1, product);
      });
      for (let at = 0; at < vector.keys.length; at++) dense[cell(vector.keys, at)] = 0;
      return products;
    },
    /** How rare each term is among so many articles, until the next write. */
    rarity(terms: TermTable, articleCount: number): Rarity & Pick<RarityTable, 'ofFrequency'> {
      if (articleCount !== table.articles) table = rarityTable(articleCount);
      const known = terms.size();
      const frequencies = terms.frequencies();
      const { ofFrequency } = table;
      const weigh = (keys: Uint32Array, weights: Float64Array) => {
        for (let at = 0; at < keys.length; at++) {
          const term = termOfKey(cell(keys, at));
          weights[at] = cell(weights, at) * ofFrequency(term < known ? cell(frequencies, term) : 0);
        }
      };
      return { known, ofFrequency, weigh };
    },
  };
}

export type Workspace = ReturnType<typeof createWorkspace>;
