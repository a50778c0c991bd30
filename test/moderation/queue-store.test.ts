import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createQueueStore } from '../../src/moderation/queue-store.js';
import { addUser } from '../support/forum-builders.js';
import { addFeed, addPost, addThread, NOW } from '../support/news-builders.js';
import { describeOnEachDatabase } from '../support/test-db.js';

describeOnEachDatabase('queue-store', (db) => {
  test('counts what waits, each post once, as far as the limit', async () => {
    const store = createQueueStore(db());
    assert.deepEqual(await store.countWaiting(100), { entries: 0, posts: 0, flagged: 0 });
    const threadId = await addThread(db(), await addFeed(db()), 'Суд');
    const [one, other] = [await addUser(db()), await addUser(db())];
    const posts = [await addPost(db(), { threadId, userId: one }), await addPost(db(), { threadId, userId: one })];
    await db().transact(async (trx) => {
      for (const user of [one, other])
        for (const postId of posts)
          await trx('post_flags').insert({ post_id: postId, user_id: user, reason: 'spam', created_at: NOW });
      const held = { thread_id: threadId, user_id: one, markdown: 'x', created_at: NOW };
      await trx('held_posts').insert([held, { ...held, verdict: 'approved' }]);
    });
    assert.deepEqual(await store.countWaiting(100), { entries: 0, posts: 1, flagged: 2 });
    assert.equal((await store.countWaiting(1)).flagged, 1);
  });
});
