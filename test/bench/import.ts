/**
 * `bench -- import [threads]`: import from bytes to stored rows, and until stories and similar articles, which are decided
 * at the same time, are stored too, beside bare rss-parser on the same documents; into an empty site, or into one that already has so many threads.
 */
import { cp, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import Parser from 'rss-parser';
import { openServices } from '../../src/app.js';
import { loadConfig } from '../../src/config/load-config.js';
import { ensureCategories } from '../../src/jobs/first-run.js';
import { bigSite } from './big-site.js';
import { createCorpus } from './corpus.js';
import { print } from './figure.js';

const DOCUMENTS = 120;
const ITEMS = 50;

export async function benchImport([threads]: readonly string[]): Promise<void> {
  const size = { threads: Number(threads ?? 0), posts: 5 * Number(threads ?? 0) };
  const folder = await mkdtemp(path.join(os.tmpdir(), 'hustings-import-'));
  if (size.threads > 0) await cp(await bigSite(size), folder, { recursive: true });
  const services = await openServices(loadConfig({ DATA_DIR: folder, LOG_LEVEL: 'error', FIRST_RUN: 'empty' }));
  try {
    await ensureCategories(services);
    await services.sync.open();
    await services.sync.drain();
    // Articles that the site does not have yet.
    const documents = await makeDocuments(size.threads);
    const items = DOCUMENTS * ITEMS;
    const baseline = items / (await bareRssParser(documents));
    const started = performance.now();
    let isStored = false;
    // As the site does beside fetching: again as soon as it is through.
    const comparing = (async () => {
      while (!isStored) if ((await services.sync.drain(() => isStored)) === 0) await setTimeout(20);
    })();
    for (const [at, document] of documents.entries()) await importOne(services, at, document);
    print({ name: 'import-stored', value: items / seconds(started), unit: 'items/s', baseline, at: size });
    isStored = true;
    await comparing;
    await services.sync.drain();
    print({ name: 'import-with-similar', value: items / seconds(started), unit: 'items/s', baseline, at: size });
    const again = performance.now();
    for (const [at, document] of documents.entries()) await importOne(services, at, document);
    print({ name: 'import-same-again', value: items / seconds(again), unit: 'items/s', baseline, at: size });
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
  const url = `https://newsroom${at}.example/feed`;
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

async function makeDocuments(firstId: number): Promise<string[]> {
  const article = await createCorpus();
  const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return Array.from({ length: DOCUMENTS }, (_, document) => {
    const items = Array.from({ length: ITEMS }, (_, item) => {
      const id = firstId + document * ITEMS + item;
      const { title, text, publishedAt } = article(id);
      const date = new Date(publishedAt).toUTCString();
      return `<item><title>${escaped(title)}</title><link>https://newsroom${document}.example/${id}</link><guid>${id}</guid><pubDate>${date}</pubDate><description>${escaped(`<p>${escaped(text)}</p>`)}</description></item>`;
    });
    return `<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Source ${document}</title><link>https://newsroom${document}.example/</link><description>x</description>${items.join('')}</channel></rss>`;
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
