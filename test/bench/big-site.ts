/** A site of 100,000 threads and 500,000 posts in SQLite, built once and kept in the system's folder for temporary files. */
import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Knex } from 'knex';
import { loadConfig } from '../../src/config/load-config.js';
import { connect } from '../../src/db/connect.js';
import { migrate } from '../../src/db/migrate.js';
import { mulberry32 } from '../../src/search/eval-scale.js';
import { type CorpusArticle, createCorpus } from './corpus.js';
import { note } from './figure.js';

export type SiteSize = { threads: number; posts: number };

// Part of the folder's name: a site built by another version of this file is not taken for this one's.
const VERSION = 2;
const ROWS = 200;
const FEEDS = 40;
const USERS = 500;
const SIMILAR_PER_THREAD = 10;

export async function bigSite(size: SiteSize): Promise<string> {
  const folder = path.join(os.tmpdir(), `hustings-bench-v${VERSION}-${size.threads}-${size.posts}`);
  if (existsSync(folder)) return folder;
  note(`building a site of ${size.threads} threads and ${size.posts} posts in ${folder} …`);
  const draft = `${folder}.building`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { recursive: true });
  const db = await connect(loadConfig({ DATA_DIR: draft }).database, { sqliteReaders: 1, postgresPool: 2 });
  await migrate(db);
  await db.transact((trx) => fill(trx, size));
  await db.close();
  await rename(draft, folder);
  return folder;
}

async function fill(trx: Knex.Transaction, size: SiteSize): Promise<void> {
  const article = await createCorpus();
  await insertMany(trx, 'categories', 5, (id) => ({
    id,
    slug: `c${id}`,
    name_ru: `Раздел ${id}`,
    name_en: `Section ${id}`,
    position: id,
  }));
  await insertMany(trx, 'feeds', FEEDS, (id) => ({
    id,
    url: `https://source${id}.example/feed`,
    title: `Источник ${id}`,
    category_id: 1 + (id % 5),
    article_count: size.threads / FEEDS,
    is_paused: true,
    created_at: 0,
  }));
  await insertMany(trx, 'users', USERS, (id) => ({
    id,
    name: `Читатель ${id}`,
    name_key: `читатель ${id}`,
    role: 'member',
    post_count: size.posts / USERS,
    created_at: 0,
  }));
  await insertMany(trx, 'threads', size.threads, (id) => threadRow(id, article(id), size));
  await insertMany(trx, 'articles', size.threads, (id) => articleRow(id, article(id)));
  const random = mulberry32(7);
  await insertMany(trx, 'similar_threads', size.threads * SIMILAR_PER_THREAD, (id) => similarRow(id, size, random));
  await insertMany(trx, 'posts', size.posts, (id) => postRow(id, size));
  await trx('counters').where('name', 'changes').update({ value: size.threads });
}

async function insertMany(
  trx: Knex.Transaction,
  table: string,
  count: number,
  row: (id: number) => Record<string, unknown>,
): Promise<void> {
  for (let first = 1; first <= count; first += ROWS) {
    const rows = Array.from({ length: Math.min(ROWS, count - first + 1) }, (_, offset) => row(first + offset));
    await trx(table).insert(rows).onConflict().ignore();
  }
}

function threadRow(id: number, { title, text, language, publishedAt }: CorpusArticle, size: SiteSize) {
  return {
    id,
    title,
    lead: text.slice(0, 260),
    category_id: 1 + (id % 5),
    language,
    feed_id: 1 + (id % FEEDS),
    article_count: 1,
    reply_count: Math.floor(size.posts / size.threads),
    published_at: publishedAt,
    active_at: publishedAt + id,
    created_at: publishedAt,
    change_seq: id,
  };
}

function articleRow(id: number, { title, text, language, publishedAt }: CorpusArticle) {
  return {
    id,
    thread_id: id,
    feed_id: 1 + (id % FEEDS),
    guid_key: `g${id}`,
    url_key: `u${id}`,
    identity_key: `i${id}`,
    content_hash: `h${id}`,
    url: `https://source${1 + (id % FEEDS)}.example/${id}`,
    title,
    language,
    html: `<p>${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</p>`,
    text,
    lead: text.slice(0, 260),
    cleaner_version: 1,
    published_at: publishedAt,
    is_date_given: true,
    created_at: publishedAt,
  };
}

function similarRow(id: number, size: SiteSize, random: () => number) {
  return {
    thread_id: 1 + Math.floor((id - 1) / SIMILAR_PER_THREAD),
    similar_id: 1 + Math.floor(random() * size.threads),
    score: 0.15 + 0.85 * random(),
    terms: '["выборы","явка","избирком"]',
    found_by: 1 + Math.floor((id - 1) / SIMILAR_PER_THREAD),
  };
}

function postRow(id: number, size: SiteSize) {
  const text = `Ответ номер ${id}: согласен не со всем, но протокол стоило бы показать целиком.`;
  return {
    id,
    thread_id: 1 + (id % size.threads),
    user_id: 1 + (id % USERS),
    markdown: text,
    html: `<p>${text}</p>`,
    cleaner_version: 1,
    created_at: 1_700_000_000_000 + id * 1000,
  };
}
