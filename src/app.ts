/**
 * Composition root: which parts the program has and who is handed what. No logic.
 * `openServices` (app/services.ts) is what commands and pages share; `createApp` adds the pages and the jobs.
 */
import { createServer as createHttpServer, type Server } from 'node:http';
import { createPages } from './app/pages.js';
import { type Overrides, openServices } from './app/services.js';
import type { Config } from './config/load-config.js';
import { createSiteJobs } from './jobs/site-jobs.js';
import { SECOND } from './lib/clock.js';
import { createLiveConnections } from './web/forum/live.js';
import { createOverloadGuard } from './web/overload.js';
import { createPageCache } from './web/page-cache.js';

export type App = Awaited<ReturnType<typeof createApp>>;
export { openServices };

export async function createApp(config: Config, overrides: Overrides = {}) {
  const services = await openServices(config, overrides);
  const { clock, log } = services;
  const pageCache = createPageCache({ clock, defaultLanguage: config.DEFAULT_LANGUAGE });
  const overload = createOverloadGuard();
  const live = createLiveConnections();
  const jobs = createSiteJobs({ ...services, onChanged: pageCache.invalidate, onDemo: overrides.onDemo ?? (() => {}) });
  services.onChange(pageCache.invalidate);
  services.onChange(services.newPosts.poke);
  services.onChange(() => jobs.kick('similar'));
  const app = createPages(services, { pageCache, overload, live, jobs });
  const server: Server = createHttpServer(
    // Node looks for requests past their time only so often: every 30 s unless told, which made 10 s into 40.
    { headersTimeout: 10 * SECOND, requestTimeout: 30 * SECOND, connectionsCheckingInterval: SECOND },
    app,
  );
  // Beyond it connections are dropped unanswered, so one machine must not fill it cheaply: idle ones cost a few KB each.
  server.maxConnections = 10_000;
  return {
    services,
    server,
    live,
    jobs,
    log,
    setAddress: services.setAddress,
    address: services.baseUrl,
    close: async () => {
      overload.close();
      live.close();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
        setTimeout(() => server.closeAllConnections(), 2 * SECOND).unref();
      });
      await jobs.stop();
      await services.close();
    },
  };
}
