/** Import from bytes to stored rows, and with similar articles computed, beside bare rss-parser on the same documents. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import Parser from 'rss-parser';
import { openServices } from '../../src/app.js';
import { loadConfig } from '../../src/config/load-config.js';
import { projectRoot } from '../../src/config/paths.js';
import { ensureCategories } from '../../src/jobs/first-run.js';
import { createCorpus } from './corpus.js';
import { print } from './figure.js';

const program = path.join(projectRoot, 'dist/src/main.js');
const DOCUMENTS = 60;
const ITEMS = 50;

const LINES = 20_000;

/** A long file of JSON Lines, as `hustings import` reads it: read in the worker while the last batch is stored. */
async function benchLines(folder: string): Promise<void> {
  const file = path.join(folder, 'archive.jsonl');
  const article = await createCorpus();
  const lines = Array.from({ length: LINES }, (_, id) => {
    const { title, text, language, publishedAt } = article(id);
    const date = new Date(publishedAt).toISOString();
    return JSON.stringify({ id, title, text, date, lang: language, source: 'Archive', url: `https://a.example/${id}` });
  });
  await writeFile(file, lines.join('\n'));
  const child = spawn(process.execPath, [program, 'import', file, '--json'], {
    env: { ...process.env, DATA_DIR: path.join(folder, 'lines'), LOG_LEVEL: 'error' },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  // The totals come before the similar articles are computed, which are a figure of their own.
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  const { new: stored, ms } = JSON.parse(line) as { new: number; ms: number };
  print({ name: 'import-lines', value: (stored / ms) * 1000, unit: 'items/s' });
  child.kill();
  await once(child, 'close');
}

export async function benchImport(): Promise<void> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'hustings-import-'));
  const services = await openServices(loadConfig({ DATA_DIR: folder, LOG_LEVEL: 'error', FIRST_RUN: 'empty' }));
  try {
    await ensureCategories(services);
    await services.sync.open();
    const documents = await makeDocuments();
    const bareSeconds = await bareRssParser(documents);
    const started = performance.now();
    for (const [at, document] of documents.entries()) await importOne(services, at, document);
    const stored = seconds(started);
    await services.sync.drain();
    const items = DOCUMENTS * ITEMS;
    print({ name: 'import-stored', value: items / stored, unit: 'items/s', baseline: items / bareSeconds });
    print({
      name: 'import-with-similar',
      value: items / seconds(started),
      unit: 'items/s',
      baseline: items / bareSeconds,
    });
    await benchLines(folder);
    const again = performance.now();
    for (const [at, document] of documents.entries()) await importOne(services, at, document);
    print({ name: 'import-same-again', value: items / seconds(again), unit: 'items/s', baseline: items / bareSeconds });
  } finally {
    await services.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function importOne(
  services: Awaited<ReturnType<typeof openServices>>,
  at: number,
  document: string,
): Promise<void> {
  const url = `https://source${at}.example/feed`;
  const draft = {
    url,
    title: `Source ${at}`,
    siteUrl: null,
    language: 'ru',
    groupName: '',
    categoryId: 1,
    isFetched: false,
  };
  const feed = (await services.feeds.findByUrl(url)) ?? (await services.feeds.insert(draft, Date.now()));
  await services.importFeed.importDocument(feed, { bytes: Buffer.from(document), baseUrl: url });
}

async function makeDocuments(): Promise<string[]> {
  const article = await createCorpus();
  const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return Array.from({ length: DOCUMENTS }, (_, document) => {
    const items = Array.from({ length: ITEMS }, (_, item) => {
      const id = document * ITEMS + item;
      const { title, text, publishedAt } = article(id);
      const date = new Date(publishedAt).toUTCString();
      return `<item><title>${escaped(title)}</title><link>https://source${document}.example/${id}</link><guid>${id}</guid><pubDate>${date}</pubDate><description>${escaped(`<p>${escaped(text)}</p>`)}</description></item>`;
    });
    return `<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Source ${document}</title><link>https://source${document}.example/</link><description>x</description>${items.join('')}</channel></rss>`;
  });
}

async function bareRssParser(documents: string[]): Promise<number> {
  const parser = new Parser();
  const started = performance.now();
  for (const document of documents) await parser.parseString(document);
  return seconds(started);
}

function seconds(since: number): number {
  return (performance.now() - since) / 1000;
}
