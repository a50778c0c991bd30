import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Feed } from '../../src/feeds/feed.js';
import { type ImportReport, noCounts } from '../../src/feeds/import-report.js';
import { createPoller } from '../../src/feeds/poller.js';

const report: ImportReport = { outcome: 'fresh', isOk: true, detail: null, counts: noCounts, reasons: {}, ms: 1 };
const feedOf = (id: number): Feed => ({ id, url: `https://s${id}.example/rss` }) as Feed;

function rig(more: { importFeed?: (feed: Feed) => Promise<ImportReport>; get?: (id: number) => Promise<Feed> } = {}) {
  const waiting: (() => void)[] = [];
  const hosts: string[] = [];
  const imported: Feed[] = [];
  const poller = createPoller({
    feeds: { get: more.get ?? (async (id) => feedOf(id)), listDue: async () => [1, 2, 3].map(feedOf) },
    importFeed: {
      importFeed: async (feed) => {
        imported.push(feed);
        return more.importFeed ? more.importFeed(feed) : report;
      },
    },
    // A turn that comes when the test says so.
    hosts: {
      run: async (url, task) => {
        hosts.push(url);
        await new Promise<void>((resolve) => waiting.push(resolve));
        return task();
      },
    },
  });
  const letThrough = async () => {
    // Until the asked ones stand in the queue.
    for (let turn = 0; turn < 10; turn++) await Promise.resolve();
    for (const go of waiting.splice(0)) go();
  };
  return { poller, hosts, imported, letThrough };
}

describe('poller', () => {
  test('a feed is asked once however many ask for it meanwhile, and again later', async () => {
    const { poller, imported, letThrough } = rig();
    const asked = [poller.fetchNow(1), poller.fetchNow(1), poller.fetchNow(1)];
    await letThrough();
    assert.deepEqual(await Promise.all(asked), [report, report, report]);
    assert.equal(imported.length, 1);
    const later = poller.fetchNow(1);
    await letThrough();
    await later;
    assert.equal(imported.length, 2);
  });

  test('a feed that changed while it waited is fetched as it is now', async () => {
    let etag = '"old"';
    const { poller, imported, letThrough } = rig({ get: async (id) => ({ ...feedOf(id), etag }) });
    const asked = poller.fetchNow(1);
    await Promise.resolve();
    etag = '"new"';
    await letThrough();
    await asked;
    assert.equal(imported[0]?.etag, '"new"');
  });

  test('every due feed is reported; one that breaks stops no other and can be asked again', async () => {
    const { poller, hosts, letThrough } = rig({
      importFeed: async (feed) => (feed.id === 2 ? Promise.reject(new Error('bug')) : report),
    });
    const seen: [number, string][] = [];
    const done = poller.fetchDue(0, (feed, result) =>
      seen.push([feed.id, result instanceof Error ? result.message : result.outcome]),
    );
    await letThrough();
    assert.equal(await done, 3);
    assert.deepEqual(seen.sort(), [
      [1, 'fresh'],
      [2, 'bug'],
      [3, 'fresh'],
    ]);
    assert.deepEqual(
      hosts,
      [1, 2, 3].map((id) => feedOf(id).url),
    );
    const again = poller.fetchNow(2);
    await letThrough();
    await assert.rejects(again, /bug/);
  });
});
