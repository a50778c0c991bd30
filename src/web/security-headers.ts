/** What browsers are told not to do with our pages. Nothing inline, nothing from elsewhere. */
import type { RequestHandler } from 'express';
import helmet from 'helmet';
import { AppError } from '../lib/errors.js';

export function securityHeaders(isHttps: boolean): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        styleSrc: ["'self'"],
        scriptSrc: ["'self'"],
        imgSrc: ["'self'"],
        connectSrc: ["'self'"],
        manifestSrc: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
        ...(isHttps ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    // `no-referrer` would make browsers send `Origin: null` with our own forms (see csrf.ts).
    referrerPolicy: { policy: 'same-origin' },
    strictTransportSecurity: isHttps ? { maxAge: 31_536_000, includeSubDomains: false } : false,
  });
}

/** `*` and whole addresses are for proxies: the parts behind this one, sessions first, expect a path. */
export const refuseStrangeTarget: RequestHandler = (req, _res, next) => {
  next(req.url.startsWith('/') ? undefined : new AppError('bad-request', { status: 400 }));
};

/** Two Host headers mean that a proxy and we may see different sites. */
export const refuseDoubleHost: RequestHandler = (req, _res, next) => {
  const hosts = req.rawHeaders.filter((header, index) => index % 2 === 0 && header.toLowerCase() === 'host');
  next(hosts.length > 1 ? new AppError('bad-request', { status: 400 }) : undefined);
};
