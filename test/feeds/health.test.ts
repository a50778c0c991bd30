import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { MOVED_FOR, MOVED_TIMES } from '../../src/feeds/address-proof.js';
import { createCheckHealth } from '../../src/feeds/check-health.js';
import { createFeedListStore } from '../../src/feeds/feed-list-store.js';
import { createFeedStore } from '../../src/feeds/feed-store.js';
import { createHealthStore } from '../../src/feeds/health-store.js';
import { normalPerWeek, silentSince, WEEK } from '../../src/feeds/own-normal.js';
import { createReplacementStore } from '../../src/feeds/replacement-store.js';
import { DAY, HOUR } from '../../src/lib/clock.js';
import { createImportRig } from '../support/import-rig.js';
import { addFeed, documentOf, entryOf, NOW } from '../support/news-builders.js';
import { describeOnEachDatabase } from '../support/test-db.js';

describe('what is usual for a source', () => {
  test('is the median of its weeks: one election night changes nothing', () => {
    assert.equal(normalPerWeek([7, 9, 400, 8, 8]), 8);
    assert.equal(normalPerWeek([4, 6]), 5);
    assert.equal(normalPerWeek([0, 0, 0, 50]), 0);
    assert.equal(normalPerWeek([12]), null, 'one week tells nothing');
  });

  test('silence is remarkable after three usual pauses, after three days at the earliest', () => {
    assert.equal(silentSince(70, NOW - 2 * DAY, NOW), null);
    assert.equal(silentSince(70, NOW - 4 * DAY, NOW), NOW - DAY);
    assert.equal(silentSince(1, NOW - 20 * DAY, NOW), null);
    assert.equal(silentSince(1, NOW - 22 * DAY, NOW), NOW - DAY);
    assert.equal(silentSince(0, NOW - 90 * DAY, NOW), null, 'nothing is usual');
  });
});

