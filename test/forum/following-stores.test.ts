import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createBookmarkStore } from '../../src/forum/bookmark-store.js';
import { createFollowStore } from '../../src/forum/follow-store.js';
import { createMuteStore } from '../../src/forum/mute-store.js';
import { createPostStore } from '../../src/forum/post-store.js';
import { createReadMarkStore } from '../../src/forum/read-mark-store.js';
import { createThreadStore } from '../../src/news/thread-store.js';
import { addUser } from '../support/forum-builders.js';
import { addFeed, addPost, addThread, NOW } from '../support/news-builders.js';
import { describeOnEachDatabase } from '../support/test-db.js';

describeOnEachDatabase('following', (db) => {
  const threadIds = async (filter: Parameters<ReturnType<typeof createThreadStore>['list']>[0]['filter']) =>
    (await createThreadStore(db()).list({ order: 'active', limit: 50, ...(filter ? { filter } : {}) })).threads.map(
      (thread) => thread.id,
    );

  test('a target is followed once, listed by kind, and gone when it is deleted', async () => {
    const follows = createFollowStore(db());
    const userId = await addUser(db());
    const tag = { userId, kind: 'tag' as const, target: 'суд', isAutomatic: false, createdAt: NOW };
    assert.equal(await follows.insert(tag), true);
    assert.equal(await follows.insert(tag), false);
    await follows.insert({ ...tag, kind: 'source', target: '7', isAutomatic: true });
    const all = await follows.list(userId, { kind: null, before: null, limit: 10 });
    assert.deepEqual(
      all.map(({ kind, isAutomatic }) => [kind, isAutomatic]),
      [
        ['source', true],
        ['tag', false],
      ],
    );
    assert.equal((await follows.list(userId, { kind: null, before: all[0]?.id ?? 0, limit: 10 })).length, 1);
    const targets = ['суд', 'прочее'].map((target) => ({ kind: 'tag' as const, target }));
    assert.deepEqual(await follows.listFollowers(targets), { follows: [all[1]], upTo: null });
    await follows.delete(all[0]?.id ?? 0);
    assert.equal(await follows.count(userId), 1);
    assert.equal(await follows.find(userId, { kind: 'source', target: '7' }), undefined);
  });

  test('muted sources, tags and words leave no hole in a page', async () => {
    const [good, bad] = [await addFeed(db()), await addFeed(db())];
    const kept = await addThread(db(), good, 'О погоде на юге');
    const hidden = await addThread(db(), bad, 'О погоде на севере');
    const word = await addThread(db(), good, 'Перенос «Выборов» в крае: 100% явки');
    const tagged = await addThread(db(), good, 'Заседание суда', { categories: ['Суд'] });
    const nothing = {
      feedIds: new Set<number>(),
      tagKeys: new Set<string>(),
      words: [] as string[],
      memberIds: new Set<number>(),
    };
    const has = async (change: Partial<typeof nothing>, id: number) =>
      (await threadIds({ hidden: { ...nothing, ...change } })).includes(id);
    assert.ok((await has({}, hidden)) && (await has({}, word)) && (await has({}, tagged)));
    assert.equal(await has({ feedIds: new Set([bad.id]) }, hidden), false);
    assert.equal(await has({ tagKeys: new Set(['суд']) }, tagged), false);
    assert.equal(await has({ words: [' выбор'] }, word), false);
    assert.equal(await has({ words: [' 100% '] }, word), false);
    assert.equal(await has({ words: [' суд'] }, kept), true);
    const starter = await addUser(db());
    await db().write('threads').where('id', kept).update({ user_id: starter });
    assert.equal(await has({ memberIds: new Set([starter]) }, kept), false);
    assert.equal(await has({ memberIds: new Set([starter]) }, tagged), true);
    const all = { ...nothing, feedIds: new Set([bad.id]), tagKeys: new Set(['суд']), words: [' выбор'] };
    assert.equal(await has(all, kept), true);
  });

  test('mutes are loaded as sets, of many members at once too', async () => {
    const mutes = createMuteStore(db());
    const [one, other] = [await addUser(db()), await addUser(db())];
    for (const [kind, target] of [
      ['source', '3'],
      ['tag', 'суд'],
      ['word', 'выборы'],
      ['member', '9'],
    ] as const)
      await mutes.insert({ userId: one, kind, target, createdAt: NOW });
    await mutes.insert({ userId: one, kind: 'tag', target: 'суд', createdAt: NOW });
    const expected = {
      feedIds: new Set([3]),
      tagKeys: new Set(['суд']),
      words: [' выбор'],
      memberIds: new Set([9]),
    };
    assert.deepEqual(await mutes.load(one), expected);
    assert.deepEqual(await mutes.loadMany([one, other]), new Map([[one, expected]]));
    assert.equal((await mutes.list(one)).length, 4);
  });

  test('a mark goes forward only, and says what is unread', async () => {
    const readMarks = createReadMarkStore(db());
    const userId = await addUser(db());
    const writer = await addUser(db());
    const threadId = await addThread(db(), await addFeed(db()), 'Что прочитано');
    const posts: number[] = [];
    for (const minute of [1, 2, 3])
      posts.push(await addPost(db(), { threadId, userId: writer, createdAt: NOW + minute }));
    const [first = 0, second = 0, third = 0] = posts;
    const unread = () => threadIds({ unread: { userId, allReadAt: 0 } });
    assert.ok((await unread()).includes(threadId));
    await readMarks.mark({ userId, threadId, postId: second, at: NOW });
    assert.ok((await unread()).includes(threadId), 'one post is left');
    assert.equal(await createPostStore(db()).findFirstAfter(threadId, second), third);
    await readMarks.mark({ userId, threadId, postId: first, at: NOW });
    assert.equal((await readMarks.find(userId, threadId))?.lastPostId, second);
    await readMarks.mark({ userId, threadId, postId: third, at: NOW });
    assert.ok(!(await unread()).includes(threadId));
    assert.equal(await createPostStore(db()).findFirstAfter(threadId, third), undefined);
    await addPost(db(), { threadId, userId: writer, createdAt: NOW + 9 });
    assert.ok((await unread()).includes(threadId));
    assert.ok(!(await threadIds({ unread: { userId, allReadAt: NOW + 10 } })).includes(threadId));
  });

  test('bookmarks are kept once, found by words of title and note, in any case', async () => {
    const bookmarks = createBookmarkStore(db());
    const userId = await addUser(db());
    const threadId = await addThread(db(), await addFeed(db()), 'Ёлка и Выборы');
    const postId = await addPost(db(), { threadId, userId });
    const bookmark = { userId, threadId, postId: null, note: 'Спросить', title: 'Ёлка и Выборы', createdAt: NOW };
    await bookmarks.upsert(bookmark);
    await bookmarks.upsert({ ...bookmark, note: 'Перечитать 50%' });
    await bookmarks.upsert({ ...bookmark, postId, note: '' });
    const found = async (words: string) =>
      (await bookmarks.list(userId, { words, before: null, limit: 10 })).map((row) => row.postId);
    assert.deepEqual(await found(''), [postId, null]);
    assert.deepEqual(await found('елка ВЫБОРЫ'), [postId, null]);
    assert.deepEqual(await found('перечитать'), [null]);
    assert.deepEqual(await found('50%'), [null]);
    assert.deepEqual(await found('%'), [null]);
    assert.deepEqual(await found('_'), []);
    assert.deepEqual(await found('спросить'), []);
    assert.equal((await bookmarks.listOfThread(userId, threadId, 10)).length, 2);
  });

  test('bookmarks quote no post that was deleted, and neither name nor quote a hidden thread', async () => {
    const bookmarks = createBookmarkStore(db());
    const userId = await addUser(db());
    const threadId = await addThread(db(), await addFeed(db()), 'Что цитируют закладки');
    const postId = await addPost(db(), { threadId, userId });
    await bookmarks.upsert({ userId, threadId, postId, note: 'Моё', title: 'Что', createdAt: NOW });
    const newest = async () => (await bookmarks.list(userId, { words: '', before: null, limit: 10 }))[0];
    const quoted = async () => (await newest())?.postHtml;
    assert.equal((await newest())?.threadTitle, 'Что цитируют закладки');
    assert.ok(await quoted());
    await db().write('posts').where('id', postId).update({ deleted_at: NOW });
    assert.equal(await quoted(), null);
    await db().write('posts').where('id', postId).update({ deleted_at: null });
    assert.ok(await quoted());
    await db().write('threads').where('id', threadId).update({ hidden_at: NOW });
    assert.deepEqual([await quoted(), (await newest())?.threadTitle], [null, null]);
    const into = await addThread(db(), await addFeed(db()), 'Куда влилась');
    await db().write('posts').where('id', postId).update({ thread_id: into });
    assert.ok(await quoted(), 'a merge hides the old thread, not its posts');
    assert.ok((await newest())?.threadTitle, 'nor its name');
  });
});
