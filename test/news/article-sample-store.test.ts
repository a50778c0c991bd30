import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createArticleSampleStore } from '../../src/news/article-sample-store.js';
import { addFeed, draftOf, storeArticles } from '../support/news-builders.js';
import { describeOnEachDatabase } from '../support/test-db.js';

const MEMBERS = 'members:here';
const dated = (title: string, published: string) => draftOf(title, { published: `${published}T10:00:00.000Z` });

describeOnEachDatabase('article-sample-store', (db) => {
  test('the newest by date over all sources, whatever came last, and nothing that members wrote', async () => {
    const [one, other, members] = [await addFeed(db()), await addFeed(db()), await addFeed(db(), { url: MEMBERS })];
    await storeArticles(db(), one, [dated('third', '2026-05-20'), dated('first', '2026-05-30')]);
    await storeArticles(db(), other, [dated('second', '2026-05-25')]);
    await storeArticles(db(), members, [dated('of a member', '2026-05-31')]);
    await storeArticles(db(), other, [dated('an archive, read last', '2019-01-01')]);
    const store = createArticleSampleStore(db(), MEMBERS);
    const titles = async (feedId: number | null, limit: number) =>
      (await store.listNewest(feedId, limit, 100)).map(({ title }) => title);
    assert.deepEqual(await titles(null, 3), ['first', 'second', 'third']);
    assert.deepEqual(await titles(other.id, 5), ['second', 'an archive, read last']);
  });

  test('of a text only the beginning', async () => {
    const feed = await addFeed(db());
    await storeArticles(db(), feed, [draftOf('long', { text: 'слово '.repeat(100) })]);
    const [sample] = await createArticleSampleStore(db(), MEMBERS).listNewest(feed.id, 1, 11);
    assert.equal(sample?.text, 'слово слово');
  });
});
