import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FeedCandidate } from '../../src/feeds/discover-feeds.js';
import { createFeedStore } from '../../src/feeds/feed-store.js';
import { createFindReplacements } from '../../src/feeds/find-replacements.js';
import { createReplacementStore } from '../../src/feeds/replacement-store.js';
import { DAY } from '../../src/lib/clock.js';
import { createLog } from '../../src/lib/log.js';
import { addFeed, NOW } from '../support/news-builders.js';
import { describeOnEachDatabase } from '../support/test-db.js';

const candidate = (url: string): FeedCandidate => ({
  ...{ url, title: 'Новая лента', siteUrl: null, format: 'rss', language: 'ru', itemCount: 2, itemsPerDay: null },
  newest: [{ title: 'Свежее', publishedAt: NOW }],
});

describeOnEachDatabase('replacements for dead sources', (db) => {
  function setUp(discover: (address: string) => Promise<FeedCandidate[]>) {
    const asked: string[] = [];
    const clock = { now: NOW };
    const replacements = createReplacementStore(db());
    const discoverFeeds = async (address: string) => {
      asked.push(address);
      return discover(address);
    };
    const parts = { discoverFeeds, replacements, feeds: createFeedStore(db()), log: createLog('silent') };
    const finder = createFindReplacements({ ...parts, clock: () => clock.now });
    const alert = (feedId: number, kind: string, at = NOW) =>
      db().write('feed_alerts').insert({ feed_id: feedId, kind, opened_at: at });
    return { asked, clock, replacements, alert, ...finder };
  }

  test('are looked for once, when a source is gone, or has failed for a day', async () => {
    const it = setUp(async (address) => [candidate(`${address}/new`)]);
    const [gone, failing, silent] = [await addFeed(db()), await addFeed(db()), await addFeed(db())];
    await it.alert(gone.id, 'gone');
    await it.alert(failing.id, 'failing');
    await it.alert(silent.id, 'silent');
    assert.equal(await it.lookForReplacements(), 1);
    assert.equal(await it.lookForReplacements(), 0);
    assert.deepEqual(it.asked, [gone.siteUrl]);
    assert.deepEqual(await it.replacements.list(gone.id), [
      {
        url: `${gone.siteUrl}/new`,
        title: 'Новая лента',
        itemCount: 2,
        newest: [{ title: 'Свежее', publishedAt: NOW }],
      },
    ]);
    it.clock.now = NOW + DAY;
    assert.equal(await it.lookForReplacements(), 1, 'a day is no bad afternoon');
    assert.deepEqual(await it.replacements.list(silent.id), []);
    await db()
      .write('feed_alerts')
      .update({ closed_at: NOW + DAY });
    assert.deepEqual(await it.replacements.list(gone.id), [], 'of a trouble that is over nothing is offered');
    await it.alert(gone.id, 'gone', NOW + 2 * DAY);
    it.clock.now = NOW + 2 * DAY;
    assert.deepEqual(await it.replacements.list(gone.id), [], 'what was found in an earlier trouble is not offered');
    assert.equal(await it.lookForReplacements(), 1, 'a new trouble is looked into anew');
    assert.equal((await it.replacements.list(gone.id)).length, 1);
    await db().write('feed_alerts').delete();
  });

  test('a few sources at a time; a site that answers with rubbish is asked once too', async () => {
    const it = setUp(async () => {
      throw new Error('rubbish');
    });
    for (let n = 0; n < 5; n++) await it.alert((await addFeed(db())).id, 'gone');
    assert.equal(await it.lookForReplacements(), 3);
    assert.equal(await it.lookForReplacements(), 2);
    assert.equal(await it.lookForReplacements(), 0);
    await db().write('feed_alerts').delete();
  });

  test('the feed’s own host is asked when its site has nothing, and the dead address is never offered', async () => {
    const feed = await addFeed(db(), { url: 'https://feeds.example/dead', siteUrl: 'https://site.example/' });
    const it = setUp(async (address) =>
      address.includes('feeds.') ? [candidate(`${address}/live`)] : [candidate(feed.url)],
    );
    const found = await it.findReplacements(feed);
    assert.deepEqual(it.asked, ['https://site.example/', 'https://feeds.example']);
    assert.deepEqual(
      found.map(({ url }) => url),
      ['https://feeds.example/live'],
    );
  });
});
