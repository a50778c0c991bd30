import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { createUserStore } from '../../src/accounts/user-store.js';
import type { Feed } from '../../src/feeds/feed.js';
import { createFeedStore } from '../../src/feeds/feed-store.js';
import { createPostStore } from '../../src/forum/post-store.js';
import { createDemoStore } from '../../src/jobs/demo-store.js';
import { ensureCategories } from '../../src/jobs/first-run.js';
import { createDemo } from '../../src/jobs/load-demo.js';
import { createArticleStore } from '../../src/news/article-store.js';
import { createCategoryStore } from '../../src/news/category-store.js';
import { createThreadStore } from '../../src/news/thread-store.js';
import { addUser } from '../support/forum-builders.js';
import { createImportRig } from '../support/import-rig.js';
import { count, dumpTables, foreignKeys, orphans } from '../support/inspect-db.js';
import { addFeed, addPost, addThread, NOW } from '../support/news-builders.js';
import { describeOnEachDatabase } from '../support/test-db.js';

// The demo's newest day: what it dates must be believed.
const DEMO_NOW = Date.parse('2026-11-23T12:00:00Z');

describeOnEachDatabase('demo', (db) => {
  let realFeed: Feed;
  let realThread: number;
  let realUser: number;
  const demo = () =>
    createDemo({
      db: db(),
      demoStore: createDemoStore(db()),
      categories: createCategoryStore(db()),
      feeds: createFeedStore(db()),
      articles: createArticleStore(db()),
      users: createUserStore(db()),
      posts: createPostStore(db()),
      importFeed: createImportRig(db(), { clock: () => DEMO_NOW }),
      clock: () => DEMO_NOW,
    });

  before(async () => {
    const parts = {
      categories: createCategoryStore(db()),
      feeds: createFeedStore(db()),
      demo: demo(),
      importOpml: async () => ({ added: 0 }),
    };
    await ensureCategories(parts);
    realFeed = await addFeed(db());
    realThread = await addThread(db(), realFeed, 'Настоящая новость');
    realUser = await addUser(db());
    await addPost(db(), { threadId: realThread, userId: realUser, createdAt: NOW + 1 });
  });

  test('brings sources, articles, members and discussions that can be read', async () => {
    const loaded = await demo().load();
    assert.ok(loaded.new > 50 && loaded.updated > 0 && loaded.members > 5 && loaded.posts > 20, JSON.stringify(loaded));
    assert.equal(loaded.rejected, 0);
    const busiest = await createThreadStore(db()).list({ order: 'discussed', limit: 1 });
    assert.ok((busiest.threads[0]?.replyCount ?? 0) > 2);
    const counted = await db()
      .read('threads')
      .whereRaw('reply_count <> (select count(*) from posts where thread_id = threads.id)');
    assert.deepEqual(counted, []);
    const passwords = await db().read('users').where('is_demo', true).whereNotNull('password_hash');
    assert.deepEqual(passwords, [], 'nobody can log in as a demo member');
  });

  test('the numbers of its posts grow with time, over all discussions, and replies point back', async () => {
    const posts = await db()
      .read('posts')
      .join('users', 'users.id', 'posts.user_id')
      .where('users.is_demo', true)
      .orderBy('posts.id')
      .select('posts.id', 'posts.thread_id', 'posts.reply_to_id', 'posts.created_at');
    const times = posts.map((post) => Number(post.created_at));
    assert.deepEqual(
      times,
      times.toSorted((one, other) => one - other),
    );
    const threadOf = new Map(posts.map((post) => [post.id, post.thread_id]));
    const replies = posts.filter((post) => post.reply_to_id !== null);
    assert.ok(replies.length > 20);
    for (const reply of replies) {
      assert.ok(reply.reply_to_id < reply.id && threadOf.get(reply.reply_to_id) === reply.thread_id);
    }
  });

  test('a source’s corrected repeat is an edit, not a second story', async () => {
    const titled = await db().read('articles').where('title', 'like', '%312,000 voters on hackers%');
    assert.deepEqual(
      titled.map((article) => [article.title.includes('Ballotek'), new Date(Number(article.edited_at)).toISOString()]),
      [[true, '2026-10-21T07:30:02.000Z']],
    );
  });

  test('a second time adds nothing', async () => {
    const before = await dumpTables(db(), ['fetches', 'feeds']);
    const again = await demo().load();
    assert.deepEqual([again.new, again.updated, again.posts], [0, 0, 0]);
    assert.deepEqual(await dumpTables(db(), ['fetches', 'feeds']), before);
  });

  test('a person who has a demo member’s name says nothing', async () => {
    const spoken = await db()
      .read('posts')
      .join('users', 'users.id', 'posts.user_id')
      .where('users.is_demo', true)
      .first('users.id');
    await db().write('users').where('id', spoken.id).update({ is_demo: false });
    const before = await count(db(), 'posts');
    await demo().load();
    assert.equal(await count(db(), 'posts'), before);
    await db().write('users').where('id', spoken.id).update({ is_demo: true });
  });

  test('removing takes all of it and nothing else, and the counters are right', async () => {
    const demoThread = (
      await db()
        .read('threads')
        .join('feeds', 'feeds.id', 'threads.feed_id')
        .where('feeds.is_demo', true)
        .first('threads.id')
    ).id;
    const demoUser = (await db().read('users').where('is_demo', true).first('id')).id;
    const inReal = await addPost(db(), { threadId: realThread, userId: demoUser, createdAt: NOW + 50 });
    await addPost(db(), { threadId: realThread, userId: realUser, createdAt: NOW + 2, replyToId: inReal });
    await addPost(db(), { threadId: demoThread, userId: realUser });
    await db()
      .write('similar_threads')
      .insert({ found_by: 1, thread_id: realThread, similar_id: demoThread, score: 0.5, terms: '[]' });

    assert.equal(await demo().countOthersPosts(), 1);
    const removed = await demo().remove();
    assert.ok(removed.feeds > 5 && removed.members > 5);
    assert.equal(removed.replies, 1);
    assert.deepEqual([await count(db(), 'feeds'), await count(db(), 'threads'), await count(db(), 'users')], [1, 1, 1]);
    const thread = await createThreadStore(db()).get(realThread);
    assert.deepEqual([thread.replyCount, thread.lastPostAt, thread.activeAt], [2, NOW + 2, NOW + 2]);
    assert.equal((await createUserStore(db()).get(realUser)).postCount, 2);
    assert.equal(await count(db(), 'similar_threads'), 0);
    assert.ok((await foreignKeys(db())).length >= 10, 'every key is looked at');
    assert.deepEqual(await orphans(db()), []);
    assert.deepEqual(await demo().remove(), { feeds: 0, members: 0, replies: 0 });
  });

  test('after it was removed it can come again', async () => {
    assert.ok((await demo().load()).new > 50);
  });
});
