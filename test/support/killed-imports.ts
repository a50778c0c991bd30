/**
 * `hustings import` killed (SIGKILL) when it has stored a drawn number of rows, again and again, until it completes; then
 * what is stored is compared with an undisturbed import of the same documents. A part of the killed runs dies while it
 * stores articles, a part while it computes similar ones or writes the index's snapshot. Used with few kills by a test, with 200 by the bench.
 */
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { openServices } from '../../src/app.js';
import { loadConfig } from '../../src/config/load-config.js';
import { connect } from '../../src/db/connect.js';
import type { Db } from '../../src/db/db.js';
import { mulberry32 } from '../../src/search/eval-scale.js';
import { orphans } from './inspect-db.js';
import { type CliSite, createCliSite, finished } from './run-cli.js';

export type KillPlan = { kills: number; documents: number; items: number; seed: number; note?: (line: string) => void };
// Which near-copies the machine joins to one story depends on what was compared when: an interrupted run may choose
// otherwise. What is stored may not.
const ENV = { STORY_GROUPING: 'off' };
// Once everything is stored a kill hits the similar articles or the snapshot: two of those for each site.
const LATE_KILLS = 2;

/** `midImport`: kills that left a part of the articles stored. */
export type KillReport = { kills: number; sites: number; midImport: number; problems: string[] };

/** Everything that an import leaves but numbers and the time of day. */
type Essence = Record<string, string[]>;

export async function killImports(plan: KillPlan): Promise<KillReport> {
  const random = mulberry32(plan.seed);
  const { essence: expected, done } = await undisturbed(plan);
  const total = expected.articles?.length ?? 0;
  const report: KillReport = { kills: 0, sites: 0, midImport: 0, problems: [] };
  while (report.kills < plan.kills) {
    report.sites++;
    const site = await createCliSite(ENV);
    try {
      await writeDocuments(site.folder, plan);
      let late = 0;
      while (report.kills < plan.kills && late < LATE_KILLS && (await isKilled(site, random(), done))) {
        report.kills++;
        const stored = (await countStored(site)).articles;
        if (stored > 0 && stored < total) report.midImport++;
        if (stored === total) late++;
      }
      report.problems.push(...(await completeAndCompare(site, expected)));
      plan.note?.(`${report.kills} kills, ${report.sites} sites, ${report.problems.length} problems`);
    } finally {
      await site.remove();
    }
  }
  return report;
}

async function undisturbed(plan: KillPlan): Promise<{ essence: Essence; done: number }> {
  const site = await createCliSite(ENV);
  try {
    await writeDocuments(site.folder, plan);
    await mustSucceed(site);
    const { articles, lists } = await countStored(site);
    return { essence: await withServices(site, ({ db }) => essenceOf(db)), done: articles + lists };
  } finally {
    await site.remove();
  }
}

/** At a drawn share of the rows that are still to come. False when nothing was left, or when it ended before it was seen. */
async function isKilled(site: CliSite, share: number, done: number): Promise<boolean> {
  const before = await countStored(site);
  const left = done - before.articles - before.lists;
  const target = done - left + 1 + Math.floor(share * left);
  const child = site.start(importArgs(site));
  child.stdin.end();
  child.stdout.resume();
  child.stderr.resume();
  const closed = once(child, 'close');
  while (child.exitCode === null) {
    // Only once the database has its log: before, a reader could be in the way of whoever makes it.
    const { articles, lists } = existsSync(`${fileOf(site)}-wal`) ? await countStored(site) : { articles: 0, lists: 0 };
    if (articles + lists >= target) break;
    await pause(5);
  }
  child.kill('SIGKILL');
  const [, signal] = await closed;
  return signal === 'SIGKILL';
}

async function completeAndCompare(site: CliSite, expected: Essence): Promise<string[]> {
  await mustSucceed(site);
  return withServices(site, async ({ db, sync, index, similar }) => {
    // What died with the index is mended from the database, and the queue is worked off: the lease of a process that was
    // killed in it keeps the commands after it away for some minutes, and with that stories wait to be joined.
    await sync.open();
    await sync.drain();
    const problems: string[] = [];
    const found = await essenceOf(db);
    for (const [table, rows] of Object.entries(expected)) {
      if (JSON.stringify(found[table]) !== JSON.stringify(rows)) problems.push(`${table} differs`);
    }
    problems.push(...(await orphans(db)).map((name) => `orphans in ${name}`));
    if ((await similar.countQueued()) !== 0) problems.push('threads still queued');
    const indexed = new Map(await index.versions());
    const threads = await similar.listVersions(0, 100_000);
    const isEqual = indexed.size === threads.length && threads.every(({ id, version }) => indexed.get(id) === version);
    if (!isEqual) problems.push('the index differs from the database');
    return problems;
  });
}

