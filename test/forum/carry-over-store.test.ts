import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createUserStore } from '../../src/accounts/user-store.js';
import { createBookmarkStore } from '../../src/forum/bookmark-store.js';
import { createCarryOver } from '../../src/forum/carry-over-store.js';
import { createReadMarkStore } from '../../src/forum/read-mark-store.js';
import { mergeThreads } from '../../src/news/story-write-store.js';
import { createFeedbackStore, pairOf } from '../../src/search/feedback-store.js';
import { newUser } from '../support/accounts.js';
import { addUser } from '../support/forum-builders.js';
import { addFeed, addPost, draftOf, storeArticles } from '../support/news-builders.js';
import { describeOnEachDatabase } from '../support/test-db.js';

describeOnEachDatabase('what goes along with a merged thread', (db) => {
  test('followers of either follow the story, once; what was said of pairs is said of it too; nothing is taken away', async () => {
    const users = createUserStore(db());
    const feed = await addFeed(db());
    const [from = 0, into = 0, third = 0] = await storeArticles(
      db(),
      feed,
      ['Одна', 'Другая', 'Третья'].map((title) => draftOf(title)),
    );
    const ids: number[] = [];
    for (const name of ['Анна', 'Борис']) {
      const inserted = await users.insert(newUser(name, {}));
      if (inserted.ok) ids.push(inserted.user.id);
    }
    const [anna = 0, boris = 0] = ids;
    const follow = (user: number, thread: number) => ({
      ...{ user_id: user, kind: 'thread', target: String(thread), is_automatic: false, created_at: 1 },
    });
    await db()
      .write('follows')
      .insert([follow(anna, from), follow(boris, from), follow(boris, into)]);
    const feedback = createFeedbackStore(db());
    const carryOver = createCarryOver(feedback);
    await db().transact(async (trx) => {
      await feedback.upsertVote(trx, { ...pairOf(from, third), userId: anna, value: 1, at: 1 });
      await carryOver(trx, { from, into });
      await carryOver(trx, { from, into });
    });
    const followers = async (thread: number) =>
      (await db()
        .read('follows')
        .where({ kind: 'thread', target: String(thread) })
        .orderBy('user_id')
        .pluck('user_id')) as number[];
    assert.deepEqual(
      [await followers(into), await followers(from)],
      [
        [anna, boris],
        [anna, boris],
      ],
    );
    const judged = (await feedback.listJudged()).map(({ low, high, related }) => [low, high, related]);
    assert.deepEqual(
      judged,
      [
        [...Object.values(pairOf(from, third)), 1],
        [...Object.values(pairOf(into, third)), 1],
      ].sort(),
    );
  });

  test('who read one thread has not read the older posts of the other', async () => {
    const [from = 0, into = 0] = await storeArticles(
      db(),
      await addFeed(db()),
      ['Читанная до конца', 'Старшая наследница'].map((title) => draftOf(title)),
    );
    const reader = await addUser(db());
    const write = async (thread_id: number, created_at: number): Promise<number> => {
      const post = { thread_id, user_id: reader, markdown: '', html: '', cleaner_version: 1, created_at };
      return (await db().write('posts').insert(post).returning('id'))[0].id;
    };
    const [unseen, seen] = [await write(into, 1000), await write(from, 2000)];
    await db().write('read_marks').insert({ user_id: reader, thread_id: from, last_post_id: seen, read_until: 2000 });
    const carryOver = createCarryOver(createFeedbackStore(db()));
    await db().transact((trx) => mergeThreads(trx, { from, into, now: 3000 }, carryOver).then(() => {}));
    const mark = await createReadMarkStore(db()).find(reader, into);
    assert.deepEqual({ last: mark?.lastPostId, until: Number(mark?.readUntil) }, { last: unseen - 1, until: 999 });
  });

  test('who read the heir has not read what comes to it, but for what they saw where it stood', async () => {
    const [from = 0, into = 0] = await storeArticles(
      db(),
      await addFeed(db()),
      ['Вливается', 'Прочитанная наследница'].map((title) => draftOf(title)),
    );
    const write = async (threadId: number, createdAt: number, userId: number) =>
      addPost(db(), { threadId, userId, createdAt });
    const [stranger, half, whole, behind] = [
      await addUser(db()),
      await addUser(db()),
      await addUser(db()),
      await addUser(db()),
    ];
    const earliest = await write(into, 500, stranger);
    const [first, second] = [await write(from, 1000, stranger), await write(from, 2000, stranger)];
    const last = await write(into, 3000, stranger);
    const mark = (user_id: number, thread_id: number, last_post_id: number, read_until: number) => ({
      ...{ user_id, thread_id, last_post_id, read_until },
    });
    await db()
      .write('read_marks')
      .insert([
        ...[stranger, half, whole].map((userId) => mark(userId, into, last, 3000)),
        mark(behind, into, earliest, 500),
        mark(half, from, first, 1000),
        mark(whole, from, second, 2000),
      ]);
    const carryOver = createCarryOver(createFeedbackStore(db()));
    await db().transact((trx) => mergeThreads(trx, { from, into, now: 4000 }, carryOver).then(() => {}));
    const readMarks = createReadMarkStore(db());
    const marks = [];
    for (const userId of [stranger, half, whole, behind]) {
      const found = await readMarks.find(userId, into);
      marks.push([found?.lastPostId, Number(found?.readUntil)]);
    }
    assert.deepEqual(marks, [
      [first - 1, 999],
      [second - 1, 1999],
      [last, 3000],
      [earliest, 500],
    ]);
  });

  test('a bookmark of the thread and how far it was read go along; what the heir has already stays', async () => {
    const [from = 0, into = 0] = await storeArticles(
      db(),
      await addFeed(db()),
      ['Прочитанная', 'Непрочитанная'].map((title) => draftOf(title)),
    );
    const [one, other] = [await addUser(db()), await addUser(db())];
    const bookmark = (userId: number, threadId: number, note: string) => ({
      ...{ user_id: userId, thread_id: threadId, post_key: 0, note, haystack: note, created_at: 1 },
    });
    const mark = (userId: number, threadId: number, lastPostId: number) => ({
      ...{ user_id: userId, thread_id: threadId, last_post_id: lastPostId, read_until: lastPostId },
    });
    const post = { ...{ thread_id: from, user_id: other, markdown: '', html: '', cleaner_version: 1, created_at: 1 } };
    const [{ id: postId }] = await db().write('posts').insert(post).returning('id');
    await db()
      .write('bookmarks')
      .insert([
        bookmark(one, from, 'старая'),
        bookmark(other, from, 'старая'),
        bookmark(other, into, 'своя'),
        { ...bookmark(one, from, 'ответ'), post_id: postId, post_key: postId },
      ]);
    await db()
      .write('read_marks')
      .insert([mark(one, from, 5), mark(other, from, 5), mark(other, into, 3)]);
    const carryOver = createCarryOver(createFeedbackStore(db()));
    await db().transact(async (trx) => {
      await carryOver(trx, { from, into });
      await carryOver(trx, { from, into });
    });
    const of = (table: string, thread: number, column: string) =>
      db().read(table).where('thread_id', thread).orderBy(['user_id', column]).pluck(column);
    assert.deepEqual(await of('bookmarks', into, 'note'), ['старая', 'своя']);
    assert.deepEqual(await of('bookmarks', from, 'note'), ['ответ', 'старая', 'старая']);
    assert.deepEqual(await of('read_marks', into, 'last_post_id'), [5, 3]);
    assert.deepEqual(await of('read_marks', from, 'last_post_id'), [5, 5]);
    await db().write('posts').where('id', postId).update({ thread_id: into });
    const bookmarks = createBookmarkStore(db());
    assert.equal((await bookmarks.findOfPost(one, postId))?.note, 'ответ', 'of a post that has moved');
    assert.equal((await bookmarks.findOfThread(one, into))?.note, 'старая');
    assert.equal(await bookmarks.findOfPost(other, postId), undefined);
  });
});
