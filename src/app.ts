/**
 * Composition root: which parts the program has and who is handed what. No logic.
 * `openServices` is what commands and pages share; `createApp` adds the pages and the jobs.
 */
import { createServer as createHttpServer, type Server } from 'node:http';
import path from 'node:path';
import { createAuthenticate } from './accounts/authenticate.js';
import { createChangePassword } from './accounts/change-password.js';
import { createFirstAdmin } from './accounts/first-admin.js';
import { createPasswords, type PasswordOptions } from './accounts/password.js';
import { createStrengthCheck } from './accounts/password-strength.js';
import { createRateLimitStore } from './accounts/rate-limit-store.js';
import { createRegister } from './accounts/register.js';
import { createSessionStore } from './accounts/session-store.js';
import { createThrottle } from './accounts/throttle.js';
import { createUserStore } from './accounts/user-store.js';
import type { Config } from './config/load-config.js';
import { publicDir } from './config/paths.js';
import { connect } from './db/connect.js';
import type { Db } from './db/db.js';
import { migrate } from './db/migrate.js';
import { createFeedStore } from './feeds/feed-store.js';
import { createFetchStore } from './feeds/fetch-store.js';
import { createHostQueue } from './feeds/host-queue.js';
import { createImportFeed } from './feeds/import-feed.js';
import { createExportOpml, createImportOpml } from './feeds/import-opml.js';
import { createParseClient } from './feeds/parse-client.js';
import { createPoller } from './feeds/poller.js';
import { createPreviewFeed } from './feeds/preview-feed.js';
import { createPostStore } from './forum/post-store.js';
import { createWritePost } from './forum/write-post.js';
import { createDemoStore } from './jobs/demo-store.js';
import { createLeaseStore } from './jobs/lease-store.js';
import { createDemo } from './jobs/load-demo.js';
import { createNoteStore } from './jobs/note-store.js';
import { createSiteJobs } from './jobs/site-jobs.js';
import { type Clock, SECOND, systemClock } from './lib/clock.js';
import { selfTest } from './lib/html.js';
import { createHttpGet } from './lib/http-get.js';
import { createLog, type Log } from './lib/log.js';
import { createArticleStore } from './news/article-store.js';
import { createCategoryStore } from './news/category-store.js';
import { createThreadStore } from './news/thread-store.js';
import { createSearchClient } from './search/client.js';
import { createSimilarStore } from './search/similar-store.js';
import { createSearchSync } from './search/sync.js';
import { createAccountHandlers } from './web/accounts/account.js';
import { createLogInHandlers } from './web/accounts/log-in.js';
import { createLogOut } from './web/accounts/log-out.js';
import { createRegisterHandlers } from './web/accounts/register.js';
import { assetUrls } from './web/assets.js';
import { createAuthentication } from './web/authentication.js';
import { createHealth } from './web/operations/health.js';
import { createOverloadGuard } from './web/overload.js';
import { createPageCache } from './web/page-cache.js';
import { createRateLimits } from './web/rate-limits.js';
import { createRoutes } from './web/routes.js';
import { createSections } from './web/sections.js';
import { createServer } from './web/server.js';
import { createSessions } from './web/session.js';

/** What tests choose for themselves. */
export type Overrides = {
  clock?: Clock;
  log?: Log;
  passwords?: PasswordOptions;
  /** Called when no source could be reached on the first run and the demo took their place. */
  onDemo?: () => void;
  /** Pause between two requests to one host, in ms. */
  hostSpacingMs?: number;
};

export type Services = Awaited<ReturnType<typeof openServices>>;
export type App = Awaited<ReturnType<typeof createApp>>;

const USER_AGENT = 'Hustings/0.1 (feed reader)';

export async function openServices(config: Config, overrides: Overrides = {}) {
  selfTest();
  const clock = overrides.clock ?? systemClock;
  const log = overrides.log ?? createLog(config.LOG_LEVEL);
  const db = await connect(config.database, {
    sqliteReaders: config.SQLITE_READERS,
    postgresPool: config.POSTGRES_POOL,
  });
  await migrate(db);
  const stores = createStores(db);
  const reader = createParseClient();
  const httpGet = createHttpGet({ allowHosts: config.FETCH_ALLOW_HOSTS, userAgent: USER_AGENT });
  const listeners: (() => void)[] = [];
  const announce = () => {
    for (const tell of listeners) tell();
  };
  const index = createSearchClient({
    snapshotPath: path.join(config.DATA_DIR, 'index', 'snapshot.bin'),
    onRestart: () => void sync.heal().catch((error: unknown) => log.error({ err: error }, 'index not healed')),
  });
  const sync = createSearchSync({
    index,
    store: stores.similar,
    onSkipped: (thread, error) => log.error({ thread, err: error }, 'similar articles not computed'),
  });
  const hosts = createHostQueue({
    concurrency: config.FETCH_CONCURRENCY,
    spacingMs: overrides.hostSpacingMs ?? SECOND,
  });
  const shared = { ...stores, db, clock, log, httpGet, reader, announce };
  const importFeed = createImportFeed({ ...shared, random: Math.random });
  const accounts = createAccounts(db, stores, clock, overrides.passwords);
  return {
    ...shared,
    ...accounts,
    config,
    index,
    sync,
    importFeed,
    poller: createPoller({ feeds: stores.feeds, importFeed, hosts }),
    previewFeed: createPreviewFeed(shared),
    importOpml: createImportOpml(shared),
    exportOpml: createExportOpml(shared),
    writePost: createWritePost(shared),
    demo: createDemo({ ...shared, importFeed, demoStore: createDemoStore(db) }),
    leases: createLeaseStore({ db, clock }),
    /** `tell` is called after anything that pages show was changed here. */
    onChange: (tell: () => void) => void listeners.push(tell),
    dropFetches: () => {
      hosts.close();
      httpGet.close();
    },
    close: async () => {
      hosts.close();
      httpGet.close();
      await Promise.all([reader.close(), index.close()]);
      await db.close();
    },
  };
}

