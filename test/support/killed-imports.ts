/**
 * `hustings import` killed (SIGKILL) when it has stored a drawn number of rows, again and again, until it completes; then
 * the site is compared with an undisturbed import of the same documents. A part of the runs dies while it stores articles,
 * edits and what keeps deleted ones away, a part while it joins stories, computes similar ones or writes the snapshot.
 * Compared for equality: articles, their versions, revisions and tags, what was deleted, sources. Stories and lists of
 * similar articles may depend on the order of comparing, so of them only what must always hold: see import-state.ts.
 * Every site begins as a copy of one that holds the first edition of the documents, with one article deleted.
 * Used with few kills by a test, with 200 by the bench.
 */
import { once } from 'node:events';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { openServices } from '../../src/app.js';
import { loadConfig } from '../../src/config/load-config.js';
import { connect } from '../../src/db/connect.js';
import type { Db } from '../../src/db/db.js';
import { mulberry32 } from '../../src/search/eval-scale.js';
import { goodPassword } from './accounts.js';
import { brokenInvariants, type Essence, essenceOf } from './import-state.js';
import { type CliSite, createCliSite, finished } from './run-cli.js';

export type KillPlan = { kills: number; documents: number; items: number; seed: number; note?: (line: string) => void };

/** `midImport`, `midStories`: kills that left a part of the articles stored, a part of the stories or lists decided. */
export type KillReport = { kills: number; sites: number; midImport: number; midStories: number; problems: string[] };

/** Rows that an import adds in this order. */
type Stored = { articles: number; decisions: number; lists: number };
type Expected = { essence: Essence; stored: Stored };

// Once everything is stored a kill hits the snapshot: one of those for each site.
const LATE_KILLS = 1;
const FIRST_EDITION = 1;
const SECOND_EDITION = 2;

export async function killImports(plan: KillPlan): Promise<KillReport> {
  const random = mulberry32(plan.seed);
  const report: KillReport = { kills: 0, sites: 0, midImport: 0, midStories: 0, problems: [] };
  const begun = await createCliSite();
  try {
    await makeFirstEdition(begun, plan);
    const expected = await undisturbed(begun);
    while (report.kills < plan.kills) {
      report.sites++;
      const problems = await killSite(begun, { plan, report, expected, random });
      report.problems.push(...problems.map((problem) => `site ${report.sites}: ${problem}`));
      plan.note?.(`${report.kills} kills, ${report.sites} sites, ${report.problems.length} problems`);
    }
    return report;
  } finally {
    await begun.remove();
  }
}

type Run = { plan: KillPlan; report: KillReport; expected: Expected; random: () => number };

async function killSite(begun: CliSite, { plan, report, expected, random }: Run): Promise<string[]> {
  const site = await copyOf(begun);
  const db = await openReader(site);
  try {
    let late = 0;
    while (report.kills < plan.kills && late < LATE_KILLS) {
      if (!(await isKilled(site, db, { share: random(), expected: expected.stored }))) break;
      const stored = await countStored(db);
      report.kills++;
      if (stored.articles < expected.stored.articles) report.midImport++;
      else if (stored.lists < stored.articles) report.midStories++;
      if (sumOf(stored) >= sumOf(expected.stored)) late++;
    }
    return await completeAndCompare(site, expected.essence);
  } finally {
    await db.close();
    await site.remove();
  }
}

async function makeFirstEdition(site: CliSite, plan: KillPlan): Promise<void> {
  await writeDocuments(site.folder, plan, FIRST_EDITION);
  await mustSucceed(site);
  await withServices(site, async ({ db, enrol, deleteArticle }) => {
    const enrolled = await enrol({ name: 'Editor', password: goodPassword, email: '' }, { role: 'moderator' });
    if (!enrolled.ok) throw new Error('no moderator');
    const doomed = await db.read('articles').where('title', 'like', '% номер 1 %').orderBy('id').first('id');
    await deleteArticle(enrolled.user, doomed.id, 'named twice');
  });
  await writeDocuments(site.folder, plan, SECOND_EDITION);
}

async function undisturbed(begun: CliSite): Promise<Expected> {
  const site = await copyOf(begun);
  try {
    await mustSucceed(site);
    return await withServices(site, async (services) => {
      const broken = await brokenInvariants(services);
      const stored = await countStored(services.db);
      const joined = await services.db.read('threads').whereNotNull('merged_into').first('id');
      if (broken.length > 0 || !joined) throw new Error(`undisturbed: ${broken.join(', ') || 'no story was joined'}`);
      return { essence: await essenceOf(services.db), stored };
    });
  } finally {
    await site.remove();
  }
}