describeOnEachDatabase('health of sources', (db) => {
  let now = NOW;
  const health = () => createHealthStore(db());
  const check = () => createCheckHealth({ health: health(), clock: () => now })();
  const state = (id: number) => createFeedStore(db()).get(id);

  async function publishWeekly(feedId: number, weeks: number[], perWeek: number): Promise<void> {
    const rig = createImportRig(db(), { clock: () => now });
    const entries = weeks.flatMap((week) =>
      Array.from({ length: perWeek }, (_, at) => {
        const published = new Date(now - week * WEEK - (at + 1) * 10 * HOUR).toISOString();
        return entryOf(`Новость ${feedId} ${week} ${at}`, { published });
      }),
    );
    await rig.store(await state(feedId), documentOf(entries));
  }

  test('a source that falls silent is noticed against its own normal, and forgiven when it speaks again', async () => {
    const [lively, quiet] = [await addFeed(db()), await addFeed(db())];
    await publishWeekly(lively.id, [0, 1, 2, 3, 4], 5);
    await publishWeekly(quiet.id, [1, 2, 3, 4], 5);
    assert.deepEqual(await check(), { opened: 1, closed: 0 });
    assert.deepEqual([(await state(lively.id)).normalPerWeek, (await state(lively.id)).silentSince], [5, null]);
    assert.equal((await state(quiet.id)).silentSince, NOW - WEEK - 10 * HOUR + 4.2 * DAY);
    assert.deepEqual(
      (await health().listAlerts(quiet.id)).map((alert) => alert.kind),
      ['silent'],
    );
    assert.deepEqual(await check(), { opened: 0, closed: 0 }, 'one alert, not one a look');
    now += 70 * DAY;
    assert.equal((await check()).closed, 0, 'long silent is still silent');
    await publishWeekly(quiet.id, [0], 1);
    await check();
    assert.equal((await state(quiet.id)).silentSince, null);
    assert.deepEqual(await health().listAlerts(quiet.id), []);
    now = NOW;
  });

  test('three lasting failures make an alert; a success ends it', async () => {
    const rig = createImportRig(db());
    const feed = await addFeed(db());
    rig.publisher.answer = { status: 404 };
    for (let time = 0; time < 2; time++) await rig.fetch(feed.id);
    await check();
    assert.deepEqual(await health().listAlerts(feed.id), []);
    await rig.fetch(feed.id);
    const before = await health().countOpenAlerts();
    await check();
    assert.equal((await health().countOpenAlerts()) - before, 1);
    assert.deepEqual(
      (await health().listAlerts(feed.id)).map((alert) => alert.kind),
      ['failing'],
    );
    rig.publisher.answer = { status: 304 };
    await rig.fetch(feed.id);
    await check();
    assert.deepEqual(await health().listAlerts(feed.id), []);
  });

  test('a source that is gone is an alert although it is paused; one that a moderator paused is none', async () => {
    const rig = createImportRig(db());
    const [gone, paused] = [await addFeed(db()), await addFeed(db())];
    rig.publisher.answer = { status: 410 };
    await rig.fetch(gone.id);
    await createFeedStore(db()).updateFetchState(paused.id, { isPaused: true, failureScore: 9 });
    await check();
    assert.equal((await health().listAlerts(gone.id))[0]?.kind, 'gone');
    assert.deepEqual(await health().listAlerts(paused.id), []);
  });

  test('a replacement is told of where one is offered: found since the source fails, and not because it moved', async () => {
    const replacements = createReplacementStore(db());
    const found = [{ url: 'https://new.example/feed', title: 'Новая', itemCount: 1, newest: [] }];
    const [other, moved, failing] = [await addFeed(db()), await addFeed(db()), await addFeed(db())];
    const proof = { moved_to: other.url, moved_count: MOVED_TIMES, moved_since: NOW - MOVED_FOR };
    await db().write('feeds').where('id', moved.id).update(proof);
    const store = createFeedStore(db());
    await store.updateFetchState(failing.id, { failureScore: 9 });
    const kinds = async ({ id }: { id: number }) => (await health().listAlerts(id)).map((alert) => alert.kind);
    for (const feed of [moved, failing]) await replacements.put(feed.id, found, NOW - 1);
    await check();
    assert.deepEqual([await kinds(moved), await kinds(failing)], [['twin'], ['failing']]);
    for (const feed of [moved, failing]) await replacements.put(feed.id, found, NOW);
    await check();
    assert.deepEqual([await kinds(moved), await kinds(failing)], [['twin'], ['failing', 'replacement']]);
    assert.deepEqual([await replacements.list(moved.id), await replacements.list(failing.id)], [[], found]);
    await store.updateFetchState(failing.id, { failureScore: 0 });
    await check();
    assert.deepEqual(await kinds(failing), []);
  });

  test('a source at the address of another is a twin only while that one is read', async () => {
    const [other, moved] = [await addFeed(db()), await addFeed(db())];
    const proof = { moved_to: other.url, moved_count: MOVED_TIMES, moved_since: NOW - MOVED_FOR };
    await db().write('feeds').where('id', moved.id).update(proof);
    const kinds = async () => {
      await check();
      return (await health().listAlerts(moved.id)).map((alert) => alert.kind);
    };
    assert.deepEqual(await kinds(), ['twin']);
    await createFeedStore(db()).updateFetchState(other.id, { isPaused: true });
    assert.deepEqual(await kinds(), [], 'pausing this one too would leave nothing read');
    await db().write('feeds').where('id', other.id).update({ is_paused: false, is_fetched: false });
    assert.deepEqual(await kinds(), []);
  });

  test('days are counted for the picture', async () => {
    const feed = await addFeed(db());
    await publishWeekly(feed.id, [0], 5);
    const rig = createImportRig(db());
    rig.publisher.answer = { status: 304 };
    await rig.fetch(feed.id);
    rig.publisher.answer = { status: 500 };
    await rig.fetch(feed.id);
    const daily = await health().countDaily(feed.id, NOW - 30 * DAY);
    assert.equal(
      daily.reduce((sum, { count }) => sum + count, 0),
      5,
    );
    assert.ok(daily.every(({ day }) => day % DAY === 0));
    const today = (await health().countDailyOutcomes(feed.id, NOW - DAY)).find(
      ({ day }) => day === Math.floor(NOW / DAY) * DAY,
    );
    assert.deepEqual([today?.ok, today?.failed], [2, 1], 'the import counts as one');
  });

  test('the list is filtered, counted, paged, and the worst stand first', async () => {
    const lists = createFeedListStore(db());
    const group = 'Список';
    const feeds = [];
    for (const title of ['А%', 'Б', 'В', 'Г']) feeds.push(await addFeed(db(), { title, groupName: group }));
    const ids = feeds.map((feed) => feed.id);
    const store = createFeedStore(db());
    await store.updateFetchState(ids[2] ?? 0, { failureScore: 4, failureCount: 2 });
    await db().write('feeds').where('id', ids[3]).update({ silent_since: NOW });
    await store.updateFetchState(ids[1] ?? 0, { isPaused: true });
    const page = async (filter: object, number = 1, limit = 10) =>
      lists.listPage({ group, ...filter }, NOW, { page: number, limit });
    assert.deepEqual(await page({}), { ids: [ids[2], ids[3], ids[0], ids[1]], total: 4 });
    assert.deepEqual(await page({}, 2, 3), { ids: [ids[1]], total: 4 });
    assert.deepEqual((await page({ state: 'trouble' })).ids, [ids[2], ids[3]]);
    assert.deepEqual((await page({ state: 'silent' })).ids, [ids[3]]);
    assert.deepEqual((await page({ state: 'paused' })).ids, [ids[1]]);
    assert.deepEqual((await page({ text: '%' })).ids, [ids[0]], 'a sign, not a wildcard');
    assert.deepEqual((await page({ text: 'г' })).ids, [ids[3]], 'whatever the case, also of Russian letters');
    assert.deepEqual((await page({ text: feeds[1]?.url.toUpperCase() ?? '' })).ids, [ids[1]]);
    const counts = await lists.countStates(NOW);
    assert.ok(counts.all >= 4 && counts.failing >= 1 && counts.silent >= 1 && counts.paused >= 1);
    assert.ok((await lists.listGroups()).includes(group));
  });
});
