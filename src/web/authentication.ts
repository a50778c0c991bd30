/**
 * Who is asking: passport over our session. Leaves `req.user`, a `User` without secrets.
 * Invariants: the session id changes at every login and logout; a session carries the stamp of the password it was
 * made with, so a changed password ends all sessions of the member, wherever and by whomever it was changed.
 */
import type { Request, RequestHandler, Response } from 'express';
import passport from 'passport';
import { Strategy, type VerifyFunctionWithRequest } from 'passport-local';
import type { Authenticate, Authenticated } from '../accounts/authenticate.js';
import { networkOf } from '../accounts/network.js';
import type { SessionStore } from '../accounts/session-store.js';
import type { User as Member } from '../accounts/user.js';
import type { UserStore } from '../accounts/user-store.js';
import type { Clock } from '../lib/clock.js';
import { AppError } from '../lib/errors.js';
import { shortNetwork } from './accounts/device-name.js';
import './kept-text.js';

declare global {
  namespace Express {
    interface User extends Member {}
  }
}

export type Authentication = ReturnType<typeof createAuthentication>;

type Parts = {
  users: Pick<UserStore, 'findStamped'>;
  authenticate: Pick<Authenticate, 'logIn'>;
  sessionRows: Pick<SessionStore, 'recordLogin' | 'deleteOthers'>;
  clock: Clock;
};
type SessionUser = { id: number; stamp: string };
type Done = (error: unknown, user?: Member | false, info?: Authenticated) => void;

export function createAuthentication({ users, authenticate, sessionRows, clock }: Parts) {
  const authenticator = createPassport(users, authenticate);
  return {
    /** To be mounted after the sessions. */
    restore: authenticator.session() as RequestHandler,
    /** Tries the `login` and `password` of the body; nobody is logged in by it. */
    check: (req: Request, res: Response) =>
      new Promise<Authenticated>((resolve, reject) => {
        const done: Done = (error, _user, info) => (error ? reject(error) : resolve(resultOf(info)));
        authenticator.authenticate('local', { session: false }, done)(req, res, reject);
      }),
    logIn: async (req: Request, user: Member) => {
      const { keptText, push } = req.session;
      await new Promise<void>((resolve, reject) =>
        req.logIn(user, (error: unknown) => (error ? reject(error) : resolve())),
      );
      // The new session knows nothing of the old one but the member's own unsent words, and whom this browser calls.
      if (keptText?.userId === user.id) req.session.keptText = keptText;
      if (push) req.session.push = push;
      await sessionRows.recordLogin(req.sessionID, {
        userId: user.id,
        userAgent: req.get('user-agent') ?? '',
        network: shortNetwork(networkOf(req.ip)),
        at: clock(),
      });
    },
    /** Ends all sessions of the member but the one that asks. */
    endOthers: (req: Request, user: Pick<Member, 'id'>) => sessionRows.deleteOthers(user.id, req.sessionID),
    logOut: (req: Request) =>
      new Promise<void>((resolve, reject) => req.logOut((error: unknown) => (error ? reject(error) : resolve()))),
  };
}

function createPassport(users: Parts['users'], authenticate: Parts['authenticate']) {
  // An instance of our own: passport's default one is shared by everything in the process.
  const authenticator = new passport.Passport();
  authenticator.serializeUser<SessionUser>(
    (user, done) => void toSession(users, user).then((kept) => done(null, kept), done),
  );
  authenticator.deserializeUser<unknown>(
    (kept, done) => void fromSession(users, kept).then((user) => done(null, user), done),
  );
  const fields = { usernameField: 'login', passwordField: 'password', passReqToCallback: true } as const;
  const verify = (req: Request, login: string, password: string, done: Done) =>
    void authenticate
      .logIn(login, password, networkOf(req.ip))
      .then((result) => done(null, result.ok && result.user, result), done);
  // The types know only a message as the third value; passport hands on whatever it is given.
  authenticator.use(new Strategy(fields, verify as VerifyFunctionWithRequest));
  return authenticator;
}

async function toSession(users: Parts['users'], user: Member): Promise<SessionUser> {
  const found = await users.findStamped(user.id);
  if (!found) throw new AppError('login-required', { status: 401 });
  return { id: user.id, stamp: found.stamp };
}

async function fromSession(users: Parts['users'], kept: unknown): Promise<Member | false> {
  if (!isSessionUser(kept)) return false;
  const found = await users.findStamped(kept.id);
  return found && found.stamp === kept.stamp ? found.user : false;
}

/** The member who asks; for handlers behind `requireMember`. */
export function memberOf(req: Request): Member {
  if (!req.user) throw new AppError('login-required', { status: 401 });
  return req.user;
}

/** Readers who open a member's page are sent to log in and come back; anything else is refused. */
export const requireMember: RequestHandler = (req, res, next) => {
  if (req.user) return next();
  if (req.method !== 'GET' && req.method !== 'HEAD') throw new AppError('login-required', { status: 401 });
  res.redirect(303, `/login?next=${encodeURIComponent(req.originalUrl)}`);
};

/** passport-local has words of its own for an empty field. */
function resultOf(info: Authenticated | undefined): Authenticated {
  return info && 'ok' in info ? info : { ok: false, code: 'login-failed' };
}

function isSessionUser(kept: unknown): kept is SessionUser {
  if (typeof kept !== 'object' || kept === null) return false;
  const { id, stamp } = kept as Partial<SessionUser>;
  return Number.isSafeInteger(id) && typeof stamp === 'string';
}
