/**
 * `bench -- archives`: a long file of JSON Lines and the dump of a forum through `hustings import`, in a process of their
 * own, until everything is stored; similar articles are a figure of their own. The baseline of the same run reads the same
 * lines with JSON.parse and stores them in one bare table, 250 rows a transaction: nothing is cleaned, compared or kept unique.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { projectRoot } from '../../src/config/paths.js';
import { chunksOf } from '../../src/db/chunks.js';
import { connect } from '../../src/db/connect.js';
import { createCorpus } from './corpus.js';
import { print } from './figure.js';

const program = path.join(projectRoot, 'dist/src/main.js');
const LINES = 20_000;
const TOPICS = 4000;
const REPLIES = 4;
const MEMBERS = 800;

export async function benchArchives(): Promise<void> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'hustings-archives-'));
  try {
    const lines = await makeLines();
    const file = path.join(folder, 'archive.jsonl');
    await writeFile(file, lines.join('\n'));
    const bare = LINES / (await bareImport(path.join(folder, 'bare.sqlite'), lines));
    const { new: stored, ms } = await importInto(path.join(folder, 'lines'), [file]);
    print({ name: 'import-lines', value: (stored / ms) * 1000, unit: 'items/s', baseline: bare });
    await mkdir(path.join(folder, 'forum'));
    await writeFile(path.join(folder, 'forum', 'dump.sql'), await makeDump());
    const forum = await importInto(path.join(folder, 'site'), [path.join(folder, 'forum'), '--bot', 'ICT']);
    const messages = forum.new + (forum.posts ?? 0);
    print({ name: 'import-forum', value: (messages / forum.ms) * 1000, unit: 'messages/s', baseline: bare });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

type Totals = { new: number; posts?: number; ms: number };

async function importInto(dataDir: string, args: string[]): Promise<Totals> {
  const child = spawn(process.execPath, [program, 'import', ...args, '--json'], {
    env: { ...process.env, DATA_DIR: dataDir, LOG_LEVEL: 'error' },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const closed = once(child, 'close');
  // The totals come before the similar articles are computed.
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  child.kill('SIGKILL');
  await closed;
  return JSON.parse(line) as Totals;
}

/** Seconds. */
async function bareImport(file: string, lines: readonly string[]): Promise<number> {
  const db = await connect({ kind: 'sqlite', file }, { sqliteReaders: 1, postgresPool: 1 });
  try {
    await db.write.schema.createTable('items', (table) => {
      table.increments('id');
      for (const column of ['title', 'text', 'date', 'lang', 'source', 'url']) table.text(column);
    });
    const started = performance.now();
    for (const batch of chunksOf(lines, 250)) {
      const rows = batch.map((line) => JSON.parse(line) as object);
      await db.transact((trx) => trx('items').insert(rows));
    }
    return (performance.now() - started) / 1000;
  } finally {
    await db.close();
  }
}

async function makeLines(): Promise<string[]> {
  const article = await createCorpus();
  return Array.from({ length: LINES }, (_, at) => {
    const { title, text, language, publishedAt } = article(at);
    const date = new Date(publishedAt).toISOString();
    return JSON.stringify({
      id: at + 1,
      title,
      text,
      date,
      lang: language,
      source: 'Archive',
      url: `https://a.example/${at}`,
    });
  });
}

/** Every topic is an article of the news account with four replies. */
async function makeDump(): Promise<string> {
  const article = await createCorpus();
  const topics: Row[] = [];
  const messages: Row[] = [];
  const texts: Row[] = [];
  for (let topic = 1; topic <= TOPICS; topic++) {
    const { title, text, publishedAt } = article(topic);
    const first = messages.length + 1;
    const at = Math.floor(publishedAt / 1000);
    topics.push([topic, 7, title, 0, 0]);
    messages.push([first, 0, topic, 7, 'ICT', 5, title, at]);
    texts.push([first, text]);
    for (let reply = 0; reply < REPLIES; reply++) {
      const member = (topic * 7 + reply) % MEMBERS;
      const id = messages.length + 1;
      messages.push([id, first, topic, 7, `member${member}`, 10 + member, `Re: ${title}`, at + 60 * (reply + 1)]);
      texts.push([id, `[quote]${title}[/quote] [b]${id}[/b] ${article(LINES + id).text.slice(0, 400)}`]);
    }
  }
  return [
    ...inserts('categories', ['id', 'parent_id', 'name'], [[7, 0, 'News']]),
    ...inserts('topics', ['id', 'category_id', 'subject', 'hold', 'moved_id'], topics),
    ...inserts('messages', ['id', 'parent', 'thread', 'catid', 'name', 'userid', 'subject', 'time'], messages),
    ...inserts('messages_text', ['mesid', 'message'], texts),
  ].join('\n');
}

type Row = (number | string)[];

function inserts(table: string, columns: string[], rows: Row[]): string[] {
  const value = (each: number | string) =>
    typeof each === 'number'
      ? each
      : `'${each.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`;
  return chunksOf(rows).map((chunk) => {
    const values = chunk.map((row) => `(${row.map(value).join(', ')})`).join(',\n');
    return `INSERT INTO \`jos_kunena_${table}\` (${columns.map((column) => `\`${column}\``).join(', ')}) VALUES\n${values};`;
  });
}
