/**
 * `bench -- similar [sizes] [docs.jsonl qrels.jsonl]…`: quality on judged sets beside what databases bring along, and the
 * index at size (10k, 100k, 1M): building, memory, snapshot, milliseconds per list of similar articles and per search.
 * Sizes are reached by varying the articles of the first set, or those of the demo (eval-scale.ts says how).
 */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { SearchDocument } from '../../src/search/document.js';
import { createEngine, type Engine } from '../../src/search/engine.js';
import { type EvalDocument, toSearchDocument } from '../../src/search/eval.js';
import { percentile } from '../../src/search/eval-metrics.js';
import { createVariedDocuments, SCALE_METHOD } from '../../src/search/eval-scale.js';
import { settledMb } from '../../src/search/heap.js';
import { search } from '../../src/search/query.js';
import { similarTo } from '../../src/search/similar.js';
import { loadSnapshot, saveSnapshot } from '../../src/search/snapshot.js';
import { createCorpus } from './corpus.js';
import { note, print } from './figure.js';
import { benchQuality, readSets } from './similar-quality.js';

const BATCH = 500;
const QUERIES = 500;
const DEFAULT_SIZES = [10_000, 100_000];
const DEMO_SAMPLE = 3000;

export async function benchSimilar(args: readonly string[]): Promise<void> {
  const sizes = args.filter((arg) => /^\d+[kM]?$/.test(arg)).map(toNumber);
  const sets = await readSets(args.filter((arg) => arg.endsWith('.jsonl')));
  for (const set of sets) await benchQuality(set);
  note(SCALE_METHOD);
  const real = sets[0]?.docs ?? (await demoArticles());
  for (const size of sizes.length > 0 ? sizes : DEFAULT_SIZES) await benchSize(real, size);
}

function toNumber(size: string): number {
  return Number.parseInt(size, 10) * (size.endsWith('k') ? 1000 : size.endsWith('M') ? 1_000_000 : 1);
}

async function demoArticles(): Promise<EvalDocument[]> {
  const article = await createCorpus();
  return Array.from({ length: DEMO_SAMPLE }, (_, index) => {
    const { title, text, language, publishedAt } = article(index);
    return { id: String(index), title, text, lang: language, date: new Date(publishedAt).toISOString() };
  });
}

async function benchSize(real: readonly EvalDocument[], size: number): Promise<void> {
  const at = { threads: size, posts: 0 };
  const varied = createVariedDocuments(real);
  const document = (index: number) => toSearchDocument(real[index] ?? varied(index), index);
  const before = settledMb();
  const engine = createEngine();
  let ms = 0;
  for (let first = 0; first < size; first += BATCH) {
    const batch = Array.from({ length: Math.min(BATCH, size - first) }, (_, offset) => document(first + offset));
    ms += timed(() => engine.upsert(batch));
  }
  print({ name: 'index-build', value: (1000 * size) / ms, unit: 'articles/s', at });
  print({ name: 'index-memory', value: ((settledMb() - before) * 1024) / size, unit: 'KB/article', at });
  const step = Math.max(1, Math.floor(size / QUERIES));
  const queries = Array.from({ length: QUERIES }, (_, n) => document((n * step) % size));
  printTimes(
    'similar',
    times(queries, (one) => void similarTo(engine, one, { limit: 20 })),
    at,
  );
  printTimes(
    'search',
    times(queries, (one) => void search(engine, searchOf(one))),
    at,
  );
  const arriving = Array.from({ length: QUERIES }, (_, n) => document(size + n));
  const arrived = times(arriving, (one) => {
    engine.upsert([one]);
    similarTo(engine, one, { limit: 20 });
  });
  const perSecond = (1000 * arriving.length) / arrived.reduce((sum, value) => sum + value, 0);
  print({ name: 'index-and-compare', value: perSecond, unit: 'articles/s', at });
  await benchSnapshot(engine, at);
}

async function benchSnapshot(engine: Engine, at: { threads: number; posts: number }): Promise<void> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'hustings-similar-'));
  const file = path.join(folder, 'snapshot.bin');
  try {
    const started = performance.now();
    const bytes = await saveSnapshot(engine, file);
    print({ name: 'snapshot-save', value: performance.now() - started, unit: 'ms', at });
    print({ name: 'snapshot-size', value: bytes / 2 ** 20, unit: 'MB', at });
    const loading = performance.now();
    const loaded = await loadSnapshot(file);
    if (!loaded.ok) throw new Error(loaded.reason);
    print({ name: 'snapshot-load', value: performance.now() - loading, unit: 'ms', at });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function searchOf({ title }: SearchDocument) {
  const text = title.split(' ').slice(0, 2).join(' ');
  return { text, filters: {}, sort: 'relevance', offset: 0, limit: 20 } as const;
}

function printTimes(name: string, ms: number[], at: { threads: number; posts: number }): void {
  print({ name: `${name}-p50`, value: percentile(ms, 0.5), unit: 'ms', at });
  print({ name: `${name}-p95`, value: percentile(ms, 0.95), unit: 'ms', at });
}

function times<T>(items: readonly T[], work: (item: T) => void): number[] {
  return items.map((item) => timed(() => work(item)));
}

function timed(work: () => void): number {
  const started = performance.now();
  work();
  return performance.now() - started;
}
