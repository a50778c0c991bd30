import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connect } from '../../src/db/connect.js';
import type { Db } from '../../src/db/db.js';
import { migrate } from '../../src/db/migrate.js';
import type { DraftedFeed } from '../../src/feeds/draft.js';
import type { Feed } from '../../src/feeds/feed.js';
import { createImportRig } from '../support/import-rig.js';
import { contentOf, count, dumpTables } from '../support/inspect-db.js';
import { addFeed, documentOf, entryOf } from '../support/news-builders.js';
import { createTestDatabase, describeOnEachDatabase } from '../support/test-db.js';

const TELLING = 'Избирком утвердил форму бюллетеня для выборов';
const history = ['fetches'];

/** What a first fetch and a later one bring: edits, repeats, shared addresses, entries without any key. */
const first = documentOf([
  entryOf('Без ключей', { guid: null, url: null }),
  entryOf('Правят', { guid: 'edit', categories: ['старое'] }),
  entryOf('Общий адрес', { guid: 's1', url: 'https://n.example/live' }),
  entryOf('Тот же адрес', { guid: 's2', url: 'https://n.example/live' }),
  entryOf(TELLING, { guid: 'old', url: 'https://n.example/old' }),
  entryOf('', { guid: 'empty', url: null, text: '' }),
]);
const later = documentOf([
  entryOf('Новое', { guid: 'new' }),
  entryOf('Поправили', { guid: 'edit', categories: ['новое'] }),
  entryOf(TELLING, { guid: 'moved', url: 'https://n.example/moved' }),
  entryOf('Без ключей', { guid: null, url: null }),
]);

