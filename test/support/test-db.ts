/** Fresh, migrated databases for a test file: the same suite runs on SQLite and on PostgreSQL. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe } from 'node:test';
import knex from 'knex';
import type { DatabaseTarget } from '../../src/config/load-config.js';
import { connect } from '../../src/db/connect.js';
import type { Db, Dialect } from '../../src/db/db.js';
import { migrate } from '../../src/db/migrate.js';
import { startPostgres, type TestPostgres } from './postgres.js';

export const dialects: Dialect[] = ['sqlite', 'postgres'];

// A use of the outer connection inside a SQLite transaction waits for itself: fail soon, not after half a minute.
const options = { sqliteReaders: 2, postgresPool: 4, acquireTimeoutMs: 1000 };

export type TestDatabase = { target: DatabaseTarget; drop: () => Promise<void> };

let server: Promise<TestPostgres> | undefined;

/** An empty database of its own. */
export async function createTestDatabase(dialect: Dialect): Promise<TestDatabase> {
  if (dialect === 'sqlite') {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'hustings-db-'));
    return {
      target: { kind: 'sqlite', file: path.join(folder, 'test.sqlite') },
      drop: () => rm(folder, { recursive: true, force: true }),
    };
  }
  server ??= startPostgres();
  const { url } = await server;
  const name = `hustings_${randomUUID().replaceAll('-', '')}`;
  await runOn(url, `create database ${name}`);
  const own = new URL(url);
  own.pathname = `/${name}`;
  return {
    target: { kind: 'postgres', url: own.href },
    drop: () => runOn(url, `drop database if exists ${name} with (force)`),
  };
}

export async function stopTestPostgres(): Promise<void> {
  await (await server)?.stop();
  server = undefined;
}

/** `suite` gets a getter, because the database exists only once the tests run. */
export function describeOnEachDatabase(name: string, suite: (db: () => Db, dialect: Dialect) => void): void {
  for (const dialect of dialects) {
    describe(`${name} on ${dialect}`, () => {
      let db: Db | undefined;
      let database: TestDatabase | undefined;
      before(async () => {
        database = await createTestDatabase(dialect);
        db = await connect(database.target, options);
        await migrate(db);
      });
      after(async () => {
        await db?.close();
        await database?.drop();
        if (dialect === 'postgres') await stopTestPostgres();
      });
      suite(() => {
        if (!db) throw new Error('the database is opened before the first test');
        return db;
      }, dialect);
    });
  }
}

async function runOn(url: string, sql: string): Promise<void> {
  const admin = knex({ client: 'pg', connection: url, pool: { min: 0, max: 1 } });
  try {
    await admin.raw(sql);
  } finally {
    await admin.destroy();
  }
}
