import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { readQuality } from '../../src/search/quality.js';
import { startTestSite, type TestSite } from '../support/test-site.js';

let site: TestSite;

before(async () => {
  site = await startTestSite({ content: 'demo' });
});
after(() => site.close());

describe('the page about similar articles', () => {
  test('tells how many lists there are, when the newest was made, and what the measurements gave', async () => {
    const { services } = site;
    await services.sync.open();
    await services.sync.drain();
    const { threads, computedAt } = await services.similarFigures.findFigures();
    assert.ok(threads > 100 && computedAt !== null);
    const { status, text } = await site.visitor().get('/about/similar?lang=en');
    assert.equal(status, 200);
    assert.match(text, new RegExp(`<dd>${threads}</dd>`));
    assert.match(text, /<dd>[\d.]+ ms<\/dd>/);
    assert.match(text, /4,605 articles in Russian/);
    assert.doesNotMatch(text, /being rebuilt/);
  });

  test('speaks Russian first, and the thread page leads there', async () => {
    const visitor = site.visitor();
    assert.match((await visitor.get('/about/similar')).text, /Как подбираются похожие статьи/);
    const [thread] = (await site.services.threads.list({ order: 'newest', limit: 1 })).threads;
    assert.match((await visitor.get(`/threads/${thread?.id}`)).text, /href="\/about\/similar"/);
  });
});

describe('health while the index is built', () => {
  test('as JSON: how many articles are in place; as text the same in words', async () => {
    const visitor = site.visitor();
    const { services } = site;
    const threads = [...(await services.index.versions()).ids];
    await services.index.remove(threads);
    const states: { state: string; done: number; total: number }[] = [];
    const healing = services.sync.heal();
    let isHealed = false;
    void healing.then(() => {
      isHealed = true;
    });
    while (!isHealed) {
      const answer = await visitor.get('/readyz', { Accept: 'application/json' });
      states.push((JSON.parse(answer.text) as { index: (typeof states)[number] }).index);
    }
    await healing;
    const building = states.filter(({ state }) => state === 'rebuilding');
    assert.ok(building.length > 0, JSON.stringify(states));
    assert.ok(building.every(({ done, total }) => total === threads.length && done <= total));
    const ready = await visitor.get('/readyz', { Accept: 'application/json' });
    assert.deepEqual(JSON.parse(ready.text), {
      isReady: true,
      index: { state: 'ready', done: threads.length, total: threads.length },
    });
    assert.equal((await visitor.get('/readyz')).text, 'ready\n');
  });
});

describe('the file of measured quality', () => {
  test('is read when it is ours, and passed over when it is missing or something else', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'quality-'));
    const file = path.join(folder, 'quality.json');
    assert.equal(readQuality(file), null);
    await writeFile(file, '{"sets": "none"}');
    assert.equal(readQuality(file), null);
    assert.ok((readQuality()?.sets.length ?? 0) >= 2);
    await rm(folder, { recursive: true });
  });
});
