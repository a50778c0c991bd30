/**
 * Runs the numbered migrations that are missing, all in one transaction.
 * Two processes that start at once queue up behind one lock (PostgreSQL: advisory; SQLite: BEGIN IMMEDIATE), and the
 * second finds nothing to do. knex's own migrator keeps its lock in a row, which outlives a killed process.
 */
import type { Knex } from 'knex';
import { AppError } from '../lib/errors.js';
import type { Db } from './db.js';
import { type Migration, migrations } from './migrations/index.js';

// Any constant will do; it only has to be the same in every process of this program.
const ADVISORY_LOCK = 4_807_301;

export async function migrate(db: Db, list: Migration[] = migrations): Promise<string[]> {
  return db.transact(async (trx) => {
    if (db.dialect === 'postgres') await trx.raw('select pg_advisory_xact_lock(?)', [ADVISORY_LOCK]);
    await ensureTable(trx);
    const done = new Set<string>(await trx('migrations').pluck('name'));
    refuseNewerDatabase(done, list);
    const missing = list.filter((migration) => !done.has(migration.name));
    for (const migration of missing) {
      await migration.up(trx, db.dialect);
      await trx('migrations').insert({ name: migration.name, applied_at: Date.now() });
    }
    return missing.map((migration) => migration.name);
  });
}

async function ensureTable(trx: Knex.Transaction): Promise<void> {
  if (await trx.schema.hasTable('migrations')) return;
  await trx.schema.createTable('migrations', (table) => {
    table.string('name').primary();
    table.bigInteger('applied_at').notNullable();
  });
}

function refuseNewerDatabase(done: Set<string>, list: Migration[]): void {
  const known = new Set(list.map((migration) => migration.name));
  const unknown = [...done].filter((name) => !known.has(name));
  if (unknown.length > 0) {
    throw new AppError('database-newer', { status: 500, params: { migrations: unknown.join(', ') } });
  }
}
