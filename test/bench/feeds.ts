/**
 * Polling a thousand sources on loopback that answer after 100 ms, and pages while hostile sources are fetched.
 * The reference is bare rss-parser (`parseURL`) on the same documents, with as many requests in flight.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import Parser from 'rss-parser';
import { openServices } from '../../src/app.js';
import { loadConfig } from '../../src/config/load-config.js';
import { projectRoot } from '../../src/config/paths.js';
import { ensureCategories } from '../../src/jobs/first-run.js';
import { hostileNames } from './feed-host.js';
import { note, print } from './figure.js';
import { load } from './load.js';
import { peakMemoryMb, startServer } from './processes.js';

const SOURCES = 1000;
const IN_FLIGHT = 64;
const SITE_PORT = 38_419;
const PAGE_SECONDS = 10;
const DUE_AGAIN_MS = 500;

type Services = Awaited<ReturnType<typeof openServices>>;

export async function benchFeeds(): Promise<void> {
  const host = await startServer([path.join(import.meta.dirname, 'feed-host.js'), 'serve'], {}, /port \d+/);
  const port = Number(/port (\d+)/.exec(host.output())?.[1]);
  try {
    await benchPolling(port);
    await benchPagesBesideHostile(port);
  } finally {
    await host.stop();
  }
}

const hostOf = (at: number) => `127.0.${1 + Math.floor(at / 250)}.${1 + (at % 250)}`;
const addressesOf = (port: number) =>
  Array.from({ length: SOURCES }, (_, at) => `http://${hostOf(at)}:${port}/feed/${at}`);

async function benchPolling(port: number): Promise<void> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'hustings-feeds-'));
  const addresses = addressesOf(port);
  const services = await openServices(
    loadConfig({
      DATA_DIR: folder,
      LOG_LEVEL: 'error',
      FIRST_RUN: 'empty',
      FETCH_CONCURRENCY: String(IN_FLIGHT),
      FETCH_ALLOW_HOSTS: addresses.map((_, at) => hostOf(at)).join(','),
    }),
  );
  try {
    await ensureCategories(services);
    await services.sync.open();
    await addSources(services, addresses);
    const bare = await bareRssParser(addresses);
    const first = await poll(services, { withSimilar: true });
    print({ name: 'feeds-first-items-stored', value: first.items / first.fetchSeconds, unit: 'items/s' });
    print({ name: 'feeds-first-items-with-similar', value: first.items / first.seconds, unit: 'items/s' });
    print({ name: 'feeds-first', value: SOURCES / first.seconds, unit: 'feeds/s', baseline: bare });
    const unchanged = await poll(services, { withSimilar: false });
    print({ name: 'feeds-304', value: SOURCES / unchanged.seconds, unit: 'feeds/s', baseline: bare });
    await fetch(`http://127.0.0.1:${port}/turn`);
    const changed = await poll(services, { withSimilar: true });
    print({ name: 'feeds-200', value: SOURCES / changed.seconds, unit: 'feeds/s', baseline: bare });
    print({ name: 'feeds-200-new-items', value: changed.items, unit: 'items' });
    print({ name: 'feeds-peak-memory', value: peakMemoryMb(), unit: 'MB' });
  } finally {
    await services.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function addSources({ feeds, clock }: Services, addresses: readonly string[]): Promise<void> {
  for (const [at, url] of addresses.entries()) {
    const draft = { url, title: `Source ${at}`, siteUrl: null, language: 'ru', groupName: '', categoryId: 1 };
    await feeds.insert(draft, clock());
  }
}

/**
 * Everything is due at once. `fetchSeconds` go by until all of it is stored; with `withSimilar` stories and similar articles
 * are decided at the same time, and `seconds` until those of the last article are stored too.
 */
