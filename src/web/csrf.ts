/**
 * Against forged requests: whatever is not GET or HEAD must come from a page of ours.
 * Three walls, each enough alone against some browser or mistake: Fetch Metadata, then Origin (or Referer), then a token that
 * the session holds and every form carries as `_csrf`. The token is also asked of clients that send none of the headers.
 * Needs the parsed body and the session before it. Pages must not send `Referrer-Policy: no-referrer`: with it browsers
 * put `Origin: null` on our own forms too.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { Request, RequestHandler } from 'express';
import { AppError } from '../lib/errors.js';
import { startAnonymousSession } from './session.js';

export type CsrfOptions = {
  /** Public address of the site. Without one (a trial on localhost) the Host that the browser names is its own origin. */
  baseUrl: string | undefined;
  /** Requests whose address carries a signature of its own, which no other site can know. */
  isSigned?: (req: Request) => boolean;
};

const FIELD = '_csrf';
const SECRET_BYTES = 32;
const LONGEST_TOKEN = 200;

export function createCsrf({ baseUrl, isSigned = () => false }: CsrfOptions): RequestHandler {
  const ownOrigin = baseUrl === undefined ? null : new URL(baseUrl).origin;
  return (req, res, next) => {
    if (req.method === 'GET' || req.method === 'HEAD' || isSigned(req)) return next();
    const own = ownOrigin ?? `${req.protocol}://${req.get('host') ?? ''}`;
    // Sent by a page of ours, be its token out of date: nothing is done for it, but what was typed may be kept.
    res.locals.isOwnForm = isSameSite(req) && isOwnOrigin(req, own);
    const isOurs = res.locals.isOwnForm && hasToken(req);
    next(isOurs ? undefined : new AppError('csrf', { status: 403 }));
  };
}

/**
 * For forms. Asking for it starts a session, so pages without a form must not ask. Each page gets the same secret under
 * another mask: compressed pages that also repeat a reader's words would otherwise give it away by their length (BREACH).
 */
export function csrfToken(req: Request): string {
  startAnonymousSession(req);
  req.session.csrf ??= randomBytes(SECRET_BYTES).toString('base64url');
  const mask = randomBytes(SECRET_BYTES);
  return Buffer.concat([mask, xor(mask, Buffer.from(req.session.csrf, 'base64url'))]).toString('base64url');
}

/** `none` is a reader's own doing, e.g. a restored tab; `same-site` is a neighbour on a sister domain, hence foreign. */
function isSameSite(req: Request): boolean {
  const site = req.get('sec-fetch-site');
  return site === undefined || site === 'same-origin' || site === 'none';
}

function isOwnOrigin(req: Request, own: string): boolean {
  const origin = req.get('origin');
  if (origin !== undefined) return origin === own;
  const referer = req.get('referer');
  return referer === undefined || (URL.canParse(referer) && new URL(referer).origin === own);
}

function hasToken(req: Request): boolean {
  const sent: unknown = (req.body as Record<string, unknown> | undefined)?.[FIELD];
  const kept = req.session.csrf;
  if (typeof sent !== 'string' || !kept) return false;
  const bytes = Buffer.from(sent.slice(0, LONGEST_TOKEN), 'base64url');
  const secret = Buffer.from(kept, 'base64url');
  if (bytes.length !== 2 * SECRET_BYTES || secret.length !== SECRET_BYTES) return false;
  return timingSafeEqual(xor(bytes.subarray(0, SECRET_BYTES), bytes.subarray(SECRET_BYTES)), secret);
}

function xor(left: Uint8Array, right: Uint8Array): Buffer {
  return Buffer.from(left.map((byte, at) => byte ^ (right[at] ?? 0)));
}
