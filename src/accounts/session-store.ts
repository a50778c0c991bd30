/** SQL of sessions beside what connect-session-knex does itself. */
import type { Db } from '../db/db.js';

export type SessionStore = ReturnType<typeof createSessionStore>;

export function createSessionStore(db: Db) {
  return {
    /** For a daily job; an expired session is never read anyway. ISO text compares like time on both databases. */
    deleteExpired: async (now: number): Promise<number> =>
      db.write('sessions').where('expired', '<', new Date(now).toISOString()).del(),
  };
}
