/** The pages as one Express app: middleware in reading order, then the URL map, then errors. */
import { randomUUID } from 'node:crypto';
import compression from 'compression';
import express, { type Express, type Request, type RequestHandler } from 'express';
import type { Config } from '../config/load-config.js';
import { publicDir, viewsDir } from '../config/paths.js';
import type { Log } from '../lib/log.js';
import { requireAccess } from './access.js';
import { serveAssets } from './assets.js';
import type { Authentication } from './authentication.js';
import { createCsrf } from './csrf.js';
import { refuseUnknown, showErrors } from './error-pages.js';
import { keepLostText } from './kept-text.js';
import type { createHealth } from './operations/health.js';
import type { OverloadGuard } from './overload.js';
import type { PageCache } from './page-cache.js';
import type { RateLimits } from './rate-limits.js';
import { createReaderLanguage } from './reader.js';
import type { Route } from './route.js';
import { refuseDoubleHost, refuseStrangeTarget, securityHeaders } from './security-headers.js';
import { pageShell, type ShellParts } from './shell.js';
import { type DecodeFile, decodeFile, skipOtherForms, takeUpload } from './upload.js';

export type ServerParts = {
  config: Config;
  log: Log;
  routes: Route[];
  shell: ShellParts;
  sessions: RequestHandler[];
  authentication: Pick<Authentication, 'restore'>;
  rateLimits: RateLimits;
  pageCache: PageCache;
  overload: OverloadGuard;
  /** Before the page cache: what it answers is read too. */
  countViews: RequestHandler;
  /** Outside the URL map, like the stylesheet. */
  showImage: RequestHandler;
  /** For addresses of an old forum or archive; not in the URL map, because they are not ours to choose. */
  followOldLinks: RequestHandler;
  health: ReturnType<typeof createHealth>;
  /** Where hubs push: before sessions and forms, see `hub-callback.ts`. */
  hubCallback: RequestHandler;
  decodeFile: DecodeFile;
};

// A post of 20,000 characters in percent-encoded Cyrillic takes six bytes a character.
const LARGEST_FORM = '150kb';

export function createServer(parts: ServerParts): Express {
  const { config } = parts;
  const isHttps = config.BASE_URL?.startsWith('https://') ?? false;
  const language = createReaderLanguage({
    defaultLanguage: config.DEFAULT_LANGUAGE,
    timeZone: config.TIME_ZONE,
    isSecure: isHttps,
  });
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', config.TRUST_PROXY);
  // An array, or `include('partials/x')` would be looked for beside the including view.
  app.set('views', [viewsDir]);
  app.set('view engine', 'ejs');
  app.set('query parser', 'simple');
  app.set('etag', 'strong');
  app.enable('view cache');

  app.use(beginRequest);
  app.use(securityHeaders(isHttps), refuseDoubleHost, refuseStrangeTarget);
  app.use(serveAssets(publicDir));
  app.use(parts.health.routes, parts.health.measure);
  app.use(language.ofBrowser);
  app.use(pageShell(parts.shell));
  app.use(parts.overload.guard);
  app.get('/images/:key', parts.showImage);
  app.use(parts.hubCallback);
  app.use(compression({ threshold: 2048 }));
  app.use(parts.countViews);
  app.use(parts.pageCache.serve);
  app.use(parts.rateLimits.forms);
  app.use(express.urlencoded({ extended: false, limit: LARGEST_FORM, parameterLimit: 50 }), dropNul);
  app.use(parts.sessions, parts.rateLimits.newSessions, parts.authentication.restore);
  app.use(language.ofMember);
  // The token is one of the fields; of who may not send the form, nothing is read.
  for (const { path, access } of parts.routes.filter((route) => route.takesFile))
    app.post(path, skipOtherForms, ...requireAccess(access), takeUpload, dropNul);
  app.use(createCsrf({ baseUrl: config.BASE_URL, isSigned: signedRoutes(parts.routes) }));
  app.use(forgetCachedPages(parts.pageCache));
  for (const route of parts.routes) mount(app, route, parts);
  app.use(parts.followOldLinks);
  app.use(refuseUnknown);
  app.use(keepLostText(parts.rateLimits.mayKeepText));
  app.use(showErrors(parts.log));
  return app;
}

const beginRequest: RequestHandler = (_req, res, next) => {
  res.locals.requestId = randomUUID();
  next();
};

/** NUL in a form is never meant, and PostgreSQL refuses it in any text. */
const dropNul: RequestHandler = (req, _res, next) => {
  const fields = (req.body ?? {}) as Record<string, unknown>;
  for (const [name, value] of Object.entries(fields)) {
    if (typeof value === 'string') fields[name] = value.replaceAll('\0', '');
    else if (Array.isArray(value)) fields[name] = value.map((each) => String(each).replaceAll('\0', ''));
  }
  next();
};

/** After a form, whatever it changed must be seen at once. */
function forgetCachedPages(pageCache: PageCache): RequestHandler {
  return (req, res, next) => {
    const forget = () => {
      // A refused form changed nothing.
      if (res.statusCode < 400 && !res.locals.changesOwnOnly) pageCache.invalidate();
    };
    if (req.method !== 'GET' && req.method !== 'HEAD') res.on('finish', forget);
    next();
  };
}

/** A letter's link is sent by mail programs, which know no form: its own signature stands for the token. */
function signedRoutes(routes: readonly Route[]): (req: Request) => boolean {
  const prefixes = routes.filter((route) => route.isSigned).map((route) => route.path.split(':', 1)[0] ?? '');
  return (req) => prefixes.some((prefix) => prefix.length > 1 && req.path.startsWith(prefix));
}

function mount(app: Express, route: Route, parts: Pick<ServerParts, 'rateLimits' | 'decodeFile'>): void {
  const limits = route.method === 'post' && route.path === '/register' ? [parts.rateLimits.registration] : [];
  const files = route.takesFile ? [decodeFile(parts.decodeFile), dropNul] : [];
  app[route.method](route.path, ...requireAccess(route.access), ...limits, ...files, async (req, res) => {
    if (route.isOwn) res.locals.changesOwnOnly = true;
    if (!route.isShared) res.setHeader('Cache-Control', 'private, no-store');
    else if (req.user) res.setHeader('Cache-Control', 'private, no-cache');
    else res.locals.isShareable = true;
    await route.handle(req, res);
  });
}