async function poll(services: Services, { withSimilar }: { withSimilar: boolean }) {
  const { feeds, poller, sync, clock } = services;
  for (const { id } of await feeds.list()) await feeds.updateFetchState(id, { nextFetchAt: clock() });
  let items = 0;
  let isDone = false;
  const outcomes: Record<string, number> = {};
  const started = performance.now();
  const computing = (async () => {
    // As the site does beside fetching: again as soon as it is through.
    while (withSimilar && !isDone)
      if ((await sync.drain(() => isDone)) === 0) await new Promise((next) => setTimeout(next, 100));
  })();
  const fetched = await poller.fetchDue((_feed, result) => {
    const outcome = result instanceof Error ? result.message : result.outcome;
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    if (!(result instanceof Error)) items += result.counts.new;
  });
  const fetchSeconds = (performance.now() - started) / 1000;
  isDone = true;
  await computing;
  if (withSimilar) await sync.drain();
  const seconds = (performance.now() - started) / 1000;
  note(`${fetched} fetched in ${seconds.toFixed(1)} s: ${JSON.stringify(outcomes)}, ${items} new`);
  return { items, seconds, fetchSeconds };
}

async function bareRssParser(addresses: readonly string[]): Promise<number> {
  const parser = new Parser();
  const waiting = [...addresses];
  const started = performance.now();
  const lane = async () => {
    for (let url = waiting.pop(); url !== undefined; url = waiting.pop()) await parser.parseURL(url);
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, lane));
  return addresses.length / ((performance.now() - started) / 1000);
}

/** The same pages under the same load: nothing fetched, then a dozen hostile sources due all the time. */
async function benchPagesBesideHostile(port: number): Promise<void> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'hustings-hostile-'));
  const hosts = hostileNames.map((_, at) => `127.0.9.${at + 1}`);
  const env = {
    ...{ DATA_DIR: folder, PORT: String(SITE_PORT), FIRST_RUN: 'empty', NODE_ENV: 'development' },
    FETCH_ALLOW_HOSTS: hosts.join(','),
  };
  try {
    const services = await openServices(loadConfig({ ...env, LOG_LEVEL: 'error' }));
    await ensureCategories(services);
    await services.demo.load();
    const ids: number[] = [];
    for (const [at, name] of hostileNames.entries()) {
      const draft = { title: name, siteUrl: null, language: '', groupName: '', categoryId: 1 };
      const url = `http://${hosts[at]}:${port}/hostile/${name}`;
      ids.push((await services.feeds.insert({ ...draft, url }, Date.now())).id);
    }
    const without = await loadPages({ ...env, FETCH_ON_START: 'off' });
    const stop = keepDue(services, ids);
    const beside = await loadPages({ ...env, FETCH_ON_START: 'on' });
    await stop();
    await services.close();
    print({ name: 'pages-p99-beside-hostile-sources', value: beside, unit: 'ms', baseline: without });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Against their back-off, and as if each document were new: the site fetches and reads them again as soon as it can. */
function keepDue({ feeds }: Services, ids: readonly number[]): () => Promise<void> {
  let last = Promise.resolve();
  const makeDue = async () => {
    const state = { nextFetchAt: Date.now(), isPaused: false, bodyHash: null, etag: null };
    for (const id of ids) await feeds.updateFetchState(id, state);
  };
  const timer = setInterval(() => {
    last = last.then(makeDue);
  }, DUE_AGAIN_MS);
  return () => {
    clearInterval(timer);
    return last;
  };
}

async function loadPages(env: Record<string, string>): Promise<number> {
  const site = await startServer([path.join(projectRoot, 'dist', 'src', 'main.js'), 'serve'], env, /http:\/\//);
  const pages = Array.from({ length: 2000 }, (_, at) =>
    at % 3 === 0 ? `/?n=${at}` : `/threads/${1 + (at % 40)}?n=${at}`,
  );
  try {
    const { p99Ms, failures } = await load(`http://127.0.0.1:${SITE_PORT}`, pages, PAGE_SECONDS);
    if (failures > 0) note(`${failures} requests failed`);
    return p99Ms;
  } finally {
    await site.stop();
  }
}
