import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MEMBERS_FEED_URL } from '../../src/feeds/feed.js';
import { createOwnDataStore } from '../../src/forum/own-data-store.js';
import { mergeThreads } from '../../src/news/story-write-store.js';
import { addUser } from '../support/forum-builders.js';
import { addFeed, draftOf, NOW, storeArticles } from '../support/news-builders.js';
import { describeOnEachDatabase } from '../support/test-db.js';

describeOnEachDatabase('threads that a member started', (db) => {
  test('are listed with their opening texts, which alone are emptied, in a heir too', async () => {
    const store = createOwnDataStore(db());
    const userId = await addUser(db());
    const members = await addFeed(db(), { url: MEMBERS_FEED_URL });
    const [own = 0, merged = 0] = await storeArticles(db(), members, [draftOf('Своя тема'), draftOf('Объединённая')]);
    const [heir = 0] = await storeArticles(db(), await addFeed(db()), [draftOf('Чужая тема')]);
    await db().write('threads').whereIn('id', [own, merged]).update({ user_id: userId });
    await db().transact((trx) => mergeThreads(trx, { from: merged, into: heir, now: NOW }, async () => {}));
    const list = async (after: number) => (await store.listThreads(userId, after, 9)).map(({ id, name }) => [id, name]);
    assert.deepEqual(await list(0), [
      [own, 'Своя тема'],
      [merged, 'Объединённая'],
    ]);
    assert.deepEqual(await list(own), [[merged, 'Объединённая']]);
    await db().write('similar_queue').delete();
    await db().transact((trx) => store.erasePosts(trx, userId, NOW));
    const left = await db().read('articles').whereNot('text', '').pluck('title');
    assert.deepEqual(left, ['Чужая тема']);
    assert.deepEqual(await db().read('similar_queue').orderBy('thread_id').pluck('thread_id'), [own, heir]);
    assert.equal((await db().read('threads').where('id', own).first()).title, 'Своя тема');
  });
});
