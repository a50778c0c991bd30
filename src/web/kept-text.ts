/**
 * A text that was sent when its form could not be taken (the session had ended, the form was from an earlier one) is kept
 * in the session and comes back in its form, after a log-in if need be. Only for the member who typed it: each form says
 * whose it is, and a log-in of anybody else forgets it. Only from forms of our own pages: csrf.ts marks them.
 */
import type { ErrorRequestHandler, Request } from 'express';
import { LONGEST_POST } from '../forum/post.js';
import { AppError } from '../lib/errors.js';
import { placeAddress } from './forum/draft-places.js';
import { numberOf } from './route.js';
import { setNotice, startAnonymousSession } from './session.js';
import { urls, withQuery } from './urls.js';

export type KeptText = { place: string; markdown: string; userId: number };

declare module 'express-session' {
  interface SessionData {
    keptText: KeptText;
  }
}

/** `mayKeep`: whether there is room for a text of somebody who is not logged in, be it a person or a flood. */
export function keepLostText(mayKeep: (req: Request) => Promise<boolean>): ErrorRequestHandler {
  return async (error: unknown, req, res, next) => {
    const kept = isLostForm(error) && res.locals.isOwnForm === true ? textOf(req) : null;
    const address = kept && placeAddress(kept.place);
    if (!kept || !address || (req.user && req.user.id !== kept.userId)) return next(error);
    if (!req.user && !(await mayKeep(req))) return next(error);
    startAnonymousSession(req);
    req.session.keptText = kept;
    setNotice(req, req.user ? 'text-kept-here' : 'text-kept');
    res.redirect(303, req.user ? address : withQuery(urls.login, { next: address }));
  };
}

/** The kept text of this place, for the member who wrote it. */
export function keptTextFor(req: Request, place: string): string {
  const kept = req.session.keptText;
  return kept && kept.place === place && kept.userId === req.user?.id ? kept.markdown : '';
}

/** When the text has found its way, or is not wanted any more. */
export function forgetKeptText(req: Request, place: string): void {
  if (req.session.keptText?.place === place) delete req.session.keptText;
}

function isLostForm(error: unknown): boolean {
  return error instanceof AppError && (error.code === 'csrf' || error.code === 'login-required');
}

function textOf(req: Request): KeptText | null {
  if (req.method !== 'POST' || typeof req.body !== 'object' || req.body === null) return null;
  const { place, author, markdown } = req.body as Record<string, unknown>;
  if (typeof place !== 'string' || typeof markdown !== 'string') return null;
  const userId = numberOf(author);
  if (markdown.trim() === '' || userId === null) return null;
  return { place, markdown: markdown.slice(0, LONGEST_POST + 5000), userId };
}
