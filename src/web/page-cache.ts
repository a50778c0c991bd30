/**
 * Rendered pages for anonymous readers, who all see the same: most requests of a news site. A page is kept until
 * anything changes here (`invalidate`) or for a few seconds, which bounds what other processes' changes can hide.
 * Invariant: nothing that belongs to one reader is kept: requests with a session pass by, and only routes that the URL
 * map declares the same for all readers are kept.
 */
import { createHash } from 'node:crypto';
import type { Request, RequestHandler, Response } from 'express';
import type { Language } from '../i18n/language.js';
import { type Clock, SECOND } from '../lib/clock.js';
import { cookieValue, languageOf } from './reader.js';
import { SESSION_COOKIE } from './session.js';

const FRESH_FOR = 10 * SECOND;
const MAX_BYTES = 64 * 1024 * 1024;
const MAX_URL = 500;

type Kept = { body: string; etag: string; type: string; language: string; storedAt: number };

export type PageCacheOptions = { clock: Clock; defaultLanguage: Language; maxBytes?: number };

export function createPageCache(options: PageCacheOptions) {
  const pages = new Map<string, Kept>();
  let bytes = 0;
  // Pages that were begun before a change must not be kept after it.
  let generation = 0;

  function invalidate(): void {
    generation++;
    pages.clear();
    bytes = 0;
  }

  function keep(key: string, page: Kept): void {
    drop(key);
    pages.set(key, page);
    bytes += page.body.length;
    for (const oldest of pages.keys()) {
      if (bytes <= (options.maxBytes ?? MAX_BYTES)) break;
      drop(oldest);
    }
  }

  function drop(key: string): void {
    const page = pages.get(key);
    if (!page) return;
    bytes -= page.body.length;
    pages.delete(key);
  }

  const serve: RequestHandler = (req, res, next) => {
    if (!isShared(req)) return next();
    const key = `${languageOf(req, options.defaultLanguage)} ${req.originalUrl}`;
    const page = pages.get(key);
    if (page && options.clock() - page.storedAt < FRESH_FOR) return answer(req, res, page);
    const begun = generation;
    const send = res.send.bind(res);
    res.send = (body: unknown) => {
      if (typeof body !== 'string' || res.statusCode !== 200 || !res.locals.isShareable) return send(body);
      const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
      res.setHeader('ETag', etag);
      const type = withCharset(String(res.getHeader('Content-Type') ?? 'text/html'));
      const language = String(res.getHeader('Content-Language') ?? '');
      if (begun === generation) keep(key, { body, etag, type, language, storedAt: options.clock() });
      return send(body);
    };
    next();
  };

  return { serve, invalidate };
}

export type PageCache = ReturnType<typeof createPageCache>;

function isShared(req: Request): boolean {
  return (
    req.method === 'GET' &&
    req.originalUrl.length <= MAX_URL &&
    req.query.lang === undefined &&
    cookieValue(req, SESSION_COOKIE) === undefined
  );
}

/** As `res.send` completes the type of a text. */
function withCharset(type: string): string {
  return type.includes('charset=') ? type : `${type}; charset=utf-8`;
}

function answer(req: Request, res: Response, page: Kept): void {
  res.vary('Accept-Language');
  res.vary('Cookie');
  res.setHeader('ETag', page.etag);
  res.setHeader('Content-Type', page.type);
  if (page.language !== '') res.setHeader('Content-Language', page.language);
  if (req.fresh) res.status(304).end();
  else res.end(page.body);
}
