/** Quality on judged sets, beside full cosine, raw titles, SQLite FTS5 and PostgreSQL ts_rank on the same task in the same run. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type EvalDocument, evaluateSimilar } from '../../src/search/eval.js';
import { mean, ndcgAt, percentile, type Qrel, recallAt } from '../../src/search/eval-metrics.js';
import { print } from './figure.js';
import { createReferences, type Reference } from './similar-references.js';

export type JudgedSet = { name: string; docs: EvalDocument[]; qrels: Qrel[] };

/** Databases answer over a connection; so many queries tell their quality to the third decimal. */
const REFERENCE_QUERIES = 1000;

/** Files in pairs: documents, judgements. */
export async function readSets(files: readonly string[]): Promise<JudgedSet[]> {
  const sets: JudgedSet[] = [];
  for (let at = 0; at + 1 < files.length; at += 2) {
    const [docsFile = '', qrelsFile = ''] = files.slice(at, at + 2);
    const docs = await readJsonLines<EvalDocument>(docsFile);
    const known = new Set(docs.map(({ id }) => id));
    const qrels = (await readJsonLines<Qrel>(qrelsFile)).filter(({ query }) => known.has(query));
    sets.push({ name: path.basename(docsFile).split('.')[0] ?? '', docs, qrels });
  }
  return sets;
}

export async function benchQuality({ name, docs, qrels }: JudgedSet): Promise<void> {
  const figures = evaluateSimilar(docs, qrels);
  const at = { threads: docs.length, posts: 0 };
  for (const key of ['ndcg5', 'ndcg10', 'recall10', 'map', 'p50Ms', 'p95Ms'] as const) {
    const unit = key.endsWith('Ms') ? 'ms' : 'of 1';
    print({ name: `${name}-${key}`, value: figures[key], unit, baseline: figures.references.cosine[key], at });
    print({ name: `${name}-title-only-${key}`, value: figures.references.title[key], unit, at });
  }
  const step = Math.max(1, Math.ceil(qrels.length / REFERENCE_QUERIES));
  const sample = qrels.filter((_, index) => index % step === 0);
  for (const reference of await createReferences(docs)) {
    await benchReference(reference, { name, docs, qrels: sample });
    await reference.close();
  }
}

async function benchReference(reference: Reference, { name, docs, qrels }: JudgedSet): Promise<void> {
  const places = new Map(docs.map(({ id }, index) => [id, index]));
  const ms: number[] = [];
  const [gains, recalls]: [number[], number[]] = [[], []];
  for (const qrel of qrels) {
    const started = performance.now();
    const found = await reference.rank(places.get(qrel.query) ?? -1, 10);
    ms.push(performance.now() - started);
    const ids = found.slice(0, 10).map((index) => docs[index]?.id ?? '');
    gains.push(ndcgAt(10, ids, qrel));
    recalls.push(recallAt(10, ids, qrel));
  }
  const at = { threads: docs.length, posts: 0 };
  print({ name: `${name}-${reference.name}-ndcg10`, value: mean(gains), unit: 'of 1', at });
  print({ name: `${name}-${reference.name}-recall10`, value: mean(recalls), unit: 'of 1', at });
  print({ name: `${name}-${reference.name}-p50Ms`, value: percentile(ms, 0.5), unit: 'ms', at });
  print({ name: `${name}-${reference.name}-p95Ms`, value: percentile(ms, 0.95), unit: 'ms', at });
}

async function readJsonLines<T>(file: string): Promise<T[]> {
  const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line.trim() !== '');
  return lines.map((line) => JSON.parse(line) as T);
}
