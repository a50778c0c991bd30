/** What a database holds and is asked, for tests that compare states and count queries. */
import type { Db } from '../../src/db/db.js';

export type Dump = Record<string, unknown[]>;

export async function tableNames(db: Db): Promise<string[]> {
  const sql =
    db.dialect === 'sqlite'
      ? "select name from sqlite_master where type = 'table' and name not like 'sqlite_%'"
      : "select tablename as name from pg_tables where schemaname = 'public'";
  const answer = await db.read.raw(sql);
  const rows: { name: string }[] = Array.isArray(answer) ? answer : answer.rows;
  return rows.map((row) => row.name).sort();
}

/** Every row of every table but these, in an order that no insert disturbs. */
export async function dumpTables(db: Db, except: readonly string[] = []): Promise<Dump> {
  const dump: Dump = {};
  for (const table of await tableNames(db)) {
    if (except.includes(table)) continue;
    const rows = await db.read(table).select('*');
    dump[table] = rows.map((row) => JSON.stringify(row)).sort();
  }
  return dump;
}

/** All content, its ids replaced by what they point to: failed attempts use up numbers, and that is no difference. */
export async function contentOf(db: Db): Promise<Dump> {
  const articles = await db
    .read('articles as a')
    .join('threads as t', 't.id', 'a.thread_id')
    .join('feeds as f', 'f.id', 'a.feed_id')
    .leftJoin('similar_queue as q', 'q.thread_id', 't.id')
    .select('a.*', 'f.url as feed', 't.title as threadTitle', 't.lead as threadLead', 't.active_at', 't.article_count')
    .select(
      't.published_at as threadTime',
      't.reply_count',
      't.language as threadLanguage',
      'q.change_seq as queued',
      't.change_seq',
    );
  const versions = await db.read('article_versions').select('*');
  const tags = await db.read('article_tags').select('*');
  const of = (rows: Record<string, unknown>[], id: unknown, column: string) =>
    rows
      .filter((row) => row.article_id === id)
      .map((row) => String(row[column]))
      .sort();
  return {
    articles: articles
      .map(({ id, thread_id, feed_id, queued, change_seq, ...rest }) => {
        const isQueued = queued === change_seq;
        return JSON.stringify({
          ...rest,
          isQueued,
          versions: of(versions, id, 'content_hash'),
          tags: of(tags, id, 'tag_key'),
        });
      })
      .sort(),
    threads: [String(await count(db, 'threads'))],
    feeds: (await db.read('feeds').orderBy('url').select('url', 'article_count')).map((row) => JSON.stringify(row)),
  };
}

export async function count(db: Db, table: string): Promise<number> {
  return Number((await db.read(table).count({ count: '*' }))[0]?.count);
}

/** The statements that `work` sends, transactions' included. */
export async function queriesOf(db: Db, work: () => Promise<unknown>): Promise<string[]> {
  const seen: string[] = [];
  const note = (query: { sql: string }) => void seen.push(query.sql);
  const pools = new Set([db.read, db.write]);
  for (const pool of pools) pool.on('query', note);
  try {
    await work();
  } finally {
    for (const pool of pools) pool.removeListener('query', note);
  }
  return seen;
}

/** Rows that point to nothing, over every foreign key that the database declares: empty when all is well. */
export async function orphans(db: Db): Promise<string[]> {
  const found: string[] = [];
  for (const { child, column, parent } of await foreignKeys(db)) {
    const lost = await db
      .read(child)
      .whereNotNull(column)
      .whereNotIn(column, db.read(parent).select('id'))
      .count({ count: '*' });
    if (Number(lost[0]?.count) > 0) found.push(`${child}.${column}`);
  }
  return found;
}

type ForeignKey = { child: string; column: string; parent: string };

export async function foreignKeys(db: Db): Promise<ForeignKey[]> {
  if (db.dialect === 'postgres') {
    const { rows } = await db.read.raw(
      `select c.conrelid::regclass::text as child, a.attname as "column", c.confrelid::regclass::text as parent
       from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1] where c.contype = 'f'`,
    );
    return rows;
  }
  const keys: ForeignKey[] = [];
  for (const child of await tableNames(db)) {
    const rows: { from: string; table: string }[] = await db.read.raw(`pragma foreign_key_list(${child})`);
    keys.push(...rows.map((row) => ({ child, column: row.from, parent: row.table })));
  }
  return keys;
}
