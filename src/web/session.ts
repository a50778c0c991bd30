/**
 * Sessions: express-session over the `sessions` table.
 * Leaves: `req.session`, which is written only when something was put into it; a reader who never logged in has no
 * cookie, no row and costs no query. A session costs one read per request and one write an hour.
 * Invariants: unused for 30 days it ends (its row and cookie expire), after 90 days it ends in any case. The time of
 * birth is part of the id, so that nothing in the session can prolong it and every new id starts anew.
 */
import { randomBytes } from 'node:crypto';
import { ConnectSessionKnexStore } from 'connect-session-knex';
import type { Request, RequestHandler, Response } from 'express';
import session from 'express-session';
import type { Db } from '../db/db.js';
import { type Clock, DAY, HOUR, systemClock } from '../lib/clock.js';

declare module 'express-session' {
  interface SessionData {
    csrf: string;
    /** Key of `t.notices`, shown once; see `setNotice`. */
    notice: string;
    noticeParams: Record<string, string | number>;
    /** Changed once an hour, which makes express-session write the row and send the cookie with new ends. */
    renewedAt: number;
    /** Whose password was right, while the second step is still to come. */
    secondStep: { userId: number; stamp: string; next: string; at: number };
    /** What a passkey has to sign; used once. */
    challenge: { value: string; at: number };
    /** The subscription to push messages made in this browser. */
    push: { id: number; userId: number };
  }
}

export type SessionOptions = { secret: string; isHttps: boolean; clock?: Clock };
export type Notice = { key: string; params: Record<string, string | number> };

export const SESSION_COOKIE = 'hustings.sid';
const IDLE_LIMIT = 30 * DAY;
const ABSOLUTE_LIMIT = 90 * DAY;
/** As exact as "last seen" of the list of sessions. */
const RENEWAL = HOUR;
// What a form's token needs; without an account there is nothing to keep for longer.
const ANONYMOUS_LIMIT = 2 * HOUR;

/** To be mounted in this order. Behind a proxy that ends TLS, `trust proxy` must be set, else a Secure cookie is not sent. */
export function createSessions(db: Db, { secret, isHttps, clock = systemClock }: SessionOptions): RequestHandler[] {
  const newIds: NewIds = new WeakMap();
  const sessions = session({
    name: SESSION_COOKIE,
    secret,
    store: createStore(db, newIds),
    genid: (req) => {
      const sid = `${clock().toString(36)}-${randomBytes(24).toString('base64url')}`;
      newIds.set(req, sid);
      return sid;
    },
    resave: false,
    saveUninitialized: false,
    cookie: { httpOnly: true, sameSite: 'lax', secure: isHttps, path: '/', maxAge: IDLE_LIMIT },
  });
  return [sessions, limitAge(clock), storeBeforeRedirect];
}

/** Call before the first value goes into the session of a reader who is not logged in. */
export function startAnonymousSession(req: Request): void {
  if (!isStored(req)) req.session.cookie.maxAge = ANONYMOUS_LIMIT;
}

export function setNotice(req: Request, key: string, params: Record<string, string | number> = {}): void {
  startAnonymousSession(req);
  req.session.notice = key;
  req.session.noticeParams = params;
}

/** The notice of the request before, once. */
export function takeNotice(req: Request): Notice | null {
  const { notice, noticeParams } = req.session;
  if (notice === undefined) return null;
  delete req.session.notice;
  delete req.session.noticeParams;
  return { key: notice, params: noticeParams ?? {} };
}

function limitAge(clock: Clock): RequestHandler {
  return (req, _res, next) => {
    if (!isStored(req)) return next();
    // express-session keeps a new, empty session in the place of the ended one.
    const ended = (error?: unknown) => {
      startAnonymousSession(req);
      next(error);
    };
    const now = clock();
    const age = now - bornAt(req.sessionID);
    // An id of another form is older than this rule; a time in the future is a clock put back.
    if (!(age <= ABSOLUTE_LIMIT)) return req.session.regenerate(ended);
    const { expires, originalMaxAge } = req.session.cookie;
    const lastRenewal = expires && originalMaxAge ? expires.getTime() - originalMaxAge : 0;
    // Without an account it ends two hours after it began, however much it is used.
    const isMember = 'passport' in req.session;
    if (isMember && now - lastRenewal >= RENEWAL) req.session.renewedAt = now;
    next();
  };
}

/**
 * Browsers follow a redirect when its headers arrive, and express-session sends those before the row is written: without
 * the wait the next page would at times miss the notice, and show it one page late.
 */
const storeBeforeRedirect: RequestHandler = (req, res, next) => {
  const redirect = res.redirect.bind(res) as (status: number, url: string) => void;
  const redirectLater = (status: number, url: string) => {
    if (req.session.notice === undefined) return redirect(status, url);
    req.session.save((error: unknown) => (error ? next(error) : redirect(status, url)));
  };
  res.redirect = redirectLater as Response['redirect'];
  next();
};

/** A session that came from the database, or will go there: a new one holds its cookie's settings only. */
export function isStored(req: Request): boolean {
  return Object.keys(req.session).length > 1;
}

function bornAt(sid: string): number {
  return Number.parseInt(sid.split('-', 1)[0] ?? '', 36);
}

/** The id that a request was given and has not yet stored. */
type NewIds = WeakMap<object, string>;

/** Reads through the readers' connections, writes through the writer's; its own timers and table-making are off. */
function createStore(db: Db, newIds: NewIds): session.Store {
  const options = { createTable: false, cleanupInterval: 0 };
  const reader = new ConnectSessionKnexStore({ ...options, knex: db.read });
  const writer = new ConnectSessionKnexStore({ ...options, knex: db.write });
  // The library reports a failure twice, by callback and by a rejected promise; unheard, the second ends the process.
  const heard = (promise: Promise<unknown>) => void promise.catch(() => {});
  heard(reader.ready);
  heard(writer.ready);
  const set = writer.set.bind(writer);
  const destroy = writer.destroy.bind(writer);
  const store: Pick<session.Store, 'get' | 'set' | 'destroy'> = {
    get: (sid, callback) => heard(reader.get(sid, callback)),
    set: (sid, data, callback) => {
      // express-session hands over the session itself, which knows its request.
      const { req } = data as session.SessionData & { req?: object };
      if (req === undefined || newIds.get(req) !== sid) return heard(updateRow(db, sid, data, callback));
      newIds.delete(req);
      heard(set(sid, data, callback));
    },
    destroy: (sid, callback) => heard(destroy(sid, callback)),
  };
  // Without `touch` there is no write for every request; `limitAge` renews once an hour.
  return Object.assign(writer as session.Store, store, { touch: undefined }) as session.Store;
}

/**
 * A session that was read from the database is never inserted: a request in flight while its member logs out would
 * bring the deleted row back. No row to update means that it ended meanwhile, and what was to be kept ends with it.
 */
async function updateRow(
  db: Db,
  sid: string,
  data: session.SessionData,
  callback?: (error?: unknown) => void,
): Promise<void> {
  try {
    // The same columns, in the same form, as the library writes.
    const expired = new Date(Date.now() + (data.cookie.maxAge || DAY)).toISOString();
    await db
      .write('sessions')
      .where({ sid })
      .update({ sess: JSON.stringify(data), expired, seen_at: Date.now() });
  } catch (error) {
    return callback?.(error);
  }
  callback?.();
}
