/**
 * Counters with an end, kept in the database: they survive a restart and are shared by all processes.
 * The counting is rate-limiter-flexible's; this file lets it work on our connections.
 */

import type { Knex } from 'knex';
import type { RateLimiterAbstract } from 'rate-limiter-flexible';
import { RateLimiterMemory, RateLimiterPostgres, RateLimiterRes, RateLimiterSQLite } from 'rate-limiter-flexible';
import type { Db } from '../db/db.js';

/** `points` per `seconds`, counted from the first; a refused try counts too but does not prolong the wait. */
export type LimitRule = { name: string; points: number; seconds: number };
export type LimitVerdict = { ok: true } | { ok: false; seconds: number };

export type Limiter = {
  consume: (key: string) => Promise<LimitVerdict>;
  /** Gives one point back. */
  refund: (key: string) => Promise<void>;
  reset: (key: string) => Promise<void>;
  /** Has anything been counted for this key within the time? */
  has: (key: string) => Promise<boolean>;
};

export type RateLimitStore = ReturnType<typeof createRateLimitStore>;

const TABLE = 'rate_limits';

export function createRateLimitStore(db: Db) {
  return {
    limiter: (rule: LimitRule): Limiter =>
      wrap(db.dialect === 'sqlite' ? onSqlite(db.write, rule) : onPostgres(db.write, rule)),
    deleteExpired: async (now: number): Promise<number> => db.write(TABLE).where('expire', '<', now).del(),
  };
}

/** For counts that may be forgotten at a restart. */
export function createMemoryLimiter(rule: LimitRule): Limiter {
  return wrap(new RateLimiterMemory({ keyPrefix: rule.name, points: rule.points, duration: rule.seconds }));
}

function wrap(limiter: RateLimiterAbstract): Limiter {
  return {
    consume: async (key) => {
      try {
        await limiter.consume(key);
        return { ok: true };
      } catch (refusal) {
        if (refusal instanceof RateLimiterRes)
          return { ok: false, seconds: Math.max(1, Math.ceil(refusal.msBeforeNext / 1000)) };
        throw refusal;
      }
    },
    refund: async (key) => void (await limiter.reward(key)),
    reset: async (key) => void (await limiter.delete(key)),
    has: async (key) => ((await limiter.get(key))?.consumedPoints ?? 0) > 0,
  };
}

function options(rule: LimitRule) {
  const { name, points, seconds } = rule;
  // The table is a migration's, and a job deletes what has expired: no timers, nothing created on the side.
  return {
    keyPrefix: name,
    points,
    duration: seconds,
    tableName: TABLE,
    tableCreated: true,
    clearExpiredByTimeout: false,
  };
}

function onPostgres(knex: Knex, rule: LimitRule): RateLimiterAbstract {
  return new RateLimiterPostgres({ ...options(rule), storeClient: knex, storeType: 'knex' });
}

function onSqlite(knex: Knex, rule: LimitRule): RateLimiterAbstract {
  return new RateLimiterSQLite({ ...options(rule), storeClient: asSqliteClient(knex) });
}

type Done = (this: unknown, error: unknown, row?: unknown) => void;

/**
 * The library's own support of knex knows the dialect by name only, and hands the connection back while its savepoint
 * is still open on it. So it gets what looks like a driver and runs each statement through the pool; every statement
 * of it is atomic alone, so the savepoint around it is left out.
 */
function asSqliteClient(knex: Knex) {
  const query = (sql: string, values: Knex.RawBinding[], done: Done) =>
    knex.raw(sql, values).then(
      (rows: unknown[]) => done.call({ changes: 1 }, null, rows[0]),
      (error: unknown) => done.call({}, error),
    );
  return {
    serialize: (work: () => void) => work(),
    get: query,
    run: (sql: string, ...rest: [Done] | [Knex.RawBinding[], Done]) => {
      const [values, done] = rest.length === 1 ? [[], rest[0]] : rest;
      if (/\bSAVEPOINT\b/.test(sql)) done.call({}, null);
      else void query(sql, values, done);
    },
  };
}
