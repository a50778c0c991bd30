/** The index at size: building, memory, snapshot, and milliseconds per list of similar articles and per search. */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createSearchClient } from '../../src/search/client.js';
import { createCorpus, toDocument } from './corpus.js';
import { print } from './figure.js';

const BATCH = 500;
const QUERIES = 300;

export async function benchSimilar(count: number): Promise<void> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'hustings-similar-'));
  const snapshotPath = path.join(folder, 'snapshot.bin');
  const at = { threads: count, posts: 0 };
  const index = createSearchClient({ snapshotPath });
  try {
    const article = await createCorpus();
    const building = performance.now();
    for (let first = 1; first <= count; first += BATCH) {
      const size = Math.min(BATCH, count - first + 1);
      await index.upsert(
        Array.from({ length: size }, (_, offset) => toDocument(article(first + offset), first + offset)),
      );
    }
    print({ name: 'index-build', value: (1000 * count) / (performance.now() - building), unit: 'articles/s', at });
    const { heapMb } = await index.stats();
    print({ name: 'index-memory', value: (heapMb * 1024) / count, unit: 'KB/article', at });
    const documents = Array.from({ length: QUERIES }, (_, n) => toDocument(article(count + n), count + n));
    const times: number[] = [];
    for (const document of documents) times.push(await timed(() => index.similarTo([document], { limit: 20 })));
    printTimes('similar', times, at);
    const searches: number[] = [];
    for (const document of documents) {
      const text = document.title.split(' ').slice(0, 2).join(' ');
      searches.push(await timed(() => index.search({ text, filters: {}, sort: 'relevance', offset: 0, limit: 20 })));
    }
    printTimes('search', searches, at);
    print({ name: 'snapshot-save', value: await timed(() => index.saveSnapshot()), unit: 'ms', at });
    const fresh = createSearchClient({ snapshotPath });
    print({ name: 'snapshot-load', value: await timed(() => fresh.open()), unit: 'ms', at });
    await fresh.close();
  } finally {
    await index.close();
    await rm(folder, { recursive: true, force: true });
  }
}

function printTimes(name: string, times: number[], at: { threads: number; posts: number }): void {
  const sorted = times.toSorted((a, b) => a - b);
  const quantile = (share: number) => sorted[Math.floor(sorted.length * share)] ?? 0;
  print({ name: `${name}-p50`, value: quantile(0.5), unit: 'ms', at });
  print({ name: `${name}-p95`, value: quantile(0.95), unit: 'ms', at });
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}