describeOnEachDatabase('storing an import', (db, dialect) => {
  /** A database of its own, for what must be compared whole. */
  async function fresh<T>(work: (db: Db, open: () => Promise<Db>) => Promise<T>): Promise<T> {
    const database = await createTestDatabase(dialect);
    const opened: Db[] = [];
    const open = async () => {
      const one = await connect(database.target, { sqliteReaders: 2, postgresPool: 4, acquireTimeoutMs: 10_000 });
      opened.push(one);
      return one;
    };
    try {
      const one = await open();
      await migrate(one);
      return await work(one, open);
    } finally {
      await Promise.all(opened.map((each) => each.close()));
      await database.drop();
    }
  }
  const seed = (one: Db) => addFeed(one, { url: 'https://s.example/rss' });
  const importAll = async (one: Db, feed: Feed, documents: DraftedFeed[]) => {
    const rig = createImportRig(one);
    for (const document of documents) await rig.store(feed, document);
  };

  test('counts what it did, and the feed counts its articles', async () => {
    const feed = await addFeed(db());
    const rig = createImportRig(db());
    const one = await rig.store(feed, first);
    assert.deepEqual(one.counts, { new: 5, updated: 0, same: 0, rejected: 1, held: 0 });
    assert.deepEqual(one.reasons, { 'no-content': 1 });
    const two = await rig.store(feed, later);
    assert.deepEqual(two.counts, { new: 1, updated: 2, same: 1, rejected: 0, held: 0 });
    assert.equal((await rig.feeds.get(feed.id)).articleCount, 6);
    assert.equal(rig.announced.length, 2);
  });

  test('importing anything again changes nothing but the history, and announces nothing', async () => {
    await fresh(async (one) => {
      const feed = await seed(one);
      await importAll(one, feed, [first, later]);
      const before = await dumpTables(one, history);
      const rig = createImportRig(one);
      for (const document of [later, later, first, later])
        assert.equal((await rig.store(feed, document)).counts.new, 0);
      assert.deepEqual(await dumpTables(one, history), before);
      assert.equal(rig.announced.length, 0);
      assert.equal(await count(one, 'fetches'), 6);
    });
  });

  test('two dated versions of a document give the same content in either order', async () => {
    const version = (title: string, updated: string) =>
      documentOf([entryOf(title, { guid: 'v', url: 'https://n.example/v', updated })]);
    const documents = [version('Раньше', '2026-05-30T11:00:00Z'), version('Позже', '2026-05-30T12:00:00Z')];
    const contents = [];
    for (const order of [documents, [...documents].reverse()]) {
      contents.push(
        await fresh(async (one) => {
          await importAll(one, await seed(one), order);
          return one
            .read('threads')
            .join('articles', 'articles.thread_id', 'threads.id')
            .select('threads.title', 'articles.text', 'edited_at');
        }),
      );
    }
    assert.deepEqual(contents[0], contents[1]);
  });

  test('the same address in a second feed is not stored twice', async () => {
    const [one, two] = [await addFeed(db()), await addFeed(db())];
    const rig = createImportRig(db());
    const document = (guid: string) =>
      documentOf([entryOf('Одна страница', { guid, url: 'https://n.example/one-page' })]);
    await rig.store(one, document('a'));
    assert.deepEqual((await rig.store(two, document('b'))).counts.same, 1);
    assert.equal((await rig.feeds.get(two.id)).articleCount, 0);
  });

  test('a document of many batches tells its namesakes apart', async () => {
    const entries = Array.from({ length: 300 }, (_, at) => entryOf(`Строка ${at}`));
    entries[0] = entryOf(TELLING, { guid: 'x', url: 'https://n.example/first-of-many' });
    entries[299] = entryOf(TELLING, { guid: 'y', url: 'https://n.example/last-of-many' });
    const feed = await addFeed(db());
    const rig = createImportRig(db());
    assert.equal((await rig.store(feed, documentOf(entries))).counts.new, 300);
    assert.equal((await rig.store(feed, documentOf(entries))).counts.same, 300);
  });

  test('two processes that import at once store each article once', async () => {
    await fresh(async (one, open) => {
      const [feed, another] = [await seed(one), await addFeed(one)];
      const two = await open();
      // Both have their connections before the race begins.
      await Promise.all([one, two].flatMap((each) => [1, 2].map(() => each.transact((trx) => trx.raw('select 1')))));
      const keyless = (round: number) => documentOf([entryOf(`Без ключей ${round}`, { guid: null, url: null })]);
      const keyed = (round: number) => documentOf([entryOf(`Вместе ${round}`), entryOf(`И ещё ${round}`)]);
      for (let round = 0; round < 8; round++) {
        const reports = await Promise.all([
          createImportRig(one).store(feed, keyless(round)),
          createImportRig(two).store(feed, keyless(round)),
          createImportRig(one).store(feed, keyed(round)),
          createImportRig(two).store(another, keyed(round)),
        ]);
        const stored = reports.map((report) => report.counts.new);
        assert.equal(
          stored.reduce((sum, each) => sum + each),
          3,
          `round ${round}: ${stored}`,
        );
      }
      assert.deepEqual([await count(one, 'articles'), await count(one, 'threads')], [24, 24]);
      const [sum] = await one.read('feeds').sum({ sum: 'article_count' });
      assert.equal(Number(sum?.sum), 24);
    });
  });

  test('two processes that bring the same edit at once make it once', async () => {
    await fresh(async (one, open) => {
      const feed = await seed(one);
      await importAll(one, feed, [first]);
      const two = await open();
      const reports = await Promise.all([
        createImportRig(one).store(feed, later),
        createImportRig(two).store(feed, later),
      ]);
      assert.equal(reports[0].counts.updated + reports[1].counts.updated, 2);
      assert.equal(await count(one, 'article_versions'), 8);
    });
  });

  test('a crash at any statement of storing leaves what the next import completes', async () => {
    const undisturbed = await fresh(async (one) => {
      await importAll(one, await seed(one), [first, later]);
      return contentOf(one);
    });
    await fresh(async (one) => {
      const feed = await seed(one);
      await importAll(one, feed, [first]);
      const before = await contentOf(one);
      let faults = 0;
      for (let at = 1; ; at++) {
        const outcome = await createImportRig(failingAt(one, at))
          .store(feed, later)
          .catch(() => 'failed');
        if (outcome !== 'failed') break;
        faults++;
        const now = await contentOf(one);
        const isWhole = JSON.stringify(now) === JSON.stringify(undisturbed);
        if (!isWhole) assert.deepEqual(now, before, `after a fault at statement ${at}: all or nothing`);
      }
      assert.ok(faults > 15, `${faults} faults`);
      assert.deepEqual(await contentOf(one), undisturbed);
    });
  });
});

/** The same database, whose transactions together fail at the n-th statement, or right after a commit. */
function failingAt(db: Db, n: number): Db {
  let sent = 0;
  const step = () => {
    sent++;
    if (sent === n) throw new Error('fault');
  };
  return {
    ...db,
    transact: async (work) => {
      const result = await db.transact((trx) => {
        const client = trx.client as { _query: (...args: { sql: string }[]) => Promise<unknown> };
        const send = client._query.bind(client);
        client._query = async (connection, query) => {
          if (query && !/^(begin|commit|rollback)/i.test(query.sql)) step();
          return send(connection as never, query as never);
        };
        return work(trx);
      });
      step();
      return result;
    },
  };
}
