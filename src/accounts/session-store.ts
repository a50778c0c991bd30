/** SQL of sessions beside what connect-session-knex does itself: whose they are, and from where. */
import { randomBytes } from 'node:crypto';
import type { Db } from '../db/db.js';

export type SessionStore = ReturnType<typeof createSessionStore>;

export type SessionOrigin = { userId: number; userAgent: string; network: string; at: number };

/** `handle` names the session on pages: its id would let in whoever reads it there. */
export type OwnSession = {
  handle: string;
  userAgent: string;
  network: string;
  createdAt: number;
  seenAt: number;
  isCurrent: boolean;
};

type SessionRow = Omit<OwnSession, 'isCurrent'> & { sid: string };

const columns = {
  sid: 'sid',
  handle: 'handle',
  userAgent: 'user_agent',
  network: 'network',
  createdAt: 'created_at',
  seenAt: 'seen_at',
};

export function createSessionStore(db: Db) {
  const ofUser = (userId: number) => db.write('sessions').where('user_id', userId);

  return {
    /** For a daily job; an expired session is never read anyway. ISO text compares like time on both databases. */
    deleteExpired: async (now: number): Promise<number> =>
      db.write('sessions').where('expired', '<', new Date(now).toISOString()).del(),

    /** Just after login, when the row of the new session is there. */
    recordLogin: async (sid: string, { userId, userAgent, network, at }: SessionOrigin): Promise<void> => {
      await db
        .write('sessions')
        .where({ sid })
        .update({
          user_id: userId,
          handle: randomBytes(12).toString('base64url'),
          user_agent: userAgent.slice(0, 300),
          network: network.slice(0, 64),
          created_at: at,
          seen_at: at,
        });
    },

    /** Newest use first. */
    listByUser: async (userId: number, currentSid: string, now: number, limit: number): Promise<OwnSession[]> => {
      const rows = await db
        .read('sessions')
        .where('user_id', userId)
        .where('expired', '>=', new Date(now).toISOString())
        .orderBy('seen_at', 'desc')
        .limit(limit)
        .select<SessionRow[]>(columns);
      return rows.map(({ sid, ...row }) => ({ ...row, isCurrent: sid === currentSid }));
    },

    deleteByHandle: async (userId: number, handle: string): Promise<boolean> =>
      (await ofUser(userId).where({ handle }).del()) > 0,

    /** All of a member but one; all when none is named. */
    deleteOthers: async (userId: number, exceptSid: string | null): Promise<number> => {
      const rows = ofUser(userId);
      return exceptSid === null ? rows.del() : rows.whereNot('sid', exceptSid).del();
    },
  };
}
