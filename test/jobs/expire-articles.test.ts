import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Db } from '../../src/db/db.js';
import type { Feed } from '../../src/feeds/feed.js';
import { createFeedStore } from '../../src/feeds/feed-store.js';
import type { Retention } from '../../src/feeds/retention.js';
import { createRetentionStore } from '../../src/feeds/retention-store.js';
import { createSetAsideStore } from '../../src/feeds/set-aside-store.js';
import { createExpireArticles } from '../../src/jobs/expire-articles.js';
import { DAY } from '../../src/lib/clock.js';
import { addUser } from '../support/forum-builders.js';
import { createImportRig } from '../support/import-rig.js';
import { orphans } from '../support/inspect-db.js';
import { addFeed, addPost, documentOf, entryOf, NOW } from '../support/news-builders.js';
import { describeOnEachDatabase } from '../support/test-db.js';

function createExpiry(db: Db) {
  const forgotten: number[] = [];
  const expire = createExpireArticles({
    db,
    feeds: createFeedStore(db),
    retentions: createRetentionStore(db),
    setAside: createSetAsideStore(db),
    index: { remove: async (ids) => void forgotten.push(...ids) },
    clock: () => NOW,
    announce: () => {},
  });
  return { expire, forgotten };
}

describeOnEachDatabase('retention', (db) => {
  const keep = (feedId: number | null, retention: Retention | null) =>
    db().transact((trx) => createRetentionStore(db()).save(trx, feedId, retention));
  const titles = (feed: Feed): Promise<string[]> =>
    db().read('articles').where('feed_id', feed.id).orderBy('published_at').pluck('title');
  const aged = (title: string, days: number) =>
    entryOf(`${title} ${days}`, { published: new Date(NOW - days * DAY).toISOString(), guid: `${title} ${days}` });

  async function withArticles(name: string, days: number[]) {
    const feed = await addFeed(db());
    const document = documentOf(days.map((age) => aged(name, age)));
    const rig = createImportRig(db());
    await rig.store(feed, document);
    const threadOf = async (age: number): Promise<number> =>
      (
        await db()
          .read('articles')
          .where({ title: `${name} ${age}` })
          .first()
      ).thread_id;
    return { feed, document, rig, threadOf };
  }

  test('everything is kept until somebody says otherwise', async () => {
    const { feed } = await withArticles('Всё', [1, 4000]);
    assert.equal(await createExpiry(db()).expire(), 0);
    assert.equal((await titles(feed)).length, 2);
  });

  test('by days: what is older goes, what people made something of stays, and nothing returns', async () => {
    const { feed, document, rig, threadOf } = await withArticles('Дни', [1, 29, 31, 40, 50, 60]);
    const member = await addUser(db());
    await addPost(db(), { threadId: await threadOf(40), userId: member });
    await db()
      .write('bookmarks')
      .insert({
        ...{ user_id: member, thread_id: await threadOf(50), post_key: 0, haystack: '', created_at: NOW },
      });
    await db()
      .write('follows')
      .insert({
        ...{ user_id: member, kind: 'thread', target: String(await threadOf(60)), created_at: NOW },
      });
    await keep(feed.id, { kind: 'days', amount: 30 });
    const survey = await createRetentionStore(db()).survey(feed.id, { kind: 'days', amount: 30 }, NOW);
    assert.deepEqual(survey, { stored: 6, past: 4, spared: 3 });
    const gone = await threadOf(31);
    const { expire, forgotten } = createExpiry(db());
    assert.equal(await expire(), 1);
    assert.deepEqual(forgotten, [gone]);
    assert.deepEqual(await titles(feed), ['Дни 60', 'Дни 50', 'Дни 40', 'Дни 29', 'Дни 1']);
    const again = await rig.store(feed, document);
    assert.deepEqual([again.counts.new, again.reasons], [0, { expired: 1 }]);
    assert.equal(await expire(), 0);
    assert.deepEqual(await orphans(db()), []);
  });

  test('by number: the newest stay, in batches as small as they must be', async () => {
    const { feed } = await withArticles(
      'Число',
      Array.from({ length: 130 }, (_, at) => at + 1),
    );
    await keep(feed.id, { kind: 'count', amount: 10 });
    assert.equal((await createRetentionStore(db()).survey(feed.id, { kind: 'count', amount: 10 }, NOW)).past, 120);
    assert.equal(await createExpiry(db()).expire(), 120);
    const left = await titles(feed);
    assert.deepEqual([left.length, left[0], left.at(-1)], [10, 'Число 10', 'Число 1']);
    assert.equal((await db().read('feeds').where('id', feed.id).first()).article_count, 10);
  });

  test('the site speaks for sources that say nothing themselves', async () => {
    const [quiet, own] = [await withArticles('Молчит', [5, 50]), await withArticles('Своё', [5, 50])];
    await keep(own.feed.id, { kind: 'all', amount: 0 });
    await keep(null, { kind: 'days', amount: 10 });
    try {
      await createExpiry(db()).expire();
      assert.deepEqual([(await titles(quiet.feed)).length, (await titles(own.feed)).length], [1, 2]);
    } finally {
      await keep(null, null);
    }
  });

  test('stops between two batches when told to', async () => {
    // One look a source that other tests left, and one a batch: more batches than looks, whoever comes first.
    const sources = (await createRetentionStore(db()).listInForce()).length + 1;
    const total = 50 * (sources + 2);
    const { feed } = await withArticles(
      'Стоп',
      Array.from({ length: total }, (_, at) => at + 100),
    );
    await keep(feed.id, { kind: 'days', amount: 1 });
    let looks = 0;
    const gone = await createExpiry(db()).expire(() => ++looks > sources);
    assert.ok(gone > 0 && gone < total, String(gone));
    await createExpiry(db()).expire();
    assert.deepEqual(await titles(feed), []);
  });
});
