/**
 * A database as the stores see it: `read` for queries, `write` for changes, `transact` for what belongs together.
 * On SQLite these are one writer and a few readers of a WAL file; on PostgreSQL one pool.
 * Invariant: inside `transact`, use the given transaction only; the pool of one would wait for itself.
 */
import type { Knex } from 'knex';

export type Dialect = 'sqlite' | 'postgres';

export type Db = {
  dialect: Dialect;
  read: Knex;
  write: Knex;
  transact: <T>(work: (trx: Knex.Transaction) => Promise<T>) => Promise<T>;
  close: () => Promise<void>;
};

/** What a store can run a statement on: the pool or a transaction. */
export type Executor = Knex | Knex.Transaction;
