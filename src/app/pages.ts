/** Joins the pages: handlers, URL map, server. No logic. */
import { publicDir } from '../config/paths.js';
import type { SiteJobs } from '../jobs/site-jobs.js';
import { assetUrls } from '../web/assets.js';
import { createAuthentication } from '../web/authentication.js';
import { createOwnMutes } from '../web/following/own-mutes.js';
import { createFormTime } from '../web/forum/form-time.js';
import type { LiveConnections } from '../web/forum/live.js';
import { createPostPaces } from '../web/forum/post-guard.js';
import { createFollowOldLinks } from '../web/media/old-links.js';
import { createShowImage } from '../web/media/show-image.js';
import { createHealth } from '../web/operations/health.js';
import { createHubCallback } from '../web/operations/hub-callback.js';
import type { OverloadGuard } from '../web/overload.js';
import type { PageCache } from '../web/page-cache.js';
import { createRateLimits } from '../web/rate-limits.js';
import { createRoutes } from '../web/routes.js';
import { createSections } from '../web/sections.js';
import { createServer } from '../web/server.js';
import { createSessions } from '../web/session.js';
import { createTroubles } from '../web/troubles.js';
import { createAccountPages } from './account-pages.js';
import type { Services } from './services.js';

type PageParts = { pageCache: PageCache; overload: OverloadGuard; live: LiveConnections; jobs: SiteJobs };

export function createPages(services: Services, { pageCache, overload, live, jobs }: PageParts) {
  const { config, clock, log, db, baseUrl } = services;
  const sections = createSections(services);
  const authentication = createAuthentication(services);
  const accountPages = createAccountPages(services, authentication);
  const routes = createRoutes({
    ...services,
    accountPages,
    sections,
    siteName: config.SITE_NAME,
    ownMutes: createOwnMutes(services.mutes),
    postPaces: createPostPaces(services.rateLimitStore),
    formTime: createFormTime({ secret: config.sessionSecret(), clock }),
    minFormSeconds: config.POST_MIN_SECONDS,
    live,
    fetchNow: services.poller.fetchNow,
    fetchSoon: jobs.fetchSoon,
  });
  return createServer({
    config,
    log,
    routes,
    shell: {
      config,
      baseUrl,
      sections,
      assets: assetUrls(publicDir),
      progress: jobs.progress,
      troubles: createTroubles(services.health.countOpenAlerts, clock),
      countWaiting: services.queues.countWaiting,
      countUnread: services.notifications.countUnread,
    },
    sessions: createSessions(db, {
      secret: config.sessionSecret(),
      isHttps: baseUrl().startsWith('https://'),
      clock,
    }),
    authentication,
    rateLimits: createRateLimits(services.rateLimitStore),
    pageCache,
    overload,
    decodeFile: services.pages.decode,
    hubCallback: createHubCallback(services),
    countViews: services.viewCounter.count,
    followOldLinks: createFollowOldLinks(services),
    showImage: createShowImage(services),
    health: createHealth({
      ping: () => db.read.raw('select 1'),
      countQueued: services.similar.countQueued,
      countIndexed: async () => (await services.index.stats()).documents,
      indexProgress: services.sync.progress,
      metricsToken: config.METRICS_TOKEN,
    }),
  });
}
