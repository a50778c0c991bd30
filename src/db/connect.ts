/** Opens the database that the configuration names, and says in plain words when that cannot be. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import knex from 'knex';
import pg from 'pg';
import type { DatabaseTarget } from '../config/load-config.js';
import { AppError, errorText } from '../lib/errors.js';
import type { Db } from './db.js';
import { openSqlite } from './driver.js';

export type ConnectOptions = { sqliteReaders: number; postgresPool: number; acquireTimeoutMs?: number };

const INT8 = 20;
const NUMERIC = 1700;

export async function connect(target: DatabaseTarget, options: ConnectOptions): Promise<Db> {
  const db = target.kind === 'sqlite' ? connectSqlite(target.file, options) : connectPostgres(target.url, options);
  try {
    // The writer first: it turns a new file into WAL before a reader opens it.
    await db.write.raw('select 1');
    await db.read.raw('select 1');
    return db;
  } catch (error) {
    await db.close();
    throw new AppError('database-unreachable', {
      status: 500,
      params: { where: describe(target), why: errorText(error) },
      cause: error,
    });
  }
}

function connectSqlite(file: string, options: ConnectOptions): Db {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const acquireTimeoutMs = options.acquireTimeoutMs ?? 30_000;
  const write = openSqlite({ file, connections: 1, isReadOnly: false, acquireTimeoutMs });
  const read = openSqlite({ file, connections: options.sqliteReaders, isReadOnly: true, acquireTimeoutMs });
  return {
    dialect: 'sqlite',
    read,
    write,
    transact: (work) => write.transaction(work),
    close: async () => {
      await read.destroy();
      await write.destroy();
    },
  };
}

function connectPostgres(url: string, options: ConnectOptions): Db {
  // Counts and millisecond times stay far below 2^53, so they are numbers on both databases.
  pg.types.setTypeParser(INT8, Number);
  pg.types.setTypeParser(NUMERIC, Number);
  const pool = knex({
    client: 'pg',
    connection: { connectionString: url, connectionTimeoutMillis: 5000 },
    pool: { min: 0, max: options.postgresPool },
    acquireConnectionTimeout: options.acquireTimeoutMs ?? 30_000,
    // knex would print a stack of its own; the caller words the failure.
    log: { warn() {}, error() {} },
  });
  return {
    dialect: 'postgres',
    read: pool,
    write: pool,
    transact: (work) => pool.transaction(work),
    close: () => pool.destroy(),
  };
}

/** Never with the password. */
function describe(target: DatabaseTarget): string {
  if (target.kind === 'sqlite') return target.file;
  if (!URL.canParse(target.url)) return 'the given postgres address';
  const { hostname, port, pathname } = new URL(target.url);
  return `postgres at ${hostname}:${port || 5432}${pathname}`;
}
