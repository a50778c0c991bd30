/** Columns and tables that one question leaves to the next, because making them anew would cost more than the question. */
import { type ArticleVectors, createArticleVectors, type Rarity } from './article-vectors.js';
import { grown } from './columns.js';
import type { TermTable } from './term-table.js';
import { rarityTable } from './term-weights.js';

export function createWorkspace() {
  let heads = new Uint32Array(1024);
  let articles = -1;
  let table = rarityTable(0);

  return {
    vectors: createArticleVectors() satisfies ArticleVectors,
    /** By key of a vector, all 0; whoever uses it leaves it so. */
    heads(keyCount: number): Uint32Array {
      heads = grown(heads, keyCount);
      return heads;
    },
    /** How rare each term is among so many articles, until the next write. */
    rarity(terms: TermTable, articleCount: number): Rarity & { ofFrequency: (frequency: number) => number } {
      if (articleCount !== articles) table = rarityTable(articleCount);
      articles = articleCount;
      const known = terms.size();
      const ofFrequency = table;
      return { known, ofFrequency, of: (term) => ofFrequency(term < known ? terms.frequencyOf(term) : 0) };
    },
  };
}

export type Workspace = ReturnType<typeof createWorkspace>;