export async function createApp(config: Config, overrides: Overrides = {}) {
  const services = await openServices(config, overrides);
  const { clock, log } = services;
  const pageCache = createPageCache({ clock, defaultLanguage: config.DEFAULT_LANGUAGE });
  const overload = createOverloadGuard();
  const jobs = createSiteJobs({ ...services, onChanged: pageCache.invalidate, onDemo: overrides.onDemo ?? (() => {}) });
  services.onChange(pageCache.invalidate);
  services.onChange(() => jobs.kick('similar'));
  const address = { url: config.BASE_URL ?? `http://${config.HOST}:${config.PORT}` };
  const app = createPages(services, { pageCache, overload, jobs, baseUrl: () => address.url });
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
    jobs,
    log,
    /** Known once the server listens, when the port was left to the system. */
    setAddress: (url: string) => {
      if (config.BASE_URL === undefined) address.url = url;
    },
    address: () => address.url,
    close: async () => {
      overload.close();
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

function createStores(db: Db) {
  return {
    users: createUserStore(db),
    sessionRows: createSessionStore(db),
    categories: createCategoryStore(db),
    threads: createThreadStore(db),
    articles: createArticleStore(db),
    feeds: createFeedStore(db),
    fetches: createFetchStore(db),
    notes: createNoteStore(db),
    similar: createSimilarStore(db),
    posts: createPostStore(db),
  };
}

function createAccounts(db: Db, stores: ReturnType<typeof createStores>, clock: Clock, options?: PasswordOptions) {
  const { users } = stores;
  const passwords = createPasswords(options);
  const rateLimitStore = createRateLimitStore(db);
  const authenticate = createAuthenticate({ users, passwords, throttle: createThrottle(rateLimitStore) });
  const strength = createStrengthCheck();
  return {
    rateLimitStore,
    authenticate,
    register: createRegister({ users, passwords, strength, clock }),
    firstAdmin: createFirstAdmin({ users, passwords, clock }),
    changePassword: createChangePassword({ users, passwords, authenticate, strength }),
  };
}

type PageParts = {
  pageCache: ReturnType<typeof createPageCache>;
  overload: ReturnType<typeof createOverloadGuard>;
  jobs: ReturnType<typeof createSiteJobs>;
  baseUrl: () => string;
};

function createPages(services: Services, { pageCache, overload, jobs, baseUrl }: PageParts) {
  const { config, clock, log, db } = services;
  const sections = createSections(services);
  const authentication = createAuthentication(services);
  const register = createRegisterHandlers({ ...services, authentication, isOpen: config.REGISTRATION });
  const accountPages = {
    ...register,
    ...createLogInHandlers(authentication),
    ...createAccountHandlers({ ...services, authentication }),
    logOut: createLogOut(authentication),
  };
  const routes = createRoutes({
    ...services,
    accountPages,
    sections,
    siteName: config.SITE_NAME,
    baseUrl,
    // Ten replies a minute are more than anybody writes with thought.
    postLimit: services.rateLimitStore.limiter({ name: 'posts', points: 10, seconds: 60 }),
    fetchNow: services.poller.fetchNow,
    fetchSoon: jobs.fetchSoon,
  });
  return createServer({
    config,
    log,
    routes,
    shell: { config, baseUrl, sections, assets: assetUrls(publicDir), progress: jobs.progress },
    sessions: createSessions(db, {
      secret: config.sessionSecret(),
      isHttps: baseUrl().startsWith('https://'),
      clock,
    }),
    authentication,
    rateLimits: createRateLimits(services.rateLimitStore),
    pageCache,
    overload,
    health: createHealth({
      ping: () => db.read.raw('select 1'),
      countQueued: services.similar.countQueued,
      countIndexed: async () => (await services.index.stats()).documents,
      metricsToken: config.METRICS_TOKEN,
    }),
  });
}
