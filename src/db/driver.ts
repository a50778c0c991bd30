/**
 * The one place that knows which SQLite driver stands under knex. npm `sqlite3` is archived upstream;
 * another driver with a knex dialect takes its place here.
 */
import knex from 'knex';

// knex publishes its dialects as CommonJS without types; only what is overridden is described.
type Dialect = new (config: object) => { _query(connection: unknown, query: { sql: string }): Promise<unknown> };
const { default: SqliteDialect } = (await import('knex/lib/dialects/sqlite3/index.js' as string)) as {
  default: Dialect;
};

/**
 * knex begins transactions with a plain BEGIN. Such a transaction fails at its first write when another process wrote
 * meanwhile, whatever the busy timeout; BEGIN IMMEDIATE waits for its turn instead.
 */
class ImmediateSqlite extends SqliteDialect {
  override _query(connection: unknown, query: { sql: string }): Promise<unknown> {
    if (query.sql === 'BEGIN;') query.sql = 'BEGIN IMMEDIATE;';
    return super._query(connection, query);
  }
}

type RawConnection = { exec(sql: string, done: (error: Error | null) => void): void };

export type SqliteOptions = { file: string; connections: number; isReadOnly: boolean; acquireTimeoutMs: number };

export function openSqlite(options: SqliteOptions): knex.Knex {
  const pragmas = [
    'PRAGMA busy_timeout = 5000',
    'PRAGMA foreign_keys = ON',
    'PRAGMA synchronous = FULL',
    'PRAGMA cache_size = -32000',
    'PRAGMA temp_store = MEMORY',
    options.isReadOnly ? 'PRAGMA query_only = ON' : 'PRAGMA journal_mode = WAL',
    // 16 MB of log between two checkpoints: keys are hashes, so a long import touches the same pages again and again.
    'PRAGMA wal_autocheckpoint = 4000',
  ].join(';');
  return knex({
    client: ImmediateSqlite as unknown as typeof knex.Client,
    connection: { filename: options.file },
    useNullAsDefault: true,
    pool: {
      min: 1,
      max: options.connections,
      afterCreate: (connection: RawConnection, done: (error: Error | null, connection: RawConnection) => void) =>
        connection.exec(pragmas, (error) => done(error, connection)),
    },
    acquireConnectionTimeout: options.acquireTimeoutMs,
    // knex would print on standard output, which belongs to commands' results; the caller words the failure.
    log: { warn() {}, error() {} },
  });
}
