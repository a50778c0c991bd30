/** How often one network may send forms. Reading is not limited here; passwords have their own counts (throttle.ts). */
import type { Request, RequestHandler } from 'express';
import { networkOf } from '../accounts/network.js';
import { createMemoryLimiter, type Limiter, type RateLimitStore } from '../accounts/rate-limit-store.js';
import { HOUR, MINUTE, SECOND } from '../lib/clock.js';
import { AppError } from '../lib/errors.js';
import { isStored } from './session.js';

/** Pages whose form is for people without a session. */
const ENTRANCES = /^\/(?:login|register|reset|verify|keep-account|unsubscribe)(?:\/|$)/i;

export type RateLimits = ReturnType<typeof createRateLimits>;

export function createRateLimits(store: Pick<RateLimitStore, 'limiter'>) {
  // A flood is over within minutes and needs no memory beyond a restart, nor a write of its own for every request.
  const forms = createMemoryLimiter({ name: 'forms', points: 60, seconds: MINUTE / SECOND });
  // Kept texts come by themselves while people type; several may share an address.
  const drafts = createMemoryLimiter({ name: 'drafts', points: 300, seconds: MINUTE / SECOND });
  const limitForms = limit(forms);
  const limitDrafts = limit(drafts);
  // A school or an office shares one address; twenty tries leave room for typing mistakes of several people.
  const registrations = store.limiter({ name: 'registration', points: 20, seconds: HOUR / SECOND });
  // Each page with a form leaves a session to who has none; a person needs one, a flood of them fills the table.
  const limitSessions = limit(createMemoryLimiter({ name: 'new-sessions', points: 60, seconds: MINUTE / SECOND }));
  // Sessions that ended while somebody wrote: a few in an hour, even in an office.
  const keptTexts = createMemoryLimiter({ name: 'kept-texts', points: 20, seconds: HOUR / SECOND });
  return {
    /** Room for the lost text of somebody who is not logged in, see `kept-text.ts`. */
    mayKeepText: async (req: Request) => (await keptTexts.consume(networkOf(req.ip))).ok,
    /** After the sessions. */
    newSessions: ((req, res, next) =>
      ENTRANCES.test(req.path) && !isStored(req) ? limitSessions(req, res, next) : next()) satisfies RequestHandler,
    /** Before the body is read: everything but GET and HEAD. */
    forms: onlyForms((req, res, next) => (req.path === '/drafts' ? limitDrafts : limitForms)(req, res, next)),
    /** On POST /register. */
    registration: limit(registrations),
  };
}

function limit(limiter: Limiter): RequestHandler {
  return async (req, res, next) => {
    const verdict = await limiter.consume(networkOf(req.ip));
    if (verdict.ok) return next();
    res.set('Retry-After', String(verdict.seconds));
    throw new AppError('too-many-requests', { status: 429, params: { seconds: verdict.seconds } });
  };
}

function onlyForms(handler: RequestHandler): RequestHandler {
  return (req, res, next) => (req.method === 'GET' || req.method === 'HEAD' ? next() : handler(req, res, next));
}
