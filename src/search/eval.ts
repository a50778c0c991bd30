/**
 * Measures "similar articles" on a judged set: quality, time and memory, beside two references computed in the same run
 * (full TF-IDF cosine, and what MiniSearch gives for a raw title). In: documents and judgements. Out: figures.
 * The ranking is measured as a whole, without the cut that pages apply to weak matches (similar.ts, SHOWN_FROM).
 * A query is an article of the set and never counts among its own results. Nothing is written anywhere.
 */
import type { SearchDocument } from './document.js';
import { createEngine } from './engine.js';
import { averagePrecision, mean, ndcgAt, percentile, type Qrel, recallAt } from './eval-metrics.js';
import { cosineReference, titleReference } from './eval-references.js';
import { similarTo } from './similar.js';

export type EvalDocument = { id: string; title: string; text: string; date: string | null; lang: string };

export type Quality = { ndcg5: number; ndcg10: number; recall10: number; map: number; p50Ms: number; p95Ms: number };

export type SimilarEvaluation = Quality & {
  docs: number;
  queries: number;
  indexMs: number;
  heapMb: number;
  references: { cosine: Quality; title: Quality };
};

/** MAP is cut at this depth for every method alike. */
const DEPTH = 50;

/** Ids of the best others for the document at `index`, best first. */
export type Ranker = (index: number, limit: number) => number[];

export function evaluateSimilar(
  docs: readonly EvalDocument[],
  qrels: readonly Qrel[],
  options: EvalOptions = {},
): SimilarEvaluation {
  const heapBefore = heapMb();
  const started = performance.now();
  const { documents, rank } = indexed(docs);
  const indexMs = performance.now() - started;
  const heapUsed = heapMb() - heapBefore;
  const judged = {
    docs,
    qrels: knownQueries(docs, qrels),
    ...(options.onProgress ? { onProgress: options.onProgress } : {}),
  };
  return {
    docs: docs.length,
    queries: judged.qrels.length,
    ...measure(judged, rank),
    indexMs,
    heapMb: heapUsed,
    references: {
      cosine: measure(judged, cosineReference(documents)),
      title: measure(judged, titleReference(documents)),
    },
  };
}

export type EvalOptions = { onProgress?: (done: number, of: number) => void };

type Judged = EvalOptions & { docs: readonly EvalDocument[]; qrels: readonly Qrel[] };

function indexed(docs: readonly EvalDocument[]): { documents: SearchDocument[]; rank: Ranker } {
  const documents = docs.map(toSearchDocument);
  const engine = createEngine();
  engine.upsert(documents);
  const rank: Ranker = (index, limit) => {
    const document = documents[index];
    return document ? similarTo(engine, document, { limit, minScore: 0 }).map(({ id }) => id) : [];
  };
  return { documents, rank };
}

// Undated articles all get the same moment, so that dates neither help nor hurt.
function toSearchDocument({ title, text, date, lang }: EvalDocument, index: number): SearchDocument {
  const publishedAt = date === null ? 0 : Date.parse(date) || 0;
  return { id: index, version: 1, title, text, language: lang, publishedAt, categoryId: 0, feedIds: [] };
}

function knownQueries(docs: readonly EvalDocument[], qrels: readonly Qrel[]): Qrel[] {
  const known = new Set(docs.map(({ id }) => id));
  return qrels.filter(({ query }) => known.has(query));
}

function measure({ docs, qrels, onProgress }: Judged, rank: Ranker): Quality {
  const indexById = new Map(docs.map(({ id }, index) => [id, index]));
  const times: number[] = [];
  const rankings = qrels.map(({ query }, done) => {
    const started = performance.now();
    const ranked = rank(indexById.get(query) ?? -1, DEPTH);
    times.push(performance.now() - started);
    onProgress?.(done + 1, qrels.length);
    return ranked.map((index) => docs[index]?.id ?? '');
  });
  const average = (score: (ranked: string[], qrel: Qrel) => number) =>
    mean(qrels.map((qrel, index) => score(rankings[index] ?? [], qrel)));
  return {
    ndcg5: average((ranked, qrel) => ndcgAt(5, ranked, qrel)),
    ndcg10: average((ranked, qrel) => ndcgAt(10, ranked, qrel)),
    recall10: average((ranked, qrel) => recallAt(10, ranked, qrel)),
    map: average(averagePrecision),
    p50Ms: percentile(times, 0.5),
    p95Ms: percentile(times, 0.95),
  };
}

function heapMb(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / 2 ** 20;
}
