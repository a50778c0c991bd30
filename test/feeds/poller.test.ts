import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setImmediate as settle } from 'node:timers/promises';
import type { Claims } from '../../src/feeds/claim-store.js';
import type { Feed } from '../../src/feeds/feed.js';
import { type ImportReport, noCounts } from '../../src/feeds/import-report.js';
import { createPoller } from '../../src/feeds/poller.js';

const report: ImportReport = { outcome: 'fresh', isOk: true, detail: null, counts: noCounts, reasons: {}, ms: 1 };
const feedOf = (id: number): Feed => ({ id, title: `S${id}`, url: `https://s${id}.example/rss` }) as Feed;

type RigOptions = {
  importFeed?: (feed: Feed) => Promise<ImportReport>;
  get?: (id: number) => Promise<Feed>;
  due?: number[];
  concurrency?: number;
};

/** Imports end when the test says so; `due` is what may be claimed, and each is claimed once. */
function rig({ importFeed, get, due = [], concurrency = 4 }: RigOptions = {}) {
  const waiting = new Map<number, () => void>();
  const imported: Feed[] = [];
  const asked: number[] = [];
  const poller = createPoller({
    feeds: { get: get ?? (async (id) => feedOf(id)) },
    claims: {
      claimDue: async (_now, limit): Promise<Claims> => {
        asked.push(limit);
        return { feeds: due.splice(0, limit).map(feedOf), nextAt: null };
      },
    },
    importFeed: {
      importFeed: async (feed) => {
        imported.push(feed);
        return importFeed ? importFeed(feed) : report;
      },
    },
    hosts: {
      run: async (url, task) => {
        await new Promise<void>((resolve) => waiting.set(Number(/\d+/.exec(url)?.[0]), resolve));
        return task();
      },
    },
    clock: () => 0,
    concurrency,
  });
  const letThrough = async (...ids: number[]) => {
    await settle();
    for (const id of ids.length > 0 ? ids : [...waiting.keys()]) waiting.get(id)?.();
    await settle();
  };
  return { poller, imported, asked, waiting, due, letThrough };
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
    const { poller, letThrough } = rig({
      due: [1, 2, 3],
      importFeed: async (feed) => (feed.id === 2 ? Promise.reject(new Error('bug')) : report),
    });
    const seen: [number, string][] = [];
    const done = poller.fetchDue((feed, result) =>
      seen.push([feed.id, result instanceof Error ? result.message : result.outcome]),
    );
    await letThrough();
    assert.equal(await done, 3);
    assert.deepEqual(seen.sort(), [
      [1, 'fresh'],
      [2, 'bug'],
      [3, 'fresh'],
    ]);
    const again = assert.rejects(poller.fetchNow(2), /bug/);
    await letThrough();
    await again;
  });

  test('a slow feed holds up nobody: others take the free slots, never more than there are', async () => {
    const due = Array.from({ length: 12 }, (_, at) => at + 1);
    const { poller, imported, waiting, letThrough } = rig({ due, concurrency: 5 });
    const done = poller.fetchDue(() => {});
    await settle();
    assert.deepEqual([...waiting.keys()], [1, 2, 3, 4, 5]);
    for (let turn = 0; turn < 6; turn++) await letThrough(...[...waiting.keys()].filter((id) => id !== 1));
    assert.deepEqual(
      imported.map((feed) => feed.id).sort((a, b) => a - b),
      [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
      'all but the slow one',
    );
    await letThrough(1);
    assert.equal(await done, 12);
  });

  test('once stopped it begins nothing, and ends with what is under way', async () => {
    const { poller, due, imported, letThrough } = rig({ due: [1, 2, 3, 4, 5, 6], concurrency: 4 });
    const done = poller.fetchDue(() => {});
    await settle();
    poller.stop();
    await letThrough();
    assert.equal(await done, 4);
    assert.deepEqual([imported.length, due.length], [4, 2]);
  });
});
