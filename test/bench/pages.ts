/** Requests per second and latency of home, thread and search beside a bare Express server that sends the same bytes. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { projectRoot } from '../../src/config/paths.js';
import { mulberry32 } from '../../src/search/eval-scale.js';
import { bigSite, type SiteSize } from './big-site.js';
import { note, print } from './figure.js';
import { type LoadResult, load } from './load.js';
import { startServer } from './processes.js';

const SECONDS = 8;
const PORT = 38_417;
const BARE_PORT = 38_418;

type PageKind = { name: string; paths: string[] };

export async function benchPages(size: SiteSize): Promise<void> {
  const folder = await bigSite(size);
  const main = path.join(projectRoot, 'dist', 'src', 'main.js');
  const env = {
    DATA_DIR: folder,
    PORT: String(PORT),
    FIRST_RUN: 'empty',
    FETCH_ON_START: 'off',
    NODE_ENV: 'development',
  };
  const started = performance.now();
  const site = await startServer([main, 'serve'], env, /http:\/\//);
  const base = `http://127.0.0.1:${PORT}`;
  try {
    print({ name: 'serve-to-first-page', value: performance.now() - started, unit: 'ms', at: size });
    await indexed(base, size);
    print({ name: 'serve-to-index-ready', value: performance.now() - started, unit: 'ms', at: size });
    for (const kind of pageKinds(size)) await measure(base, kind, size);
  } finally {
    await site.stop();
  }
}

/** Distinct addresses show the cost of making a page, one address the cost of a page that many read. */
function pageKinds({ threads }: SiteSize): PageKind[] {
  const random = mulberry32(11);
  const threadPaths = Array.from({ length: 5000 }, () => `/threads/${1 + Math.floor(random() * threads)}`);
  const words = [
    'избирком',
    'явка',
    'пересчёт',
    'наблюдатели',
    'ballots',
    'recount',
    'дипфейк',
    'аудит',
    'петиция',
    'turnout',
  ];
  const pairs = words.flatMap((a) =>
    words.filter((b) => b !== a).map((b) => `/search?q=${encodeURIComponent(`${a} ${b}`)}`),
  );
  return [
    { name: 'home-hot', paths: ['/'] },
    {
      name: 'home-distinct',
      paths: Array.from({ length: 5000 }, (_, n) => `/?order=${n % 2 ? 'active' : 'discussed'}&n=${n}`),
    },
    { name: 'thread-distinct', paths: threadPaths },
    { name: 'thread-hot', paths: threadPaths.slice(0, 1) },
    {
      name: 'search-distinct',
      paths: [...pairs, ...words.map((word) => `/search?q=${encodeURIComponent(word)}`)].flatMap((at) =>
        Array.from({ length: 20 }, (_, n) => `${at}&n=${n}`),
      ),
    },
  ];
}

async function measure(base: string, kind: PageKind, size: SiteSize): Promise<void> {
  const page = await (await fetch(base + (kind.paths[0] ?? '/'), { headers: { 'accept-language': 'ru' } })).text();
  const bare = await bareLoad(page);
  const ours = await load(base, kind.paths, SECONDS);
  if (ours.failures > 0) note(`${kind.name}: ${ours.failures} requests failed`);
  print({ name: `${kind.name}-rps`, value: ours.perSecond, unit: 'requests/s', baseline: bare.perSecond, at: size });
  print({ name: `${kind.name}-p50`, value: ours.p50Ms, unit: 'ms', at: size });
  print({ name: `${kind.name}-p99`, value: ours.p99Ms, unit: 'ms', at: size });
}

async function bareLoad(page: string): Promise<LoadResult> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'hustings-bare-'));
  const file = path.join(folder, 'page.html');
  await writeFile(file, page);
  const server = await startServer(
    [path.join(import.meta.dirname, 'bare-server.js'), file, String(BARE_PORT)],
    {},
    /ready/,
  );
  try {
    return await load(`http://127.0.0.1:${BARE_PORT}`, ['/'], SECONDS);
  } finally {
    await server.stop();
    await rm(folder, { recursive: true });
  }
}

async function indexed(base: string, { threads }: SiteSize): Promise<void> {
  for (;;) {
    const metrics = await (await fetch(`${base}/metrics`)).text();
    const count = Number(/^hustings_indexed_threads (\d+)/m.exec(metrics)?.[1] ?? 0);
    if (count >= threads) return;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
