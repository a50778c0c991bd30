import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Feed } from '../../src/feeds/feed.js';
import { createFetchStore } from '../../src/feeds/fetch-store.js';
import { DAY, MINUTE } from '../../src/lib/clock.js';
import { createImportRig, rss } from '../support/import-rig.js';
import { count } from '../support/inspect-db.js';
import { addFeed, documentOf, entryOf, NOW } from '../support/news-builders.js';
import { describeOnEachDatabase } from '../support/test-db.js';

const validators = ({ etag, lastModified, bodyHash }: Feed) => ({ etag, lastModified, bodyHash });
const none = { etag: null, lastModified: null, bodyHash: null };

describeOnEachDatabase('importFeed', (db) => {
  const start = async () => {
    const rig = createImportRig(db());
    const { id } = await addFeed(db());
    const lastFetch = async () => (await createFetchStore(db()).listByFeed(id, 1))[0];
    return { ...rig, id, stored: () => rig.feeds.get(id), lastFetch };
  };

  test('a fresh document is stored, its validators are kept, and the publisher is asked with them', async () => {
    const { id, fetch, publisher, stored, lastFetch, announced } = await start();
    publisher.answer = {
      headers: { etag: '"1"', 'last-modified': 'yesterday' },
      body: rss({ title: 'Свежее', guid: 'f1' }),
    };
    const report = await fetch(id);
    assert.deepEqual([report.outcome, report.isOk, report.counts.new, announced.length], ['fresh', true, 1, 1]);
    const feed = await stored();
    assert.deepEqual(
      [feed.etag, feed.lastModified, feed.lastOutcome, feed.failureCount],
      ['"1"', 'yesterday', 'fresh', 0],
    );
    assert.deepEqual([feed.lastSuccessAt, feed.articleCount], [NOW, 1]);
    assert.ok((feed.nextFetchAt ?? 0) > NOW);
    const { newCount, charset, status, bytes } = (await lastFetch()) ?? {};
    assert.deepEqual([newCount, charset, status], [1, 'utf-8', 200]);
    assert.ok((bytes ?? 0) > 0);

    publisher.answer = { status: 304 };
    assert.equal((await fetch(id)).outcome, 'unchanged');
    assert.equal(publisher.asked.at(-1)?.['if-none-match'], '"1"');
    assert.equal((await stored()).etag, '"1"', 'a 304 that repeats nothing takes nothing away');
    assert.equal(announced.length, 1);
  });

  test('the same bytes again are not read again', async () => {
    const { id, fetch, publisher } = await start();
    publisher.answer = { body: rss({ title: 'Без заголовков', guid: 'f2' }) };
    assert.equal((await fetch(id)).outcome, 'fresh');
    assert.equal((await fetch(id)).outcome, 'unchanged');
  });

  test('what cannot be read keeps no validators, fails the feed and comes again', async () => {
    const { id, fetch, publisher, stored, lastFetch } = await start();
    publisher.answer = {
      headers: { etag: '"page"' },
      body: '<!doctype html><html><body><p>Not here</p></body></html>',
    };
    const report = await fetch(id);
    assert.deepEqual([report.outcome, report.isOk], ['html-page', false]);
    const feed = await stored();
    assert.deepEqual(validators(feed), none);
    assert.deepEqual([feed.failureCount, feed.lastSuccessAt, feed.isPaused], [1, null, false]);
    assert.equal((await lastFetch())?.outcome, 'html-page');
  });

  test('failures back off, never beyond a day, and one success ends them', async () => {
    const { id, fetch, publisher, stored } = await start();
    publisher.answer = { fails: 'timeout' };
    const waits: number[] = [];
    for (let attempt = 0; attempt < 12; attempt++) {
      await fetch(id);
      waits.push(((await stored()).nextFetchAt ?? 0) - NOW);
    }
    assert.deepEqual([waits[0], waits[1]], [60 * MINUTE, 120 * MINUTE]);
    assert.ok(
      waits.every((wait) => wait <= DAY),
      'it is asked again, always',
    );
    assert.deepEqual([(await stored()).failureCount, (await stored()).isPaused], [12, false]);
    publisher.answer = { body: rss({ title: 'Снова здесь', guid: 'f3' }) };
    await fetch(id);
    assert.equal((await stored()).failureCount, 0);
  });

  test('410 pauses the feed, and says so', async () => {
    const { id, fetch, publisher, stored, feeds } = await start();
    publisher.answer = { status: 410 };
    assert.equal((await fetch(id)).outcome, 'gone');
    const feed = await stored();
    assert.deepEqual(
      [feed.isPaused, feed.nextFetchAt, feed.nextFetchWhy, feed.lastDetail],
      [true, null, 'gone', 'HTTP 410'],
    );
    assert.equal(
      (await feeds.listDue(NOW + 365 * DAY, 500)).some((due) => due.id === id),
      false,
    );
  });

  test('429 waits as long as it is told', async () => {
    const { id, fetch, publisher, stored } = await start();
    publisher.answer = { status: 429, headers: { 'retry-after': '36000' } };
    await fetch(id);
    const feed = await stored();
    assert.equal(feed.nextFetchWhy, 'retry-after');
    assert.ok((feed.nextFetchAt ?? 0) >= NOW + 36_000_000);
  });

  test('a store that fails keeps no validators, leaves a line in the history, backs off, and the next run stores', async () => {
    const { id, publisher, stored, lastFetch, feeds } = await start();
    publisher.answer = { headers: { etag: '"2"' }, body: rss({ title: 'Не сразу', guid: 'f4' }) };
    const broken = {
      listKnown: () => Promise.reject(new Error(`select ${'x'.repeat(5000)} - disk is full`)),
      listVersions: async () => new Set<string>(),
    };
    const failing = createImportRig(db(), { articles: broken, httpGet: publisher.httpGet });
    await assert.rejects(failing.fetch(id), /disk is full/);
    const feed = await stored();
    assert.deepEqual(validators(feed), none);
    assert.deepEqual([feed.lastOutcome, feed.failureCount, failing.announced.length], ['failed', 1, 0]);
    assert.ok((feed.nextFetchAt ?? 0) > NOW, 'it is not asked again at once');
    assert.match((await lastFetch())?.detail ?? '', /disk is full$/);
    assert.ok((feed.lastDetail ?? '').length <= 300);
    const working = createImportRig(db(), { httpGet: publisher.httpGet });
    assert.equal((await working.fetch(id)).counts.new, 1);
    assert.equal((await feeds.get(id)).etag, '"2"');
  });

  test('a history that cannot be written takes the new state back with it', async () => {
    const { id, publisher, stored } = await start();
    publisher.answer = { headers: { etag: '"3"' }, body: rss({ title: 'История', guid: 'f5' }) };
    const fetches = { insertFetch: () => Promise.reject(new Error('no room')) };
    await assert.rejects(createImportRig(db(), { fetches, httpGet: publisher.httpGet }).fetch(id), /no room/);
    assert.deepEqual(validators(await stored()), none);
    const again = await createImportRig(db(), { httpGet: publisher.httpGet }).fetch(id);
    assert.deepEqual([again.outcome, again.counts.same], ['fresh', 1], 'the articles were stored, the rest follows');
  });

  test('a document from a file is stored without a schedule', async () => {
    const rig = createImportRig(db());
    const feed = await addFeed(db(), { isFetched: false });
    const bytes = new TextEncoder().encode(rss({ title: 'Из файла', guid: 'f6' }));
    assert.equal((await rig.importDocument(feed, { bytes })).counts.new, 1);
    assert.equal((await rig.feeds.get(feed.id)).nextFetchAt, null);
  });

  test('characters that a database refuses do not stop an import', async () => {
    const { id, fetch, publisher } = await start();
    const nasty = 'a\\u0000b\\ud83d \\u202e';
    const item = `{"id":"${nasty}","url":"https://n.example/${nasty}","title":"${nasty}","content_text":"${nasty}","tags":["${nasty}","\\ud83d"],"authors":[{"name":"${nasty}"}]}`;
    publisher.answer = {
      body: `{"version":"https://jsonfeed.org/version/1.1","title":"${nasty}","language":"${nasty}","items":[${item}]}`,
    };
    const before = await count(db(), 'articles');
    assert.equal((await fetch(id)).outcome, 'fresh');
    assert.equal(await count(db(), 'articles'), before + 1);
  });

  test('an entry that is as long as can be is stored', async () => {
    const long = 'Ёж '.repeat(200_000);
    const entry = entryOf(long.slice(0, 3000), {
      text: long,
      author: long.slice(0, 3000),
      categories: Array.from({ length: 500 }, (_, at) => `${at} ${'ж'.repeat(50)}`),
    });
    const rig = createImportRig(db());
    assert.equal((await rig.store(await addFeed(db()), documentOf([entry]))).counts.new, 1);
  });
});
