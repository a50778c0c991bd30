import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createClaimStore } from '../../src/feeds/claim-store.js';
import type { Feed } from '../../src/feeds/feed.js';
import { createFeedStore } from '../../src/feeds/feed-store.js';
import { HOUR, MINUTE, SECOND } from '../../src/lib/clock.js';
import { addFeed, NOW } from '../support/news-builders.js';
import { describeOnEachDatabase } from '../support/test-db.js';

describeOnEachDatabase('claim-store', (db) => {
  const store = () => createClaimStore(db());
  const claim = async (now: number, limit = 50) => (await store().claimDue(now, limit)).feeds.map((feed) => feed.id);
  /** Each test has a clock of its own, so that what others left behind is not due. */
  let start = NOW;
  async function fresh(count: number, host?: string): Promise<Feed[]> {
    start += 10 * HOUR;
    await db().write('feeds').update({ next_fetch_at: null });
    const feeds: Feed[] = [];
    for (let at = 0; at < count; at++) {
      feeds.push(await addFeed(db(), host ? { url: `https://${host}/${start}/${at}` } : {}));
    }
    await db()
      .write('feeds')
      .whereIn(
        'id',
        feeds.map((feed) => feed.id),
      )
      .update({ next_fetch_at: start });
    return feeds;
  }
  const release = (feed: Feed, now: number) => db().transact((trx) => store().release(trx, feed, now));

  test('what is due is claimed once, by one of many who ask at the same time', async () => {
    const feeds = await fresh(6);
    const [first, second, third] = await Promise.all([claim(start, 4), claim(start, 4), claim(start, 4)]);
    const all = [...(first ?? []), ...(second ?? []), ...(third ?? [])];
    assert.equal(new Set(all).size, all.length, 'nobody twice');
    const rest = await claim(start);
    assert.deepEqual([...all, ...rest].sort(), feeds.map((feed) => feed.id).sort());
    assert.deepEqual(await claim(start), []);
  });

  test('what a killed process claimed is free again after a while', async () => {
    const [feed] = await fresh(1);
    assert.deepEqual(await claim(start), [feed?.id]);
    assert.deepEqual(await claim(start + 4 * MINUTE), []);
    assert.deepEqual(await claim(start + 5 * MINUTE), [feed?.id]);
  });

  test('a host is asked for one feed at a time, with a pause, and says when the next may come', async () => {
    const feeds = await fresh(3, 'many.example');
    const [other] = [await addFeed(db(), { url: `https://www.other.example/${start}` })];
    await createFeedStore(db()).updateFetchState(other.id, { nextFetchAt: start });
    const claimed = await claim(start);
    assert.deepEqual(claimed.sort(), [feeds[0]?.id, other.id].sort(), 'one of the host, and the other host');
    const [one] = feeds;
    assert.ok(one);
    await createFeedStore(db()).updateFetchState(one.id, { nextFetchAt: start + HOUR });
    await release(one, start + 10);
    assert.deepEqual(await store().claimDue(start + 500, 9), { feeds: [], nextAt: start + 10 + SECOND });
    assert.deepEqual(await claim(start + 10 + SECOND), [feeds[1]?.id]);
  });

  test('a host that asks to wait is left alone with all its feeds, and each of them says why', async () => {
    const feeds = await fresh(3, 'strained.example');
    await db().transact((trx) => store().hold(trx, 'strained.example', start + HOUR));
    assert.deepEqual(await claim(start + MINUTE), []);
    for (const { id } of feeds) {
      const feed = await createFeedStore(db()).get(id);
      assert.deepEqual([feed.nextFetchAt, feed.nextFetchWhy], [start + HOUR, 'host-wait']);
    }
    // Added or resumed meanwhile: due at once, and yet not asked for.
    const late = await addFeed(db(), { url: `https://strained.example/late/${start}` });
    await createFeedStore(db()).updateFetchState(late.id, { nextFetchAt: start });
    assert.deepEqual(await store().claimDue(start + MINUTE, 9), { feeds: [], nextAt: null });
    assert.deepEqual(await claim(start + HOUR), [late.id]);
  });

  test('the paused and those from files are never claimed', async () => {
    await fresh(0);
    await addFeed(db(), { isPaused: true });
    await addFeed(db(), { isFetched: false });
    assert.deepEqual(await claim(start), []);
  });
});
