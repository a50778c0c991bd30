/** The first start of a site, with the network there and not there. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createUserStore } from '../../src/accounts/user-store.js';
import { connect } from '../../src/db/connect.js';
import type { Db } from '../../src/db/db.js';
import { migrate } from '../../src/db/migrate.js';
import { createClaimStore } from '../../src/feeds/claim-store.js';
import { createFeedStore } from '../../src/feeds/feed-store.js';
import { createFetchStore } from '../../src/feeds/fetch-store.js';
import { createImportOpml } from '../../src/feeds/import-opml.js';
import { readOpmlLines } from '../../src/feeds/opml.js';
import { createPoller } from '../../src/feeds/poller.js';
import { createPostStore } from '../../src/forum/post-store.js';
import { createDemoStore } from '../../src/jobs/demo-store.js';
import type { FirstRunMode } from '../../src/jobs/first-run.js';
import { createLeaseStore } from '../../src/jobs/lease-store.js';
import { createDemo } from '../../src/jobs/load-demo.js';
import { createNoteStore } from '../../src/jobs/note-store.js';
import { createSiteJobs } from '../../src/jobs/site-jobs.js';
import type { Log } from '../../src/lib/log.js';
import { createArticleStore } from '../../src/news/article-store.js';
import { createCategoryStore } from '../../src/news/category-store.js';
import { type Answer, createImportRig, rss } from '../support/import-rig.js';
import { count } from '../support/inspect-db.js';
import { createTestDatabase, describeOnEachDatabase } from '../support/test-db.js';

const silent = { info: () => {}, error: () => {} } as unknown as Log;

const directLists = { list: async (text: string) => ({ ok: true as const, lines: readOpmlLines(text) }) };

type Overrides = Partial<Parameters<typeof createSiteJobs>[0]>;

function site(db: Db, answer: Answer, mode: FirstRunMode = 'auto', overrides: Overrides = {}) {
  const clock = Date.now;
  const rig = createImportRig(db, { clock });
  rig.publisher.answer = answer;
  const stores = {
    db,
    clock,
    log: silent,
    feeds: createFeedStore(db),
    categories: createCategoryStore(db),
    fetches: createFetchStore(db),
  };
  const people = { users: createUserStore(db), posts: createPostStore(db), articles: createArticleStore(db) };
  let allFetched = () => {};
  const fetched = new Promise<void>((resolve) => (allFetched = resolve));
  const poller = createPoller({
    feeds: stores.feeds,
    claims: createClaimStore(db, { spacingMs: 0 }),
    importFeed: rig,
    hosts: { run: (_url, task) => task() },
    clock,
    concurrency: 16,
  });
  const jobs = createSiteJobs({
    ...stores,
    config: { FIRST_RUN: mode, FETCH_ON_START: true },
    sessionRows: { deleteExpired: async () => 0 },
    rateLimitStore: { deleteExpired: async () => 0 },
    leases: createLeaseStore({ db, clock }),
    notes: createNoteStore(db),
    dropFetches: () => {},
    areaJobs: [],
    poller: {
      ...poller,
      fetchDue: async (onDone) => {
        const due = await poller.fetchDue(onDone);
        allFetched();
        return due;
      },
    },
    sync: {
      open: async () => ({ source: 'empty', documents: 0, updated: 0, removed: 0 }),
      progress: () => ({ state: 'ready', done: 0, total: 0 }),
      catchUp: async () => 0,
      indexedUpTo: () => 0,
      drain: async () => 0,
      heal: async () => ({ updated: 0, removed: 0 }),
    },
    index: { saveSnapshot: async () => 0 },
    importOpml: createImportOpml({ ...stores, pages: directLists }),
    demo: createDemo({ ...stores, ...people, importFeed: rig, demoStore: createDemoStore(db) }),
    onChanged: () => {},
    onDemo: () => {},
    ...overrides,
  });
  return { jobs, fetched, asked: rig.publisher.asked };
}

describeOnEachDatabase('first start', (_db, dialect) => {
  const onNewSite = (name: string, work: (db: Db) => Promise<void>) =>
    test(name, async () => {
      const database = await createTestDatabase(dialect);
      const db = await connect(database.target, { sqliteReaders: 2, postgresPool: 6, acquireTimeoutMs: 10_000 });
      try {
        await migrate(db);
        await work(db);
      } finally {
        await db.close();
        await database.drop();
      }
    });

  onNewSite('without a network the page is not empty: the demo comes', async (db) => {
    const { jobs, fetched } = site(db, { fails: 'dns' });
    const { sources, demo } = await jobs.prepare();
    assert.ok(sources > 30, `${sources} curated sources`);
    assert.equal(demo, false);
    assert.deepEqual(jobs.progress(), { done: 0, total: sources });
    jobs.start();
    await fetched;
    await jobs.stop();
    assert.equal(jobs.progress(), null);
    assert.ok((await count(db, 'articles')) > 50);
    assert.ok((await createFeedStore(db).count({ isDemo: true })) > 5);
    const failing = await db
      .read('feeds')
      .where({ is_demo: false, failure_count: 1, is_paused: false })
      .where('next_fetch_at', '>', 0);
    assert.equal(failing.length, sources, 'every source is tried again');
  });

  onNewSite('with a network there is no demo', async (db) => {
    const { jobs, fetched } = site(db, { body: rss({ title: 'Новость дня', guid: '1', link: 'https://n.example/1' }) });
    const { sources } = await jobs.prepare();
    jobs.start();
    await fetched;
    await jobs.stop();
    assert.equal(await createFeedStore(db).count({ isDemo: true }), 0);
    assert.equal(await count(db, 'articles'), 1, 'one address, whichever of the sources brought it');
    assert.equal(await count(db, 'fetches'), sources);
  });

  onNewSite('a second start adds nothing and shows no progress', async (db) => {
    const first = site(db, { fails: 'dns' });
    await first.jobs.prepare();
    first.jobs.start();
    await first.fetched;
    await first.jobs.stop();
    const feeds = await count(db, 'feeds');
    const { jobs } = site(db, { fails: 'dns' });
    assert.deepEqual(await jobs.prepare(), { sources: 0, demo: false, isFirstFetch: false });
    assert.deepEqual([await count(db, 'feeds'), jobs.progress()], [feeds, null]);
    await jobs.stop();
  });

  onNewSite('stopping in the middle of the first fetch does not bring the demo', async (db) => {
    let drop = () => {};
    const dropped = new Promise<void>((resolve) => (drop = resolve));
    let begin = () => {};
    const begun = new Promise<void>((resolve) => (begin = resolve));
    const poller: NonNullable<Overrides['poller']> = {
      fetchNow: () => Promise.reject(new Error('not asked for')),
      stop: () => {},
      fetchDue: async (onDone) => {
        const due = await createFeedStore(db).listDue(Date.now(), 100);
        begin();
        await dropped;
        for (const feed of due) onDone(feed, new Error('host queue is closed'));
        return due.length;
      },
    };
    const { jobs } = site(db, {}, 'auto', { poller, dropFetches: () => drop() });
    await jobs.prepare();
    jobs.start();
    await begun;
    await jobs.stop();
    // A demo that had been decided on would be waited for here.
    await jobs.stop();
    assert.equal(await createFeedStore(db).count({ isDemo: true }), 0);
    assert.equal(await createNoteStore(db).find('first-run'), 'fetching', 'the next start goes on');
  });

  onNewSite('a first start that was cut short goes on at the next', async (db) => {
    const killed = site(db, { fails: 'dns' });
    const { sources } = await killed.jobs.prepare();
    const { jobs, fetched } = site(db, { fails: 'dns' });
    assert.deepEqual(await jobs.prepare(), { sources, demo: false, isFirstFetch: true });
    jobs.start();
    await fetched;
    await jobs.stop();
    assert.ok((await createFeedStore(db).count({ isDemo: true })) > 5, 'the demo came after all');
  });

  onNewSite('a site may want the demo only, or nothing', async (db) => {
    const empty = site(db, {}, 'empty');
    assert.deepEqual(await empty.jobs.prepare(), { sources: 0, demo: false, isFirstFetch: false });
    assert.deepEqual([await count(db, 'feeds'), (await count(db, 'categories')) > 3], [0, true]);
    const { jobs, asked } = site(db, {}, 'demo');
    assert.deepEqual(await jobs.prepare(), { sources: 0, demo: true, isFirstFetch: false });
    assert.ok((await count(db, 'articles')) > 50);
    assert.equal(asked.length, 0);
  });
});
