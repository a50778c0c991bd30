import assert from 'node:assert/strict';
import { before, beforeEach, test } from 'node:test';
import type { User } from '../../src/accounts/user.js';
import { createUserStore } from '../../src/accounts/user-store.js';
import { LONGEST_POST } from '../../src/forum/post.js';
import type { PostEvent } from '../../src/forum/post-event.js';
import { createPostStore } from '../../src/forum/post-store.js';
import { createWritePost } from '../../src/forum/write-post.js';
import { MINUTE } from '../../src/lib/clock.js';
import { addUser, forumParts } from '../support/forum-builders.js';
import { count } from '../support/inspect-db.js';
import { addFeed, addThread, NOW } from '../support/news-builders.js';
import { describeOnEachDatabase } from '../support/test-db.js';

describeOnEachDatabase('writePost', (db) => {
  let actor: User;
  let threadId: number;
  let otherThread: number;
  let now = NOW;
  let announced = 0;
  let events: PostEvent[] = [];
  const write = (markdown: string, more: { replyToId?: number; actor?: User | null; threadId?: number } = {}) => {
    const writePost = createWritePost({
      ...forumParts(db(), () => now),
      announce: () => announced++,
      recordPostEvent: async (_trx, event) => void events.push(event),
    });
    const input = { threadId: more.threadId ?? threadId, markdown, replyToId: more.replyToId ?? null };
    return writePost(more.actor === undefined ? actor : more.actor, input);
  };

  before(async () => {
    const feed = await addFeed(db());
    threadId = await addThread(db(), feed, 'Тема');
    otherThread = await addThread(db(), feed, 'Не та тема');
    actor = await createUserStore(db()).get(await addUser(db()));
  });
  beforeEach(() => {
    now += 60 * MINUTE;
    announced = 0;
    events = [];
  });

  test('stores the words as typed, shows them cleaned, and tells', async () => {
    const { postId, isRepeat } = await write('  Привет, **друзья**!<script>alert(1)</script>\r\n');
    const row = await db().read('posts').where('id', postId).first();
    assert.equal(row.markdown, 'Привет, **друзья**!<script>alert(1)</script>');
    assert.match(row.html, /<strong>друзья<\/strong>/);
    assert.doesNotMatch(row.html, /<script/);
    assert.deepEqual([isRepeat, announced, row.created_at], [false, 1, now]);
  });

  test('the same form twice is one post, minutes later it is two', async () => {
    const first = await write('Дважды');
    now += 9 * MINUTE;
    assert.deepEqual(await write('Дважды'), { postId: first.postId, isRepeat: true });
    assert.equal((await write('Дважды', { threadId: otherThread })).isRepeat, false);
    now += 2 * MINUTE;
    assert.equal((await write('Дважды')).isRepeat, false);
  });

  test('a double click is one post, even when both arrive at once', async () => {
    for (let round = 0; round < 8; round++) {
      const before = await count(db(), 'posts');
      const words = `Щёлк-щёлк ${round}`;
      const written = await Promise.all([write(words), write(words), write(words)]);
      assert.equal(await count(db(), 'posts'), before + 1);
      assert.equal(new Set(written.map((post) => post.postId)).size, 1);
    }
  });

  test('a reply names a post of the same thread', async () => {
    const { postId } = await write('Цель');
    const reply = await write('Ответ', { replyToId: postId });
    assert.equal((await createPostStore(db()).find(reply.postId))?.replyToId, postId);
    await assert.rejects(write('Мимо', { replyToId: postId, threadId: otherThread }), {
      code: 'reply-target',
      status: 422,
    });
    await assert.rejects(write('В никуда', { replyToId: 2 ** 31 - 1 }), { code: 'reply-target' });
  });

  test('what cannot be written is refused and leaves nothing', async () => {
    const before = await count(db(), 'posts');
    await assert.rejects(write(' \r\n '), { code: 'text-empty', status: 422 });
    await assert.rejects(write('x'.repeat(LONGEST_POST + 1)), { code: 'text-too-long' });
    await assert.rejects(write('Гость', { actor: null }), { code: 'forbidden', status: 403 });
    await assert.rejects(write('Нет темы', { threadId: 2 ** 31 - 1 }), { code: 'not-found', status: 404 });
    assert.equal(await count(db(), 'posts'), before);
    assert.equal(announced, 0);
  });

  test('the longest allowed post and characters no database likes are stored', async () => {
    await write('ё'.repeat(LONGEST_POST));
    const { postId } = await write('Нуль \u0000 и половина \ud83d знака');
    assert.ok(await createPostStore(db()).find(postId));
  });
});
