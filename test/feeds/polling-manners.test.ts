/** What publishers ask for, from the document or the answer to the next attempt. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { nextProof, noProof, provenAddress } from '../../src/feeds/address-proof.js';
import { addFailure, failureWeight, TROUBLE_SCORE } from '../../src/feeds/failure-score.js';
import { parseDocument } from '../../src/feeds/parse-document.js';
import { nextAttempt } from '../../src/feeds/schedule.js';
import { afterSkipped, soundSkipTimes } from '../../src/feeds/skip-times.js';
import { DAY, HOUR } from '../../src/lib/clock.js';
import { createImportRig, rss } from '../support/import-rig.js';
import { addFeed, NOW } from '../support/news-builders.js';
import { describeOnEachDatabase } from '../support/test-db.js';

async function hintsOf(text: string) {
  const read = await parseDocument({
    bytes: new TextEncoder().encode(text),
    now: NOW,
    baseUrl: 'https://s.example/rss',
  });
  assert.ok(read.ok);
  return read.feed.hints;
}

describe('polling hints', () => {
  test('RSS names hours, days, a hub and its own address', async () => {
    const hints = await hintsOf(`<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>T</title>
      <atom:link rel="hub" href="https://hub.example/"/><atom:link rel="self" href="https://s.example/rss"/>
      <skipHours><hour>1</hour><hour>24</hour><hour>99</hour><hour>x</hour></skipHours>
      <skipDays><day>Saturday</day><day> sunday </day><day>Someday</day></skipDays></channel></rss>`);
    assert.deepEqual(hints, {
      hub: 'https://hub.example/',
      self: 'https://s.example/rss',
      skip: { hours: [1, 0], days: [6, 0] },
    });
  });

  test('Atom and JSON Feed name a hub; most feeds say nothing', async () => {
    const atom = `<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><link rel="hub" href="https://hub.example/a"/>
      <link rel="self" href="https://s.example/atom"/></feed>`;
    assert.equal((await hintsOf(atom))?.hub, 'https://hub.example/a');
    const json = {
      version: 'https://jsonfeed.org/version/1.1',
      title: 'T',
      feed_url: 'https://s.example/j',
      items: [],
    };
    const withHub = {
      ...json,
      hubs: [
        { type: 'rssCloud', url: 'https://no.example/' },
        { type: 'WebSub', url: 'https://hub.example/j' },
      ],
    };
    assert.deepEqual(await hintsOf(JSON.stringify(withHub)), {
      hub: 'https://hub.example/j',
      self: 'https://s.example/j',
      skip: null,
    });
    assert.equal(await hintsOf(JSON.stringify(json)), undefined);
    assert.equal(
      await hintsOf(rss({ title: 'x' }).replace('<channel>', '<channel><link rel="hub" href="javascript:1"/>')),
      undefined,
    );
  });
});

describe('skipped times', () => {
  const monday = Date.UTC(2026, 5, 1, 10, 30);

  test('the next attempt moves to the first hour that is allowed, and says so', () => {
    assert.equal(afterSkipped(monday, { hours: [10, 11], days: [] }), Date.UTC(2026, 5, 1, 12));
    assert.equal(afterSkipped(monday, { hours: [0], days: [1, 2] }), Date.UTC(2026, 5, 3, 1));
    assert.equal(afterSkipped(monday, { hours: [3], days: [0] }), monday);
    const ask = { outcome: { kind: 'fresh' as const, cacheSeconds: null }, ttlMinutes: null, meanGapMs: null };
    const input = { ...ask, now: monday - 1_800_000, failures: 0, random: 0.5 };
    assert.deepEqual(nextAttempt({ ...input, skip: { hours: [10], days: [] } }), {
      nextAt: Date.UTC(2026, 5, 1, 11),
      why: 'skip',
    });
  });

  test('a publisher cannot end its feed by skipping everything', () => {
    const hours = Array.from({ length: 24 }, (_, hour) => hour);
    assert.equal(soundSkipTimes(hours, [0, 1, 2, 3, 4, 5, 6]), null);
    assert.deepEqual(soundSkipTimes(hours, [3, -1]), { hours: [], days: [3] });
  });

  test('with a hub that pushes it is asked for safety only', () => {
    const ask = { outcome: { kind: 'fresh' as const, cacheSeconds: null }, ttlMinutes: null, meanGapMs: 60_000 };
    const next = nextAttempt({ ...ask, now: monday, failures: 0, random: 0.5, isPushed: true });
    assert.deepEqual(next, { nextAt: monday + 6 * HOUR, why: 'push' });
  });
});

describe('failure score', () => {
  test('weighs what is lasting four times what passes', () => {
    assert.deepEqual(
      [
        failureWeight('http-status', 404),
        failureWeight('dns', null),
        failureWeight('tls', null),
        failureWeight('http-status', 502),
        failureWeight('limited', 429),
      ],
      [1, 1, 0.5, 0.25, 0.25],
    );
    assert.ok([1, 2, 3].reduce((score) => addFailure(score, 'dns', null), 0) >= TROUBLE_SCORE);
    assert.equal(addFailure(100, 'dns', null), 100);
  });
});

describe('address proof', () => {
  test('five in a row over a day move a source; another target or none begins anew', () => {
    let proof = noProof;
    for (let at = 0; at < 5; at++) proof = nextProof(proof, 'https://n.example/', NOW + at * 5 * HOUR);
    assert.equal(provenAddress(proof, NOW + 20 * HOUR), null, 'five, but within a day');
    assert.equal(provenAddress(nextProof(proof, 'https://n.example/', NOW + DAY), NOW + DAY), 'https://n.example/');
    assert.deepEqual(nextProof(proof, 'https://o.example/', NOW), {
      movedTo: 'https://o.example/',
      movedCount: 1,
      movedSince: NOW,
    });
    assert.deepEqual(nextProof(proof, null, NOW), noProof);
  });
});

describeOnEachDatabase('import of a source that moves or is strained', (db) => {
  const body = rss({ title: 'Новость', guid: '1' });

  test('301 again and again over a day changes the address, and the history says so', async () => {
    let now = NOW;
    const rig = createImportRig(db(), { clock: () => now });
    const feed = await addFeed(db());
    const redirects = [{ status: 301, to: 'https://new-home.example/rss' }];
    for (let visit = 0; visit < 5; visit++, now += 7 * HOUR) {
      assert.equal((await rig.feeds.get(feed.id)).url, feed.url);
      rig.publisher.answer = visit === 2 ? { fails: 'timeout' } : { body, headers: { etag: '"1"' }, redirects };
      await rig.fetch(feed.id);
    }
    assert.equal((await rig.feeds.get(feed.id)).url, feed.url, 'four times: a failure proves nothing');
    await rig.fetch(feed.id);
    const moved = await rig.feeds.get(feed.id);
    assert.deepEqual(
      [moved.url, moved.host, moved.etag, moved.movedTo],
      ['https://new-home.example/rss', 'new-home.example', '"1"', null],
    );
    const history = await db().read('fetches').where({ feed_id: feed.id, outcome: 'moved' });
    assert.match(history[0].detail, /source\d+\.example\/rss → https:\/\/new-home/);
  });

  test('an address that another source has is never taken', async () => {
    let now = NOW;
    const rig = createImportRig(db(), { clock: () => now });
    const [other, feed] = [await addFeed(db()), await addFeed(db())];
    for (let visit = 0; visit < 6; visit++, now += 7 * HOUR) {
      rig.publisher.answer = { body, redirects: [{ status: 308, to: other.url }] };
      await rig.fetch(feed.id);
    }
    const { url, movedTo, movedCount } = await rig.feeds.get(feed.id);
    assert.deepEqual([url, movedTo, movedCount], [feed.url, other.url, 6], 'the proof stays for moderators to see');
    await db().write('feeds').where('id', other.id).delete();
    await rig.fetch(feed.id);
    assert.equal((await rig.feeds.get(feed.id)).url, other.url, 'it moves once the address is free');
  });

  test('Retry-After of one feed holds back every feed of its host, failures are weighed, a success forgets them', async () => {
    const rig = createImportRig(db());
    const feed = await addFeed(db(), { url: `https://busy.example/1` });
    const sister = await addFeed(db(), { url: `https://www.busy.example/2` });
    rig.publisher.answer = { status: 429, headers: { 'retry-after': '7200' } };
    await rig.fetch(feed.id);
    const held = await rig.feeds.get(sister.id);
    assert.deepEqual([held.nextFetchAt, held.nextFetchWhy], [NOW + 2 * HOUR, 'host-wait']);
    assert.equal((await rig.feeds.get(feed.id)).failureScore, 0.25);
    rig.publisher.answer = { status: 404 };
    await rig.fetch(feed.id);
    assert.equal((await rig.feeds.get(feed.id)).failureScore, 1.25);
    rig.publisher.answer = { body };
    await rig.fetch(feed.id);
    assert.equal((await rig.feeds.get(feed.id)).failureScore, 0);
  });
});
