/** What "similar" is measured against, on the same documents: the slow ideal and the naive beginning. */
import MiniSearch from 'minisearch';
import { visitTerms } from './analyse.js';
import type { SearchDocument } from './document.js';
import type { Ranker } from './eval.js';

type Vector = Map<string, number>;

/** TF-IDF cosine with every other document: (1 + ln tf) · ln(N / df), the title counted twice. */
export function cosineReference(documents: readonly SearchDocument[]): Ranker {
  const vectors = unitVectors(documents);
  const postings = new Map<string, { index: number; weight: number }[]>();
  vectors.forEach((vector, index) => {
    for (const [term, weight] of vector) {
      const list = postings.get(term) ?? [];
      list.push({ index, weight });
      postings.set(term, list);
    }
  });
  return (index, limit) => {
    const scores = new Map<number, number>();
    for (const [term, weight] of vectors[index] ?? []) {
      for (const other of postings.get(term) ?? []) {
        scores.set(other.index, (scores.get(other.index) ?? 0) + weight * other.weight);
      }
    }
    scores.delete(index);
    return [...scores]
      .sort((a, b) => b[1] - a[1] || a[0] - b[0])
      .slice(0, limit)
      .map(([other]) => other);
  };
}

/** MiniSearch as its manual's first page has it: raw titles, the title as the query, every option at its default. */
export function titleReference(documents: readonly SearchDocument[]): Ranker {
  const index = new MiniSearch<{ id: number; title: string }>({ fields: ['title'] });
  index.addAll(documents.map(({ id, title }) => ({ id, title })));
  return (at, limit) => {
    const results = index.search(documents[at]?.title ?? '');
    return results
      .map(({ id }) => id as number)
      .filter((id) => id !== documents[at]?.id)
      .slice(0, limit);
  };
}

function unitVectors(documents: readonly SearchDocument[]): Vector[] {
  const counts = documents.map(({ title, text }) => termCounts(termsOf(`${title}\n${title}\n${text}`)));
  const frequencies = termCounts(counts.flatMap((count) => [...count.keys()]));
  return counts.map((count) => {
    const weighted = [...count].map(([term, times]): [string, number] => {
      return [term, (1 + Math.log(times)) * Math.log(documents.length / (frequencies.get(term) ?? 1))];
    });
    const length = Math.hypot(...weighted.map(([, weight]) => weight)) || 1;
    return new Map(weighted.map(([term, weight]) => [term, weight / length]));
  });
}

function termCounts(terms: string[]): Vector {
  const counts: Vector = new Map();
  for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
  return counts;
}

function termsOf(text: string): string[] {
  const terms: string[] = [];
  visitTerms(text, (term) => terms.push(term));
  return terms;
}
