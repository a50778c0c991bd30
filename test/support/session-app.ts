/** A bare app with the real sessions, login and forgery checks, mounted in the order of the real one. */
import express, { type ErrorRequestHandler, type Express } from 'express';
import type { Db } from '../../src/db/db.js';
import { AppError } from '../../src/lib/errors.js';
import { createAuthentication } from '../../src/web/authentication.js';
import { createCsrf } from '../../src/web/csrf.js';
import { createSessions } from '../../src/web/session.js';
import { testAccounts } from './accounts.js';

export const testSecret = 'a secret of tests, long enough for anything';

export function sessionApp(db: Db, more: { isHttps?: boolean; baseUrl?: string } = {}) {
  const accounts = testAccounts(db);
  const authentication = createAuthentication(accounts);
  const app: Express = express();
  app.set('trust proxy', 1);
  app.use(createSessions(db, { secret: testSecret, isHttps: more.isHttps ?? false }));
  app.use(authentication.restore);
  app.use(express.urlencoded({ extended: false }));
  app.use(createCsrf({ baseUrl: more.baseUrl }));
  return { app, accounts, authentication };
}

/** Answers as the error page does, as far as status and code go; anything but an AppError shows as a bug. */
export const answerErrors: ErrorRequestHandler = (error, _req, res, _next) => {
  const known = error instanceof AppError ? error : new AppError(`bug: ${String(error)}`, { status: 500 });
  res.status(known.status).json({ code: known.code, params: known.params });
};

/** Counts the statements on all connections of a database. */
export function countQueries(db: Db): { take: () => number } {
  let count = 0;
  const add = () => {
    count++;
  };
  for (const knex of new Set([db.read, db.write])) knex.on('query', add);
  return {
    take: () => {
      const taken = count;
      count = 0;
      return taken;
    },
  };
}

/** The session cookie of an answer as a browser would send it back, or null when none was set. */
export function sessionCookie(response: { headers: Record<string, unknown> }): string | null {
  const header = response.headers['set-cookie'];
  const cookies = Array.isArray(header) ? header : [];
  const found = cookies.find((cookie) => String(cookie).startsWith('hustings.sid='));
  return found ? String(found).split(';', 1).join('') : null;
}

/** The session's secret behind a form's token, which wears another mask on every page. */
export function unmasked(token: string): string {
  const bytes = Buffer.from(token, 'base64url');
  const [mask, masked] = [bytes.subarray(0, 32), bytes.subarray(32)];
  return Buffer.from(masked.map((byte, at) => byte ^ (mask[at] ?? 0))).toString('base64url');
}
