import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { beforeEach, test } from 'node:test';
import type { Feed } from '../../src/feeds/feed.js';
import { WorkerFailure } from '../../src/lib/call-client.js';
import { createSearchClient } from '../../src/search/client.js';
import type { SearchDocument } from '../../src/search/document.js';
import { createSimilarStore } from '../../src/search/similar-store.js';
import { createSearchSync, type SyncParts } from '../../src/search/sync.js';
import { addFeed, draftOf, storeArticles } from '../support/news-builders.js';
import { describeOnEachDatabase } from '../support/test-db.js';

const clock = () => 1000;

/** An index that finds every other document alike. */
function fakeIndex() {
  const documents = new Map<number, SearchDocument>();
  const calls = { upserted: 0, asked: 0 };
  const index: SyncParts['index'] = {
    open: async () => ({ source: 'empty', documents: documents.size }),
    versions: async () => {
      const sorted = [...documents.values()].sort((a, b) => a.id - b.id);
      return {
        ids: Float64Array.from(sorted, ({ id }) => id),
        versions: Float64Array.from(sorted, ({ version }) => version),
      };
    },
    upsert: async (given) => {
      calls.upserted += given.length;
      for (const document of given) documents.set(document.id, document);
    },
    remove: async (ids) => {
      for (const id of ids) documents.delete(id);
    },
    similarTo: async (given) => {
      calls.asked += given.length;
      return given.map(({ id }) =>
        [...documents.keys()]
          .filter((other) => other !== id)
          .slice(0, 3)
          .map((other) => ({ id: other, score: 0.5, terms: [] })),
      );
    },
    stats: async () => ({ documents: documents.size, terms: 0, heapMb: 0 }),
  };
  return { documents, calls, index };
}

