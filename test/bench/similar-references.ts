/**
 * The full-text searches that databases bring along, on the same task as "similar articles": stemmed words in, the twenty
 * heaviest words of an article as an OR query. In: documents. Out: ranked places of others.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { connect } from '../../src/db/connect.js';
import type { Db } from '../../src/db/db.js';
import { visitTerms } from '../../src/search/analyse.js';
import { startPostgres } from '../support/postgres.js';

export type Reference = {
  name: string;
  rank: (index: number, limit: number) => Promise<number[]>;
  close: () => Promise<void>;
};

type Text = { title: string; text: string };
type Stemmed = { title: string[]; text: string[]; query: string[] };

const QUERY_TERMS = 20;
const ROWS = 200;
const OPTIONS = { sqliteReaders: 1, postgresPool: 2 };

export async function createReferences(documents: readonly Text[]): Promise<Reference[]> {
  const stemmed = withQueries(
    documents.map(({ title, text }) => ({ title: termsOf(title), text: termsOf(text), query: [] })),
  );
  return [await createFts5(stemmed), await createTsRank(stemmed)];
}

async function createFts5(documents: readonly Stemmed[]): Promise<Reference> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'hustings-fts5-'));
  const db = await connect({ kind: 'sqlite', file: path.join(folder, 'fts.sqlite') }, OPTIONS);
  await db.write.raw('create virtual table texts using fts5(title, body)');
  await fill(db, documents);
  return {
    name: 'fts5',
    async rank(index, limit) {
      const query = documents[index]?.query.map((term) => `"${term}"`).join(' OR ');
      if (!query) return [];
      const found = await db.read.raw(
        'select rowid from texts where texts match ? order by bm25(texts, 2, 1) limit ?',
        [query, limit + 1],
      );
      return (found as { rowid: number }[]).map(({ rowid }) => rowid - 1).filter((other) => other !== index);
    },
    close: async () => {
      await db.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function createTsRank(documents: readonly Stemmed[]): Promise<Reference> {
  const server = await startPostgres();
  const db = await connect({ kind: 'postgres', url: server.url }, OPTIONS);
  await db.write.raw('create table texts (id serial primary key, title text, body text)');
  await fill(db, documents);
  await db.write.raw(
    `alter table texts add words tsvector generated always as
       (setweight(to_tsvector('simple', title), 'A') || setweight(to_tsvector('simple', body), 'D')) stored`,
  );
  await db.write.raw('create index on texts using gin (words)');
  await db.write.raw('analyze texts');
  return {
    name: 'ts_rank',
    async rank(index, limit) {
      const query = documents[index]?.query.map((term) => `'${term}'`).join(' | ');
      if (!query) return [];
      const { rows } = await db.read.raw(
        `select id from texts, to_tsquery('simple', ?) as query where words @@ query
         order by ts_rank(words, query) desc limit ?`,
        [query, limit + 1],
      );
      return (rows as { id: number }[]).map(({ id }) => id - 1).filter((other) => other !== index);
    },
    close: async () => {
      await db.close();
      await server.stop();
    },
  };
}

async function fill(db: Db, documents: readonly Stemmed[]): Promise<void> {
  for (let at = 0; at < documents.length; at += ROWS) {
    const rows = documents.slice(at, at + ROWS);
    await db.write('texts').insert(rows.map(({ title, text }) => ({ title: title.join(' '), body: text.join(' ') })));
  }
}

function termsOf(text: string): string[] {
  const terms: string[] = [];
  visitTerms(text, (term) => {
    if (/^[\p{L}\p{N}]+$/u.test(term)) terms.push(term);
  });
  return terms;
}

function withQueries(documents: Stemmed[]): Stemmed[] {
  const frequencies = new Map<string, number>();
  for (const { title, text } of documents) {
    for (const term of new Set([...title, ...text])) frequencies.set(term, (frequencies.get(term) ?? 0) + 1);
  }
  const rarity = (term: string) => Math.log(documents.length / (frequencies.get(term) ?? 1));
  return documents.map((document) => {
    const counts = new Map<string, number>();
    for (const term of [...document.title, ...document.title, ...document.text])
      counts.set(term, (counts.get(term) ?? 0) + 1);
    const heaviest = [...counts].map(([term, times]) => ({ term, weight: (1 + Math.log(times)) * rarity(term) }));
    heaviest.sort((a, b) => b.weight - a.weight);
    return { ...document, query: heaviest.slice(0, QUERY_TERMS).map(({ term }) => term) };
  });
}
