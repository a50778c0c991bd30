import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { createUserStore } from '../../src/accounts/user-store.js';
import type { Feed } from '../../src/feeds/feed.js';
import { hydratePosts } from '../../src/forum/hydrate.js';
import { createPostStore } from '../../src/forum/post-store.js';
import { createVoteStore } from '../../src/forum/vote-store.js';
import { DAY } from '../../src/lib/clock.js';
import { createThreadStore } from '../../src/news/thread-store.js';
import { addUser } from '../support/forum-builders.js';
import { queriesOf } from '../support/inspect-db.js';
import { addFeed, addPost, addThread, NOW } from '../support/news-builders.js';
import { describeOnEachDatabase } from '../support/test-db.js';

describeOnEachDatabase('post-store', (db) => {
  let feed: Feed;
  const posts = () => createPostStore(db());
  const parts = () => ({ users: createUserStore(db()), posts: posts(), votes: createVoteStore(db()) });
  before(async () => {
    feed = await addFeed(db());
  });

  test('a reply counts on its thread and its author, and makes the thread the most active', async () => {
    const threadId = await addThread(db(), feed, 'Счёт ответов');
    const userId = await addUser(db());
    await addPost(db(), { threadId, userId, createdAt: NOW + 1 });
    await addPost(db(), { threadId, userId, createdAt: NOW + 2 });
    const thread = await createThreadStore(db()).get(threadId);
    assert.deepEqual([thread.replyCount, thread.lastPostAt, thread.activeAt], [2, NOW + 2, NOW + 2]);
    assert.equal((await createUserStore(db()).get(userId)).postCount, 2);
  });

  test('replies before a thread was published do not move it', async () => {
    const threadId = await addThread(db(), feed, 'Из будущего', { published: new Date(NOW + 1000).toISOString() });
    await addPost(db(), { threadId, userId: await addUser(db()), createdAt: NOW });
    assert.equal((await createThreadStore(db()).get(threadId)).activeAt, NOW + 1000);
  });

  test('many replies at once are all counted', async () => {
    const threadId = await addThread(db(), feed, 'Наплыв');
    const userIds = await Promise.all(Array.from({ length: 4 }, () => addUser(db())));
    await Promise.all(
      userIds.flatMap((userId) => [addPost(db(), { threadId, userId }), addPost(db(), { threadId, userId })]),
    );
    assert.equal((await createThreadStore(db()).get(threadId)).replyCount, 8);
  });

  test('posts of a member are counted by whole weeks back from now', async () => {
    const threadId = await addThread(db(), feed, 'Недели');
    const userId = await addUser(db());
    for (const age of [0, 3 * DAY, 8 * DAY, 9 * DAY, 60 * DAY]) {
      await addPost(db(), { threadId, userId, createdAt: NOW - age });
    }
    const counts = await posts().countByWeek(userId, NOW, 4);
    assert.deepEqual([...counts].sort(), [
      [0, 2],
      [1, 2],
    ]);
  });

  test('numbers are permanent: a deleted post leaves a gap that nothing fills', async () => {
    const threadId = await addThread(db(), feed, 'Номера');
    const userId = await addUser(db());
    const first = await addPost(db(), { threadId, userId });
    const second = await addPost(db(), { threadId, userId, replyToId: first });
    const third = await addPost(db(), { threadId, userId });
    assert.equal(await posts().countBefore(threadId, third), 2);
    await db().write('posts').where('id', first).delete();
    assert.equal((await posts().find(second))?.replyToId, null, 'a reply survives what it replied to');
    await db().write('posts').where('id', third).delete();
    const fourth = await addPost(db(), { threadId, userId });
    assert.ok(fourth > third, 'the number of a deleted post is not given again');
    assert.equal(await posts().countBefore(threadId, fourth), 1);
  });

  test('pages and the newest of a thread, and the posts of a member', async () => {
    const threadId = await addThread(db(), feed, 'Страницы');
    const userId = await addUser(db());
    const ids: number[] = [];
    for (let at = 0; at < 7; at++) ids.push(await addPost(db(), { threadId, userId }));
    const idsOf = (rows: { id: number }[]) => rows.map((row) => row.id);
    assert.deepEqual(idsOf(await posts().listByThread(threadId, 2, 3)), ids.slice(2, 5));
    assert.deepEqual(idsOf(await posts().listNewest(threadId, 2)), [ids[6], ids[5]]);
    const own = await posts().listByUser(userId, ids[4] ?? 0, 2);
    assert.deepEqual(idsOf(own), [ids[3], ids[2]]);
    assert.equal(own[0]?.threadTitle, 'Страницы');
    assert.equal((await posts().listByUser(userId, null, 50)).length, 7);
  });

  test('a page of fifty posts costs as many queries as a page of two', async () => {
    const elsewhere = await addThread(db(), feed, 'Другая тема');
    const pageCost = async (size: number, authors: number) => {
      const threadId = await addThread(db(), feed, `Полсотни ${size}`);
      const userIds = await Promise.all(Array.from({ length: authors }, () => addUser(db())));
      for (let at = 0; at < size; at++) {
        const userId = userIds[at % authors] ?? 0;
        // Every reply answers a post that is on another page.
        const replyToId = await addPost(db(), { threadId: elsewhere, userId });
        await addPost(db(), { threadId, userId, replyToId });
      }
      return queriesOf(db(), async () => {
        const page = await hydratePosts(parts(), await posts().listByThread(threadId, 0, 50));
        assert.equal(page.length, size);
        assert.ok(page.every((post) => post.replyTo?.authorName === post.author.name));
      });
    };
    const small = await pageCost(2, 1);
    const large = await pageCost(50, 10);
    assert.equal(large.length, small.length);
    assert.equal(large.length, 3, 'posts, targets of replies, authors');
  });

  test('an empty page is decorated for nothing', async () => {
    assert.deepEqual(await queriesOf(db(), () => hydratePosts(parts(), [])), []);
  });
});