async function copyOf(begun: CliSite): Promise<CliSite> {
  const site = await createCliSite();
  await cp(begun.folder, site.folder, { recursive: true });
  return site;
}

/** At a drawn share of the rows that are still to come. False when it ended before it was seen. */
async function isKilled(site: CliSite, db: Db, drawn: { share: number; expected: Stored }): Promise<boolean> {
  const before = sumOf(await countStored(db));
  const left = Math.max(0, sumOf(drawn.expected) - before);
  const target = before + 1 + Math.floor(drawn.share * left);
  const child = site.start(importArgs(site));
  child.stdin.end();
  child.stdout.resume();
  child.stderr.resume();
  const closed = once(child, 'close');
  const lives = () => child.exitCode === null && child.signalCode === null;
  while (lives() && sumOf(await countStored(db)) < target) await pause(2);
  child.kill('SIGKILL');
  const [code, signal] = await closed;
  if (signal !== 'SIGKILL' && code !== 0) throw new Error(`import ended by itself with ${signal ?? code}`);
  return signal === 'SIGKILL';
}

/** The next run of the command completes everything but a list that a joined story leaves behind: a server's start does. */
async function completeAndCompare(site: CliSite, expected: Essence): Promise<string[]> {
  await mustSucceed(site);
  return withServices(site, async (services) => {
    await services.sync.open();
    await services.sync.drain();
    const found = await essenceOf(services.db);
    const differing = Object.keys(expected).filter(
      (table) => JSON.stringify(found[table]) !== JSON.stringify(expected[table]),
    );
    return [...differing.map((table) => `${table} differ`), ...(await brokenInvariants(services))];
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

/** One connection for all looks at a site: opening one costs more than what is watched. */
function openReader(site: CliSite): Promise<Db> {
  const file = path.join(site.dataDir, 'hustings.sqlite');
  return connect({ kind: 'sqlite', file }, { sqliteReaders: 1, postgresPool: 1 });
}

async function countStored({ read }: Db): Promise<Stored> {
  const [row] = await read
    .select(read('articles').count('*').as('articles'))
    .select(read('story_decisions').count('*').as('decisions'))
    .select(read('similar_states').count('*').as('lists'));
  return row as Stored;
}

function sumOf({ articles, decisions, lists }: Stored): number {
  return articles + decisions + lists;
}

type Services = Awaited<ReturnType<typeof openServices>>;

async function withServices<T>(site: CliSite, work: (services: Services) => Promise<T>): Promise<T> {
  const services = await openServices(loadConfig({ DATA_DIR: site.dataDir, LOG_LEVEL: 'silent', FIRST_RUN: 'empty' }));
  try {
    return await work(services);
  } finally {
    await services.close();
  }
}

async function writeDocuments(folder: string, { documents, items }: KillPlan, edition: number): Promise<void> {
  const target = path.join(folder, 'documents');
  await mkdir(target, { recursive: true });
  for (let number = 0; number < documents; number++) {
    const listed = edition === FIRST_EDITION ? Math.ceil(items / 4) : items;
    const entries = Array.from({ length: listed }, (_, at) => entryOf(number, at, edition)).join('');
    const head = `<title>Источник ${number}</title><link>https://s${number}.example/</link>`;
    await writeFile(
      path.join(target, `${String(number).padStart(3, '0')}.xml`),
      `<?xml version="1.0"?><rss version="2.0"><channel>${head}${entries}</channel></rss>`,
    );
  }
}

/**
 * Every seventh stands in the document before too, every eleventh has no id, every third was edited; every fifth is told by
 * all sources in nearly the same words, so there are stories, and the words repeat, so there are likenesses.
 */
function entryOf(document: number, at: number, edition: number): string {
  const owner = at % 7 === 0 && document > 0 ? document - 1 : document;
  const words = ['Явка', 'Избирком', 'Протокол', 'Наблюдатели', 'Бюллетень'][at % 5];
  const guid = at % 11 === 0 ? '' : `<guid isPermaLink="false">g${owner}-${at}</guid>`;
  const date = new Date(Date.UTC(2026, 4, 1 + (at % 20), at % 24, document)).toUTCString();
  const place = at % 5 === 0 ? `округе ${at}` : `области ${owner}`;
  const edit = at % 3 === 0 && edition === SECOND_EDITION ? ' Комиссия позже уточнила число.' : '';
  const text = `${words} на участке ${at} в ${place}: подсчёт голосов шёл до ${at % 12} часов, сообщили наблюдатели.${edit}`;
  return (
    `<item><title>${words} номер ${at} в ${place}</title>${guid}<link>https://s${owner}.example/${at}</link>` +
    `<category>${words}</category><pubDate>${date}</pubDate><description>${text}</description></item>`
  );
}
