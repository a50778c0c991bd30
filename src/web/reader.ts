/**
 * Which language a reader gets: the address (`?lang=`), then the choice kept in a cookie, then the member's setting,
 * then the browser's, then the site's. Choosing by address is a plain link; it changes nothing on the server.
 */
import type { Request, RequestHandler, Response } from 'express';
import { createFormat } from '../i18n/format.js';
import { isLanguage, type Language, languages } from '../i18n/language.js';
import { textsFor } from '../i18n/texts.js';
import './context.js';

export const LANGUAGE_COOKIE = 'hustings.lang';
const YEAR_MS = 365 * 24 * 3600 * 1000;

export type ReaderOptions = { defaultLanguage: Language; timeZone: string; isSecure: boolean };

export function createReaderLanguage(options: ReaderOptions) {
  const formats = new Map(languages.map((language) => [language, createFormat(language, options.timeZone)]));
  const ofBrowser: RequestHandler = (req, res, next) => {
    const chosen = req.query.lang;
    if (isLanguage(chosen)) {
      res.cookie(LANGUAGE_COOKIE, chosen, {
        maxAge: YEAR_MS,
        httpOnly: true,
        sameSite: 'lax',
        secure: options.isSecure,
      });
    }
    speak(res, isLanguage(chosen) ? chosen : languageOf(req, options.defaultLanguage));
    res.vary('Accept-Language');
    res.vary('Cookie');
    next();
  };

  /** Once it is known who asks: a member's setting counts where neither address nor cookie chose. */
  const ofMember: RequestHandler = (req, res, next) => {
    const hasChosen = isLanguage(req.query.lang) || isLanguage(cookieValue(req, LANGUAGE_COOKIE));
    if (!hasChosen && isLanguage(req.user?.language)) speak(res, req.user.language);
    next();
  };

  function speak(res: Response, language: Language): void {
    res.locals.language = language;
    res.locals.t = textsFor(language);
    const format = formats.get(language);
    if (format) res.locals.fmt = format;
  }

  return { ofBrowser, ofMember };
}

/** Without the address: what page caches go by. */
export function languageOf(req: Request, fallback: Language): Language {
  const kept = cookieValue(req, LANGUAGE_COOKIE);
  if (isLanguage(kept)) return kept;
  const preferred = req.acceptsLanguages([...languages]);
  // A browser that names none accepts all: then the site's language, not the first of the list.
  return req.headers['accept-language'] && isLanguage(preferred) ? preferred : fallback;
}

export function cookieValue(req: Request, name: string): string | undefined {
  for (const part of (req.headers.cookie ?? '').split(';')) {
    const at = part.indexOf('=');
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim();
  }
  return undefined;
}