async function mustSucceed(site: CliSite): Promise<void> {
  const child = site.start(importArgs(site));
  child.stdin.end();
  const { code, stderr } = await finished(child);
  if (code !== 0) throw new Error(`import ended with ${code}: ${stderr.slice(-500)}`);
}

function importArgs(site: CliSite): string[] {
  return ['import', path.join(site.folder, 'documents'), '--json'];
}

function fileOf(site: CliSite): string {
  return path.join(site.dataDir, 'hustings.sqlite');
}

async function countStored(site: CliSite): Promise<{ articles: number; lists: number }> {
  // Before the first statement there is no database yet.
  const file = fileOf(site);
  if (!existsSync(file)) return { articles: 0, lists: 0 };
  const db = await connect({ kind: 'sqlite', file }, { sqliteReaders: 1, postgresPool: 1 });
  try {
    const count = async (table: string) =>
      (await db.read.schema.hasTable(table)) ? Number((await db.read(table).count({ count: '*' }))[0]?.count) : 0;
    return { articles: await count('articles'), lists: await count('similar_states') };
  } finally {
    await db.close();
  }
}

type Services = Awaited<ReturnType<typeof openServices>>;

async function withServices<T>(site: CliSite, work: (services: Services) => Promise<T>): Promise<T> {
  const services = await openServices(
    loadConfig({ ...ENV, DATA_DIR: site.dataDir, LOG_LEVEL: 'silent', FIRST_RUN: 'empty' }),
  );
  try {
    return await work(services);
  } finally {
    await services.close();
  }
}

async function essenceOf(db: Db): Promise<Essence> {
  const lines = (rows: object[]) => rows.map((row) => JSON.stringify(row)).sort();
  const articles = db
    .read('articles as a')
    .join('threads as t', 't.id', 'a.thread_id')
    .join('feeds as f', 'f.id', 'a.feed_id')
    .select('f.title as feed', 't.title as thread', 't.article_count', 't.published_at as thread_at', 't.lead')
    .select('a.guid_key', 'a.url_key', 'a.identity_key', 'a.content_hash', 'a.title', 'a.text', 'a.tags');
  const versions = db
    .read('article_versions as v')
    .join('articles as a', 'a.id', 'v.article_id')
    .select('v.content_hash', 'a.identity_key');
  const tags = db
    .read('article_tags as g')
    .join('articles as a', 'a.id', 'g.article_id')
    .select('g.tag_key', 'a.identity_key');
  return {
    articles: lines(await articles),
    versions: lines(await versions),
    tags: lines(await tags),
    feeds: lines(await db.read('feeds').select('url', 'title', 'article_count')),
    threads: [String((await db.read('threads').count({ count: '*' }))[0]?.count)],
  };
}

async function writeDocuments(folder: string, { documents, items }: KillPlan): Promise<void> {
  const target = path.join(folder, 'documents');
  await mkdir(target, { recursive: true });
  for (let number = 0; number < documents; number++) {
    const entries = Array.from({ length: items }, (_, at) => entryOf(number, at)).join('');
    const head = `<title>Источник ${number}</title><link>https://s${number}.example/</link>`;
    await writeFile(
      path.join(target, `${String(number).padStart(3, '0')}.xml`),
      `<?xml version="1.0"?><rss version="2.0"><channel>${head}${entries}</channel></rss>`,
    );
  }
}

/** Every seventh stands in the document before too; every eleventh has no id; the words repeat, so there are likenesses. */
function entryOf(document: number, at: number): string {
  const owner = at % 7 === 0 && document > 0 ? document - 1 : document;
  const words = ['Явка', 'Избирком', 'Протокол', 'Наблюдатели', 'Бюллетень'][at % 5];
  const guid = at % 11 === 0 ? '' : `<guid isPermaLink="false">g${owner}-${at}</guid>`;
  const date = new Date(Date.UTC(2026, 4, 1 + (at % 20), at % 24, document)).toUTCString();
  const text = `${words} на участке ${at} области ${owner}: подсчёт голосов шёл до ${at % 12} часов, сообщили наблюдатели.`;
  return (
    `<item><title>${words} номер ${at} в области ${owner}</title>${guid}<link>https://s${owner}.example/${at}</link>` +
    `<category>${words}</category><pubDate>${date}</pubDate><description>${text}</description></item>`
  );
}
