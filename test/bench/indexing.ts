/** `bench -- indexing [threads]`: pages while the index is built from nothing, beside the same pages when it stands. */
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { projectRoot } from '../../src/config/paths.js';
import { mulberry32 } from '../../src/search/eval-scale.js';
import type { IndexProgress } from '../../src/search/sync.js';
import { bigSite } from './big-site.js';
import { note, print } from './figure.js';
import { load } from './load.js';
import { startServer } from './processes.js';

const SECONDS = 8;
const PORT = 38_419;

export async function benchIndexing([threads = '100000']: readonly string[]): Promise<void> {
  const size = { threads: Number(threads), posts: 5 * Number(threads) };
  const folder = await bigSite(size);
  await rm(path.join(folder, 'index'), { recursive: true, force: true });
  const env = {
    DATA_DIR: folder,
    PORT: String(PORT),
    FIRST_RUN: 'empty',
    FETCH_ON_START: 'off',
    NODE_ENV: 'development',
  };
  const site = await startServer([path.join(projectRoot, 'dist', 'src', 'main.js'), 'serve'], env, /http:\/\//);
  const base = `http://127.0.0.1:${PORT}`;
  const random = mulberry32(11);
  const paths = Array.from({ length: 3000 }, () => `/threads/${1 + Math.floor(random() * size.threads)}`);
  try {
    const during = await load(base, paths, SECONDS);
    const after = await progressOf(base);
    if (after.state === 'ready') note('the index was ready before the load ended: take more threads');
    note(`after the first load: ${after.done} of ${after.total} articles`);
    while ((await progressOf(base)).state !== 'ready') await new Promise((resolve) => setTimeout(resolve, 500));
    const idle = await load(base, paths, SECONDS);
    print({ name: 'indexing-thread-p50', value: during.p50Ms, unit: 'ms', baseline: idle.p50Ms, at: size });
    print({ name: 'indexing-thread-p99', value: during.p99Ms, unit: 'ms', baseline: idle.p99Ms, at: size });
    print({ name: 'indexing-failures', value: during.failures, unit: 'requests', at: size });
  } finally {
    await site.stop();
  }
}

async function progressOf(base: string): Promise<IndexProgress> {
  const answer = await fetch(`${base}/readyz`, { headers: { accept: 'application/json' } });
  return ((await answer.json()) as { index: IndexProgress }).index;
}
