/** What commands and pages share: one database, one index, and the areas of the program over them. No logic. */
import path from 'node:path';
import type { PasswordOptions } from '../accounts/password.js';
import type { Config } from '../config/load-config.js';
import { connect } from '../db/connect.js';
import { migrate } from '../db/migrate.js';
import { createClaimStore } from '../feeds/claim-store.js';
import { createHostQueue } from '../feeds/host-queue.js';
import { createImportFeed, type ImportFeed } from '../feeds/import-feed.js';
import { createExportOpml, createImportOpml } from '../feeds/import-opml.js';
import { createPoller } from '../feeds/poller.js';
import { createPreviewFeed } from '../feeds/preview-feed.js';
import { createSourceClient } from '../feeds/source-client.js';
import { createWantPush } from '../feeds/want-push.js';
import { createCarryOver } from '../forum/carry-over-store.js';
import { createModerateDemo } from '../jobs/demo-moderation.js';
import { createDemoStore } from '../jobs/demo-store.js';
import { createLeaseStore } from '../jobs/lease-store.js';
import { createDemo } from '../jobs/load-demo.js';
import { type Clock, SECOND, systemClock } from '../lib/clock.js';
import { selfTest } from '../lib/html.js';
import { createHttpGet } from '../lib/http-get.js';
import { createLog, type Log } from '../lib/log.js';
import { createUndoAction, type Undoers } from '../moderation/undo.js';
import { createSearchClient } from '../search/client.js';
import { createDescribeStories } from '../search/describe-stories.js';
import { readQuality } from '../search/quality.js';
import { createStoryGrouping } from '../search/story-grouping.js';
import { createSearchSync } from '../search/sync.js';
import { createAccounts } from './accounts.js';
import { createDiscussionArea } from './discussion.js';
import { createFeedbackArea } from './feedback.js';
import { createFollowingArea } from './following.js';
import { createMail } from './mail.js';
import { createMediaArea } from './media.js';
import { createMembershipArea } from './membership.js';
import { createPollingArea } from './polling.js';
import { createRuleParts, createRulesArea } from './rules.js';
import type { Shared } from './shared.js';
import { createStores } from './stores.js';
import { createStoriesArea } from './stories.js';

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

const USER_AGENT = 'Hustings/0.1 (feed reader)';

export async function openServices(config: Config, overrides: Overrides = {}) {
  selfTest();
  const shared = await openShared(config, overrides);
  const { hosts, httpGet, sources, judge, index, db } = shared;
  const wantPush = createWantPush({ ...shared, policy: { allowHosts: config.FETCH_ALLOW_HOSTS } });
  const importFeed = createImportFeed({ ...shared, random: Math.random, wantPush });
  const poller = createPoller({ ...shared, importFeed, concurrency: config.FETCH_CONCURRENCY });
  const areas = createAreas({ ...shared, importFeed });
  return {
    ...shared,
    ...areas.services,
    importFeed,
    poller,
    previewFeed: createPreviewFeed(shared),
    importOpml: createImportOpml({ ...shared, pages: areas.services.pages }),
    exportOpml: createExportOpml(shared),
    demo: createDemo({
      ...shared,
      ...{ importFeed, follows: areas.services.follows, demoStore: createDemoStore(db) },
      moderate: createModerateDemo({ ...shared, ...areas.services }),
    }),
    leases: createLeaseStore(shared),
    similarQuality: readQuality(),
    /** Work of the areas that recurs. */
    areaJobs: areas.jobs,
    dropFetches: () => {
      poller.stop();
      hosts.close();
      httpGet.close();
      sources.drop();
    },
    close: async () => {
      hosts.close();
      httpGet.close();
      shared.mailer.close();
      await Promise.all([sources.close(), judge.close(), index.close(), areas.close()]);
      await db.close();
    },
  };
}

async function openShared(config: Config, overrides: Overrides) {
  const clock = overrides.clock ?? systemClock;
  const log = overrides.log ?? createLog(config.LOG_LEVEL);
  const db = await connect(config.database, {
    sqliteReaders: config.SQLITE_READERS,
    postgresPool: config.POSTGRES_POOL,
  });
  await migrate(db);
  const stores = createStores(db);
  const listeners: (() => void)[] = [];
  const address = { url: config.BASE_URL ?? `http://${config.HOST}:${config.PORT}` };
  const index = createSearchClient({
    snapshotPath: path.join(config.DATA_DIR, 'index', 'snapshot.bin'),
    onRestart: () => void sync.heal().catch((error: unknown) => log.error({ err: error }, 'index not healed')),
  });
  const carryOver = createCarryOver(stores.feedback);
  const groupStories = createStoryGrouping({ ...stores, index, db, clock, carryOver, isOn: config.STORY_GROUPING });
  const describeStories = createDescribeStories({ ...stores, index });
  const sync = createSearchSync({
    index,
    groupStories,
    describeStories,
    store: stores.similar,
    clock,
    onSkipped: (thread, error) => log.error({ thread, err: error }, 'similar articles not computed'),
  });
  const baseUrl = () => address.url;
  const asking = { allowHosts: config.FETCH_ALLOW_HOSTS, userAgent: USER_AGENT };
  const sources = createSourceClient(asking);
  const spacingMs = overrides.hostSpacingMs ?? SECOND;
  const mail = createMail({ config, db, clock, log, baseUrl });
  const shared = {
    ...stores,
    ...mail,
    ...createRuleParts(stores),
    ...createAccounts({ db, stores, clock, config, baseUrl, sendLetter: mail.sendLetter }, overrides.passwords),
    config,
    db,
    clock,
    log,
    index,
    sync,
    groupStories,
    carryOver,
    describeStories,
    sources,
    ...{ reader: sources, readSource: sources.readSource },
    httpGet: createHttpGet(asking),
    hosts: createHostQueue({ concurrency: config.FETCH_CONCURRENCY, spacingMs }),
    claims: createClaimStore(db, { spacingMs }),
    baseUrl,
    /** Known once the server listens, when the port was left to the system. */
    setAddress: (url: string) => {
      if (config.BASE_URL === undefined) address.url = url;
    },
    announce: () => {
      for (const tell of listeners) tell();
    },
    /** `tell` is called after anything that pages show was changed here. */
    onChange: (tell: () => void) => void listeners.push(tell),
  };
  return shared satisfies Shared;
}

function createAreas(shared: Shared & { importFeed: ImportFeed }) {
  const stories = createStoriesArea(shared);
  const polling = createPollingArea(shared);
  const rules = createRulesArea(shared);
  const media = createMediaArea(shared);
  const membership = createMembershipArea(shared);
  const following = createFollowingArea(shared);
  const discussion = createDiscussionArea(shared, following.recordPostEvent);
  const feedback = createFeedbackArea(shared, { ...media.services, ...discussion.services, ...following.services });
  /** What stands in the moderation log can be taken back by the area that did it; an action without an undoer is final. */
  const undoers: Undoers = {
    ...stories.undoers,
    ...discussion.undoers,
    ...feedback.undoers,
    ...media.undoers,
    ...rules.undoers,
    ...polling.undoers,
  };
  return {
    services: {
      ...stories.services,
      ...polling.services,
      ...rules.services,
      ...media.services,
      ...membership.services,
      ...discussion.services,
      ...following.services,
      ...feedback.services,
      undoers,
      undoAction: createUndoAction({ ...shared, undoers }),
    },
    jobs: [...polling.jobs, ...rules.jobs, ...media.jobs, ...membership.jobs, ...following.jobs, ...feedback.jobs],
    close: async () => {
      await Promise.all([media.close(), discussion.close()]);
    },
  };
}