describeOnEachDatabase('search sync', (db) => {
  let feed: Feed;
  let ids: number[];
  beforeEach(async () => {
    await db().write('threads').delete();
    feed = await addFeed(db());
    ids = await storeArticles(
      db(),
      feed,
      ['Один', 'Два', 'Три', 'Четыре'].map((title) => draftOf(title)),
    );
  });
  const store = () => createSimilarStore(db());
  const rig = (more: Partial<SyncParts> = {}) => {
    const fake = fakeIndex();
    return { ...fake, sync: createSearchSync({ index: fake.index, store: store(), clock, ...more }) };
  };
  const at = (position: number) => ids[position] ?? 0;
  /** As an edit does. */
  const change = async (id: number, title: string) => {
    const next = (await store().newestChange()) + 1;
    await db().write('threads').where('id', id).update({ title, change_seq: next });
    await db().write('similar_queue').insert({ thread_id: id, change_seq: next }).onConflict('thread_id').merge();
  };

  test('heal adds what is missing, takes out what is gone, renews what is stale, and then finds nothing to do', async () => {
    const { sync, documents, calls } = rig();
    assert.deepEqual(await sync.open(), { source: 'empty', documents: 0, updated: 4, removed: 0 });
    documents.delete(at(0));
    const known = documents.get(at(1));
    assert.ok(known);
    documents.set(at(1), { ...known, version: known.version - 1, title: 'устарел' });
    documents.set(999_999, { ...known, id: 999_999 });
    assert.deepEqual(await sync.heal(), { updated: 2, removed: 1 });
    assert.deepEqual([...documents.values()].map((document) => document.title).sort(), [
      'Два',
      'Один',
      'Три',
      'Четыре',
    ]);
    const before = calls.upserted;
    assert.deepEqual(await sync.heal(), { updated: 0, removed: 0 });
    assert.equal(calls.upserted, before);
  });

  test('catchUp takes new and changed threads, each once', async () => {
    const { sync, documents, calls } = rig();
    assert.equal(await sync.catchUp(), 4);
    assert.equal(await sync.catchUp(), 0);
    await storeArticles(db(), feed, [draftOf('Пять')]);
    await change(at(0), 'Один, дополнено');
    assert.equal(await sync.catchUp(), 2);
    assert.equal(documents.get(at(0))?.title, 'Один, дополнено');
    assert.equal(calls.upserted, 6);
  });

  test('a thread that changes while heal reads is caught up with afterwards', async () => {
    const slow = createSimilarStore(db());
    let isFirst = true;
    const { sync, documents } = rig({
      store: {
        ...slow,
        // The first thread changes, and so does the last, after the page with the first was read.
        listVersions: async (afterId, limit) => {
          const page = await slow.listVersions(afterId, isFirst ? 1 : limit);
          if (isFirst) {
            isFirst = false;
            await change(at(0), 'Сменился');
            await change(at(3), 'Тоже');
          }
          return page;
        },
        listDocuments: async (asked) =>
          (await slow.listDocuments(asked)).map((document) =>
            document.id === at(0) ? { ...document, title: 'как был' } : document,
          ),
      },
    });
    await sync.heal();
    assert.equal(await sync.catchUp(), 2, 'both changes are seen again');
    assert.equal(documents.size, 4);
  });

  test('drain writes both directions and empties the queue; nothing is computed twice', async () => {
    const { sync, calls } = rig();
    assert.equal(await sync.drain(), 4);
    assert.equal(await store().countQueued(), 0);
    for (const id of ids) assert.equal((await store().listSimilar(id, 10)).length, 3);
    assert.equal(await sync.drain(), 0);
    assert.equal(calls.asked, 4);
  });

  test('a thread that changes while its list is computed stays queued', async () => {
    const fake = fakeIndex();
    let isFirst = true;
    const index: SyncParts['index'] = {
      ...fake.index,
      similarTo: async (documents, options) => {
        if (isFirst) await change(at(2), 'Сменился');
        isFirst = false;
        return fake.index.similarTo(documents, options);
      },
    };
    const sync = createSearchSync({ index, store: store(), clock });
    let rounds = 0;
    await sync.drain(() => rounds++ > 0);
    assert.deepEqual(
      (await store().listQueued(10)).map((item) => item.threadId),
      [at(2)],
    );
    assert.equal(await sync.drain(), 1);
    assert.equal(fake.documents.get(at(2))?.title, 'Сменился');
  });

  test('drain stops when asked, and a failing index leaves the queue as it was', async () => {
    const { sync } = rig();
    assert.equal(await sync.drain(() => true), 0);
    const died = () => Promise.reject(new WorkerFailure('crashed', 'worker died'));
    const broken = rig({ index: { ...fakeIndex().index, similarTo: died } });
    await assert.rejects(broken.sync.drain(), /worker died/);
    assert.equal(await store().countQueued(), 4);
  });

  test('a document that cannot be compared holds up no other, and is named', async () => {
    const fake = fakeIndex();
    const skipped: number[] = [];
    const similarTo: typeof fake.index.similarTo = (documents, options) =>
      documents.some((document) => document.id === at(1))
        ? Promise.reject(new Error('no such text'))
        : fake.index.similarTo(documents, options);
    const { sync } = rig({ index: { ...fake.index, similarTo }, onSkipped: (id) => void skipped.push(id) });
    assert.equal(await sync.drain(), 4);
    assert.deepEqual([skipped, await store().countQueued()], [[at(1)], 0]);
  });

  test('a queued thread without a document does not hold up the queue', async () => {
    await db().write('articles').where('thread_id', at(1)).delete();
    assert.equal(await rig().sync.drain(), 4);
    assert.equal(await store().countQueued(), 0);
  });

  test('progress is told while a rebuild runs', async () => {
    const told: [number, number][] = [];
    const { sync } = rig({ onProgress: (done, total) => told.push([done, total]) });
    await storeArticles(
      db(),
      feed,
      Array.from({ length: 150 }, (_, n) => draftOf(`Много ${n}`)),
    );
    await sync.open();
    assert.deepEqual(told, [
      [100, 154],
      [154, 154],
    ]);
  });

  test('with the real index: similar threads find each other, a deleted one is forgotten', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'hustings-sync-'));
    const index = createSearchClient({ snapshotPath: path.join(folder, 'snapshot.bin') });
    try {
      const texts = [
        [
          'ЦИК утвердил бюллетень для выборов в Госдуму',
          'Памфилова назвала порядок партий в бюллетене, утверждённом ЦИК.',
        ],
        [
          'Утверждён бюллетень на выборах депутатов Госдумы',
          'ЦИК и Памфилова показали бюллетень: порядок партий определила жеребьёвка.',
        ],
        ['Сборная выиграла кубок по хоккею', 'Вратарь отразил сорок бросков и стал лучшим игроком турнира.'],
      ] as const;
      const [one = 0, two = 0, other = 0] = await storeArticles(
        db(),
        feed,
        texts.map(([title, text]) => draftOf(title, { text })),
      );
      const sync = createSearchSync({ index, store: store(), clock });
      assert.equal((await sync.open()).updated, 7);
      await sync.drain();
      const similar = async (id: number) => (await store().listSimilar(id, 10)).map((row) => row.id);
      assert.equal((await similar(one))[0], two);
      assert.equal((await similar(two))[0], one);
      assert.equal((await similar(one)).includes(other), false);
      await db().write('threads').where('id', two).delete();
      assert.deepEqual(await sync.heal(), { updated: 0, removed: 1 });
      assert.equal((await index.versions()).ids.includes(two), false);
    } finally {
      await index.close();
      await rm(folder, { recursive: true, force: true });
    }
  });
});
