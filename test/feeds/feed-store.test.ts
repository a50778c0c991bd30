import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createFeedStore } from '../../src/feeds/feed-store.js';
import { createFetchStore } from '../../src/feeds/fetch-store.js';
import { DAY } from '../../src/lib/clock.js';
import { addUser } from '../support/forum-builders.js';
import { count } from '../support/inspect-db.js';
import { addFeed, NOW } from '../support/news-builders.js';
import { describeOnEachDatabase } from '../support/test-db.js';

describeOnEachDatabase('feed-store', (db) => {
  const store = () => createFeedStore(db());

  test('a new feed is due at once and reads back as it was given', async () => {
    const createdBy = await addUser(db());
    const feed = await addFeed(db(), { title: 'Ж'.repeat(400), groupName: 'Группа', language: 'ru', createdBy });
    assert.deepEqual(
      [feed.title.length, feed.groupName, feed.nextFetchAt, feed.isPaused, feed.isFetched],
      [300, 'Группа', NOW, false, true],
    );
    assert.deepEqual(await store().get(feed.id), feed);
    assert.deepEqual(await store().findByUrl(feed.url), feed);
  });

  test('an address is there once, also when two add it at the same time', async () => {
    const feed = await addFeed(db());
    await assert.rejects(addFeed(db(), { url: feed.url }), { code: 'feed-exists', status: 409 });
    const outcomes = await Promise.allSettled([1, 2, 3].map(() => addFeed(db(), { url: 'https://race.example/rss' })));
    assert.deepEqual(outcomes.map((outcome) => outcome.status).sort(), ['fulfilled', 'rejected', 'rejected']);
  });

  test('an edit cannot take the address of another feed', async () => {
    const [one, two] = [await addFeed(db()), await addFeed(db())];
    await store().update(one.id, { ...one, title: 'Новое имя' }, NOW);
    assert.equal((await store().get(one.id)).title, 'Новое имя');
    await assert.rejects(store().update(one.id, { ...one, url: two.url }, NOW), { code: 'feed-exists' });
  });

  test('a new address begins anew: no validator, no failure of the old one', async () => {
    const feed = await addFeed(db());
    await store().updateFetchState(feed.id, { etag: '"old"', lastModified: 'x', bodyHash: 'y', failureCount: 3 });
    await store().update(feed.id, { ...feed, title: 'Тот же адрес' }, NOW);
    assert.equal((await store().get(feed.id)).etag, '"old"');
    await store().update(feed.id, { ...feed, url: 'https://moved.example/rss' }, NOW + 5);
    const { etag, lastModified, bodyHash, failureCount, nextFetchAt } = await store().get(feed.id);
    assert.deepEqual([etag, lastModified, bodyHash, failureCount, nextFetchAt], [null, null, null, 0, NOW + 5]);
  });

  test('due are those whose time has come: not the paused, not the ones from files', async () => {
    const due = await addFeed(db());
    const others = [
      await addFeed(db(), { isPaused: true }),
      await addFeed(db(), { isFetched: false }),
      await addFeed(db()),
    ];
    await store().updateFetchState(others[2]?.id ?? 0, { nextFetchAt: NOW + 1 });
    const ids = (await store().listDue(NOW, 500)).map((feed) => feed.id);
    assert.ok(ids.includes(due.id));
    for (const other of others) assert.equal(ids.includes(other.id), false);
    assert.equal((await store().listDue(NOW, 1)).length, 1);
  });

  test('counts demo feeds apart, lists by group and title', async () => {
    await addFeed(db(), { isDemo: true, isFetched: false, groupName: 'А', title: 'а' });
    assert.equal(await store().count({ isDemo: true }), 1);
    assert.equal((await store().count()) - (await store().count({ isDemo: false })), 1);
    const listed = await store().list();
    assert.equal(listed.length, await store().count());
    assert.deepEqual(
      (await store().listByIds([listed[0]?.id ?? 0])).map((feed) => feed.id),
      [listed[0]?.id],
    );
    await assert.rejects(store().get(2 ** 31 - 1), { code: 'not-found' });
  });
});

describeOnEachDatabase('fetch-store', (db) => {
  test('keeps the newest first, and forgets what is old', async () => {
    const store = createFetchStore(db());
    const feed = await addFeed(db());
    const record = (startedAt: number) => ({
      ...{
        feedId: feed.id,
        startedAt,
        outcome: 'fresh',
        status: 200,
        ms: 12.7,
        bytes: 3,
        newCount: 1,
        updatedCount: 0,
      },
      ...{
        sameCount: 2,
        rejectedCount: 0,
        heldCount: 0,
        reasons: {},
        charset: 'x'.repeat(60),
        repairs: null,
        detail: 'y'.repeat(900),
      },
    });
    for (const age of [40, 1, 31, 0]) await store.insertFetch(record(NOW - age * DAY));
    const listed = await store.listByFeed(feed.id, 3);
    assert.deepEqual(
      listed.map((row) => (NOW - row.startedAt) / DAY),
      [0, 1, 31],
    );
    assert.deepEqual([listed[0]?.ms, listed[0]?.charset?.length, listed[0]?.detail?.length], [13, 40, 500]);
    assert.equal(await store.deleteBefore(NOW - 30 * DAY), 2);
    assert.equal(await count(db(), 'fetches'), 2);
  });
});
