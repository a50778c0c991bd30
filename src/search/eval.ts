/**
 * Measures "similar articles" on a judged set: quality, time and memory, beside two references computed in the same run
 * (full TF-IDF cosine, and what MiniSearch gives for a raw title). In: documents and judgements. Out: figures.
 * The ranking is measured as a whole, without the cut that pages apply to weak matches (similar.ts, SHOWN_FROM).
 * With `scale`, quality is that of the set as it is; times and memory are those of an index grown to that size (eval-scale.ts).
 * A query is an article of the set and never counts among its own results. Nothing is written anywhere.
 */
import type { SearchDocument } from './document.js';
import { createEngine, type Engine } from './engine.js';
import { averagePrecision, mean, ndcgAt, percentile, type Qrel, recallAt } from './eval-metrics.js';
import { cosineReference, titleReference } from './eval-references.js';
import { createVariedDocuments } from './eval-scale.js';
import { settledMb } from './heap.js';
import { similarTo } from './similar.js';

export type EvalDocument = { id: string; title: string; text: string; date: string | null; lang: string };

export type Quality = { ndcg5: number; ndcg10: number; recall10: number; map: number; p50Ms: number; p95Ms: number };

export type SimilarEvaluation = Quality & {
  docs: number;
  queries: number;
  indexMs: number;
  heapMb: number;
  /** Articles in the index that was timed and weighed; more than `docs` where it was grown. */
  scale: number;
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
  const documents = docs.map(toSearchDocument);
  const heapBefore = settledMb();
  const started = performance.now();
  const engine = createEngine();
  engine.upsert(documents);
  let indexMs = performance.now() - started;
  const judged: Judged = { docs, qrels: knownQueries(docs, qrels), onProgress: options.onProgress };
  const own = measure(judged, rankerOf(engine, documents));
  if (options.scale !== undefined && options.scale > docs.length) {
    indexMs += grow(engine, docs, options);
    const { p50Ms, p95Ms } = measure(sampleOf(judged), rankerOf(engine, documents));
    Object.assign(own, { p50Ms, p95Ms });
  }
  return {
    docs: docs.length,
    queries: judged.qrels.length,
    ...own,
    indexMs,
    heapMb: settledMb() - heapBefore,
    scale: engine.stats().documents,
    references: {
      cosine: measure(judged, cosineReference(documents)),
      title: measure(judged, titleReference(documents)),
    },
  };
}

export type EvalOptions = {
  /** Told of each answered query. */
  onProgress?: ((done: number, of: number) => void) | undefined;
  /** Grow the index to so many articles before timing it. */
  scale?: number | undefined;
  onGrown?: ((articles: number, of: number) => void) | undefined;
};

export type Judged = Pick<EvalOptions, 'onProgress'> & { docs: readonly EvalDocument[]; qrels: readonly Qrel[] };

function rankerOf(engine: Engine, documents: readonly SearchDocument[]): Ranker {
  return (index, limit) => {
    const document = documents[index];
    return document ? similarTo(engine, document, { limit, minScore: 0 }).map(({ id }) => id) : [];
  };
}

const GROWN_AT_ONCE = 500;
/** Queries that time a grown index: enough for a 95th percentile. */
const TIMED_QUERIES = 500;

/** Returns the milliseconds that indexing took, without those of inventing the articles. */
function grow(engine: Engine, docs: readonly EvalDocument[], { scale = 0, onGrown }: EvalOptions): number {
  const varied = createVariedDocuments(docs);
  let ms = 0;
  for (let at = docs.length; at < scale; at += GROWN_AT_ONCE) {
    const size = Math.min(GROWN_AT_ONCE, scale - at);
    const batch = Array.from({ length: size }, (_, offset) => toSearchDocument(varied(at + offset), at + offset));
    const started = performance.now();
    engine.upsert(batch);
    ms += performance.now() - started;
    onGrown?.(at + size, scale);
  }
  return ms;
}

function sampleOf({ docs, qrels }: Judged): Judged {
  const step = Math.max(1, Math.floor(qrels.length / TIMED_QUERIES));
  return { docs, qrels: qrels.filter((_, index) => index % step === 0).slice(0, TIMED_QUERIES) };
}

// Undated articles all get the same moment, so that dates neither help nor hurt.
export function toSearchDocument({ title, text, date, lang }: EvalDocument, index: number): SearchDocument {
  const publishedAt = date === null ? 0 : Date.parse(date) || 0;
  return { id: index, version: 1, title, text, language: lang, publishedAt, categoryId: 0, feedIds: [] };
}

function knownQueries(docs: readonly EvalDocument[], qrels: readonly Qrel[]): Qrel[] {
  const known = new Set(docs.map(({ id }) => id));
  return qrels.filter(({ query }) => known.has(query));
}

export function measure({ docs, qrels, onProgress }: Judged, rank: Ranker): Quality {
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
