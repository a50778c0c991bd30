import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createPreviewFeed } from '../../src/feeds/preview-feed.js';
import { createReadSource } from '../../src/feeds/read-source.js';
import { createArticleStore } from '../../src/news/article-store.js';
import { type Answer, createPublisher, directReader, directRules, rss } from '../support/import-rig.js';
import { dumpTables } from '../support/inspect-db.js';
import { addFeed, addThread, NOW } from '../support/news-builders.js';
import { describeOnEachDatabase } from '../support/test-db.js';

describeOnEachDatabase('previewFeed', (db) => {
  const preview = (answer: Answer, feedId?: number) => {
    const { httpGet } = createPublisher(answer);
    const parts = {
      readSource: createReadSource({ httpGet, reader: directReader }),
      articles: createArticleStore(db()),
      ...directRules(db()),
      clock: () => NOW,
    };
    return createPreviewFeed(parts)('https://s.example/rss', feedId);
  };

  test('shows what an import would do, and stores nothing', async () => {
    const feed = await addFeed(db());
    await addThread(db(), feed, 'Уже есть', { url: 'https://n.example/known', guid: 'k' });
    const body = rss(
      { title: 'Новое', link: 'https://n.example/new', guid: 'n', date: 'Fri, 29 May 2026 10:00:00 GMT' },
      { title: 'Уже есть, но иначе', link: 'https://n.example/known', guid: 'k' },
    );
    const before = await dumpTables(db());
    const shown = await preview({ body });
    assert.deepEqual(
      shown.decisions.map((decision) => decision.kind),
      ['new', 'same'],
      'another source must not edit',
    );
    assert.deepEqual([shown.feed.title, shown.itemsPerDay, shown.address], ['T', 2, 'https://s.example/rss']);
    assert.deepEqual(
      (await preview({ body }, feed.id)).decisions.map((decision) => decision.kind),
      ['new', 'updated'],
    );
    assert.deepEqual(await dumpTables(db()), before);
  });

  test('says why an address gives no feed', async () => {
    const refusals: [Answer, string, RegExp][] = [
      [{ fails: 'blocked-address' }, 'blocked-address', /blocked/],
      [{ fails: 'dns' }, 'feed-unreachable', /dns/],
      [{ status: 404 }, 'feed-unreachable', /404/],
      [{ status: 304 }, 'feed-unreachable', /304/],
      [{ status: 410 }, 'feed-unreachable', /410/],
      [{ body: '<!doctype html><html><body>Hello</body></html>' }, 'html-page', /./],
      [{ body: '' }, 'empty', /./],
    ];
    for (const [answer, code, why] of refusals) {
      await assert.rejects(preview(answer), (error: { code: string; status: number; params: { why: string } }) => {
        assert.deepEqual([error.code, error.status], [code, 422]);
        assert.match(error.params.why, why);
        return true;
      });
    }
  });
});
