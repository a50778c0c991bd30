/** A thread of 10,000 replies beside one of 100: how long the first, a middle and the last page take, in every order. */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Knex } from 'knex';
import { loadConfig } from '../../src/config/load-config.js';
import { projectRoot } from '../../src/config/paths.js';
import { connect } from '../../src/db/connect.js';
import { migrate } from '../../src/db/migrate.js';
import { POSTS_PER_PAGE, treePath } from '../../src/forum/post.js';
import { newUser } from '../support/accounts.js';
import { addFeed, addThread } from '../support/news-builders.js';
import { note, print } from './figure.js';
import { startServer } from './processes.js';

const SMALL = 100;
const LARGE = 10_000;
const ROUNDS = 40;
const PORT = 38_421;
const orders = ['', 'order=newest', 'order=best', 'view=nested'];

export async function benchThreads(): Promise<void> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'hustings-threads-'));
  await fill(folder);
  const env = { DATA_DIR: folder, PORT: String(PORT), FIRST_RUN: 'empty', FETCH_ON_START: 'off', LOG_LEVEL: 'silent' };
  const main = path.join(projectRoot, 'dist', 'src', 'main.js');
  const site = await startServer([main, 'serve'], env, /http:\/\//);
  try {
    for (const order of orders) await compare(order);
  } finally {
    await site.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** The same page of both, turn by turn, so that whatever else the machine does meets both alike. */
async function compare(order: string): Promise<void> {
  const pages = { first: [1, 1], middle: [1, LARGE / POSTS_PER_PAGE / 2], last: [2, LARGE / POSTS_PER_PAGE] } as const;
  for (const [name, [smallPage, largePage]] of Object.entries(pages)) {
    const [small, large]: [number[], number[]] = [[], []];
    for (let round = 0; round < ROUNDS; round++) {
      // An address of its own each time, or a kept page would answer.
      small.push(await timeOf(`/threads/1?page=${smallPage}&${order}&round=${name}${round}`));
      large.push(await timeOf(`/threads/2?page=${largePage}&${order}&round=${name}${round}`));
    }
    const label = `thread-10000-${order.split('=')[1] ?? 'oldest'}-${name}-page`;
    print({ name: label, value: median(large), unit: 'ms', baseline: median(small), at: { threads: 2, posts: LARGE } });
  }
}

async function timeOf(address: string): Promise<number> {
  const started = performance.now();
  const answer = await fetch(`http://127.0.0.1:${PORT}${address}`);
  await answer.arrayBuffer();
  if (!answer.ok) note(`${address}: ${answer.status}`);
  return performance.now() - started;
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

async function fill(folder: string): Promise<void> {
  const db = await connect(loadConfig({ DATA_DIR: folder }).database, { sqliteReaders: 1, postgresPool: 2 });
  await migrate(db);
  const feed = await addFeed(db);
  for (const title of ['Сто ответов', 'Десять тысяч ответов']) await addThread(db, feed, title);
  await db.transact(async (trx) => {
    for (let at = 1; at <= 50; at++) {
      const { nameKey, createdAt, name, role } = newUser(`Участник ${at}`);
      await trx('users').insert({ name, role, name_key: nameKey, created_at: createdAt });
    }
    await addPosts(trx, 1, SMALL, 0);
    await addPosts(trx, 2, LARGE, SMALL);
  });
  await db.close();
}

/** Every third answers the post before it, so that branches grow. */
async function addPosts(trx: Knex.Transaction, threadId: number, count: number, before: number): Promise<void> {
  let parent = { id: 0, path: '' };
  for (let id = before + 1; id <= before + count; id++) {
    const isAnswer = parent.id > 0 && id % 3 === 0;
    const place = treePath(isAnswer ? parent.path : '', id);
    const text = `Ответ номер ${id}: протокол стоило бы показать целиком.`;
    await trx('posts').insert({
      id,
      thread_id: threadId,
      user_id: 1 + (id % 50),
      reply_to_id: isAnswer ? parent.id : null,
      markdown: text,
      html: `<p>${text}</p>`,
      cleaner_version: 1,
      created_at: 1_700_000_000_000 + id,
      tree_path: place,
      score: (id % 97) / 97,
    });
    parent = { id, path: place };
  }
  await trx('threads').where('id', threadId).update({ reply_count: count });
}
