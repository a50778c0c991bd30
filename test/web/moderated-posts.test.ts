/** Limits of new members, first posts that wait for a moderator, closed discussions, and what the public log says of it. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { User } from '../../src/accounts/user.js';
import { readPage } from '../support/read-page.js';
import { startTestSite, type TestSite } from '../support/test-site.js';
import type { Visitor } from '../support/visitor.js';

let site: TestSite;
let threadId: number;
let moderator: Visitor & { user: User };

before(async () => {
  site = await startTestSite({ content: 'demo', env: { HOLD_FIRST_POSTS: '2', POST_MIN_SECONDS: '3' } });
  threadId = (await site.services.threads.list({ order: 'discussed', limit: 1 })).threads[0]?.id ?? 0;
  moderator = await site.visitorAs('moderator');
});
after(() => site.close());

const path = () => `/threads/${threadId}/posts`;
const shownOf = (html: string) => /name="shown" value="([^"]+)"/.exec(html)?.[1] ?? '';

/** Somebody who has just joined, or is known by now. */
async function member(facts: { age?: number; posts?: number } = {}) {
  const visitor = await site.visitorAs('member');
  const created_at = Date.now() - (facts.age ?? 0);
  await site.services.db
    .write('users')
    .where('id', visitor.user.id)
    .update({ created_at, post_count: facts.posts ?? 0 });
  return visitor;
}

const DAY = 86_400_000;

describe('first posts', () => {
  test('wait for a moderator, seen by their author alone; let through they are posts', async () => {
    const author = await member({ age: 40 * DAY });
    const reader = site.visitor();
    const answer = await author.post(path(), { markdown: 'Здравствуйте, я **новенький**' });
    assert.equal(answer.headers.location, `/threads/${threadId}#held`);
    assert.match((await author.get(`/threads/${threadId}`)).text, /class="held"[\s\S]*новенький/);
    assert.doesNotMatch((await reader.get(`/threads/${threadId}`)).text, /новенький/);
    assert.equal(await site.services.drafts.find(author.user.id, `thread:${threadId}`), undefined);

    const queue = (await moderator.get('/moderation/posts')).text;
    assert.match(queue, /<strong>новенький<\/strong>/);
    const action = /action="(\/moderation\/posts\/\d+)"/.exec(queue)?.[1] ?? '';
    assert.equal((await moderator.post(action, { verdict: 'approved' })).status, 303);
    const [newest] = await site.services.posts.listNewest(threadId, 1);
    assert.match(newest?.html ?? '', /новенький/);
    assert.equal(newest?.userId, author.user.id);
    assert.match(readPage((await reader.get('/log')).text).text, new RegExp(`публикация сообщения.*№ ${newest?.id}`));
    const again = await moderator.post(action, { verdict: 'approved' });
    assert.equal(again.status, 303);
    assert.equal((await site.services.posts.listNewest(threadId, 1))[0]?.id, newest?.id, 'nothing is decided twice');
  });

  test('turned away they need a reason, which the author reads', async () => {
    const author = await member({ age: 40 * DAY });
    await author.post(path(), { markdown: 'Купите слона' });
    const queue = (await moderator.get('/moderation/posts')).text;
    const action = /action="(\/moderation\/posts\/\d+)"/.exec(queue)?.[1] ?? '';
    const asked = await moderator.post(action, { verdict: 'rejected' });
    assert.equal(asked.status, 422);
    assert.match(asked.text, /aria-invalid="true"/);
    await moderator.post(action, { verdict: 'rejected', reason: 'реклама слонов' });
    assert.match((await author.get(`/threads/${threadId}`)).text, /реклама слонов/);
    assert.doesNotMatch((await site.visitor().get('/log')).text, /Купите слона/, 'the words are not published');
  });

  test('no more than so many wait, and the next text is kept', async () => {
    const author = await member({ age: 40 * DAY });
    for (const markdown of ['Раз', 'Два']) assert.equal((await author.post(path(), { markdown })).status, 303);
    const third = await author.post(path(), { markdown: 'Три' });
    assert.equal(third.status, 422);
    assert.equal((await site.services.drafts.find(author.user.id, `thread:${threadId}`))?.markdown, 'Три');
  });

  test('after two posts nothing is held', async () => {
    const author = await member({ age: 40 * DAY, posts: 2 });
    const answer = await author.post(path(), { markdown: 'Сразу видно' });
    assert.match(answer.headers.location ?? '', /^\/posts\/\d+$/);
  });
});

describe('new members', () => {
  test('a form that is sent at once is a machine’s; the text is kept and the wait is said', async () => {
    const author = await member({ posts: 3 });
    const quick = await author.post(path(), {
      markdown: 'Мгновенно',
      shown: shownOf((await author.get(`/threads/${threadId}`)).text),
    });
    assert.equal(quick.status, 422);
    assert.match(readPage(quick.text).text, /через [123]\sсекунд/);
    assert.equal((await author.post(path(), { markdown: 'Мгновенно', shown: 'forged.signature' })).status, 422);
    const empty = await author.post(path(), { markdown: ' ' });
    assert.equal(empty.status, 422);
    assert.doesNotMatch(empty.text, /Текст сохранён/, 'there is none');
    assert.equal((await site.services.drafts.find(author.user.id, `thread:${threadId}`))?.markdown, 'Мгновенно');
    const known = await member({ age: 40 * DAY, posts: 6 });
    assert.equal((await known.post(path(), { markdown: 'Известные пишут сразу' })).status, 303);
  });

  test('fewer links and mentions, said with the number', async () => {
    const author = await member({ posts: 3 });
    const input = { threadId, replyToId: null };
    const user = await site.services.users.get(author.user.id);
    const links = 'https://a.example https://b.example https://c.example';
    await assert.rejects(site.services.writePost(user, { ...input, markdown: links }), { code: 'too-many-links' });
    const names = (await site.services.db.read('users').limit(4).pluck('name')) as string[];
    const mentions = names.map((name) => `@"${name}"`).join(' ');
    await assert.rejects(site.services.writePost(user, { ...input, markdown: mentions }), {
      code: 'too-many-mentions',
    });
    const known = { ...user, createdAt: 0, postCount: 20 };
    await site.services.writePost(known, { ...input, markdown: links });
  });

  test('the field that people do not see', async () => {
    const author = await member({ age: 40 * DAY, posts: 6 });
    const trapped = await author.post(path(), { markdown: 'Я не робот', website: 'https://spam.example' });
    assert.equal(trapped.status, 422);
    assert.match(trapped.text, /name="website"[^>]*value="https:\/\/spam\.example"/);
  });

  test('the same paragraph in a second thread is refused with the number of the first', async () => {
    const author = await member({ age: 40 * DAY, posts: 6 });
    const [, other] = (await site.services.threads.list({ order: 'discussed', limit: 2 })).threads;
    const markdown = 'Это довольно длинное рекламное сообщение, которое кто-то вставляет во все темы подряд.';
    const first = await author.post(path(), { markdown });
    const second = await author.post(`/threads/${other?.id}/posts`, { markdown: ` ${markdown.toUpperCase()}` });
    assert.equal(second.status, 422);
    assert.ok(readPage(second.text).text.includes(String(first.headers.location).replace('/posts/', '')));
  });
});

describe('a closed discussion', () => {
  test('is read by everybody and written in by moderators; the reason is public and undone from the log', async () => {
    const author = await member({ age: 40 * DAY, posts: 6 });
    const lock = `/moderation/threads/${threadId}/lock`;
    await moderator.post(lock, { lockReason: '' });
    assert.equal((await site.services.threads.get(threadId)).lockedAt, null, 'not without a reason');
    await moderator.post(lock, { lockReason: 'ушли от темы' });
    const page = readPage((await site.visitor().get(`/threads/${threadId}`)).text);
    assert.match(page.text, /Обсуждение закрыто.*ушли от темы/);
    assert.equal(readPage((await author.get(`/threads/${threadId}`)).text).all('textarea').length, 0);
    const refused = await author.post(path(), { markdown: 'А я всё-таки отвечу' });
    assert.equal(refused.status, 422);
    assert.equal(
      (await site.services.drafts.find(author.user.id, `thread:${threadId}`))?.markdown,
      'А я всё-таки отвечу',
    );
    assert.equal((await moderator.post(path(), { markdown: 'Пояснение редакции' })).status, 303);
    const [entry] = await site.services.moderationLog.list(null, 1);
    assert.deepEqual([entry?.action, entry?.reason], ['thread-lock', 'ушли от темы']);
    await moderator.post(`/moderation/log/${entry?.id}/undo`);
    assert.equal((await site.services.threads.get(threadId)).lockedAt, null);
  });
});

describe('a moderator takes a post away', () => {
  test('with a reason that stands on its tombstone, and the log brings it back', async () => {
    const author = await member({ age: 40 * DAY, posts: 6 });
    const { postId } = await site.services.writePost(author.user, {
      threadId,
      markdown: 'Тайное слово',
      replyToId: null,
    });
    const refused = await moderator.post(`/posts/${postId}/delete`, {});
    assert.equal(refused.status, 422);
    await moderator.post(`/posts/${postId}/delete`, { deleteReason: 'личные данные' });
    const reader = site.visitor();
    const place = String((await reader.get(`/posts/${postId}`)).headers.location);
    const tombstone = (await reader.get(place)).text;
    assert.match(tombstone, /Убрано модератором: личные данные/);
    assert.doesNotMatch(tombstone, /Тайное слово/);
    assert.equal((await reader.get(`/posts/${postId}/history`)).status, 404);
    assert.doesNotMatch((await reader.get(`/threads/${threadId}/feed.rss`)).text, /Тайное слово/);
    assert.equal((await author.post(`/posts/${postId}/restore`)).status, 403);
    const [entry] = await site.services.moderationLog.list(null, 1);
    await moderator.post(`/moderation/log/${entry?.id}/undo`);
    assert.match((await reader.get(place)).text, /Тайное слово/);
  });
});

describe('a post with words that should never have been public', () => {
  test('is edited so that only moderators see the earlier text, until the log brings it back', async () => {
    const author = await member({ age: 40 * DAY, posts: 6 });
    const { postId } = await site.services.writePost(author.user, {
      threadId,
      markdown: 'Мой телефон 555-01-02',
      replyToId: null,
    });
    const [edit, history] = [`/posts/${postId}/edit`, `/posts/${postId}/history`];
    assert.doesNotMatch((await author.get(edit)).text, /hidesEarlier/);
    assert.equal((await author.post(edit, { markdown: 'Само', hidesEarlier: 'on' })).status, 403);
    assert.match((await moderator.get(edit)).text, /<input type="checkbox"[^>]+name="hidesEarlier" value="on">/);
    const kept = await moderator.post(edit, { markdown: 'Мой телефон убран', hidesEarlier: 'on' });
    assert.equal(kept.status, 422, 'a reason is needed');
    assert.match(kept.text, /name="hidesEarlier" value="on" checked/);
    const words = { markdown: 'Мой телефон убран', reason: 'личные данные' };
    assert.equal((await moderator.post(edit, { ...words, hidesEarlier: 'on' })).status, 303);
    await author.post(edit, { markdown: 'Мой телефон убрали' });

    const [hiding] = await site.services.moderationLog.list(null, 1);
    const [oldest] = (await site.services.db.read('post_versions').where('post_id', postId).orderBy('id')) as [
      { id: number },
    ];
    for (const reader of [site.visitor(), author]) {
      const page = (await reader.get(history)).text;
      assert.match(page, /модераторы сняли с показа/);
      assert.match(page, /<ins/, 'later changes are seen');
      assert.doesNotMatch(page, /555/);
    }
    assert.doesNotMatch((await author.get(`${edit}?version=${oldest.id}`)).text, /555/);
    assert.match((await moderator.get(history)).text, /видно только модераторам[\s\S]*555/);
    assert.match((await moderator.get(`${edit}?version=${oldest.id}`)).text, /555/);
    const log = (await site.visitor().get('/log')).text;
    assert.match(readPage(log).text, new RegExp(`скрытие прежнего текста сообщения № ${postId}`));
    assert.doesNotMatch(log, /555/);
    await moderator.post(`/moderation/log/${hiding?.id}/undo`);
    const page = (await site.visitor().get(history)).text;
    assert.match(page, /555/);
    assert.doesNotMatch(page, /сняли с показа/);
  });

  test('is not brought back by its own author, moderator or not', async () => {
    const writer = await site.visitorAs('moderator');
    const { postId } = await site.services.writePost(writer.user, { threadId, markdown: 'Мой адрес', replyToId: null });
    const words = { markdown: 'Адрес убран', reason: 'личные данные', hidesEarlier: 'on' };
    assert.equal((await writer.post(`/posts/${postId}/edit`, words)).status, 403, 'nor hidden by them');
    await moderator.post(`/posts/${postId}/edit`, words);
    const [hiding] = await site.services.moderationLog.list(null, 1);
    assert.deepEqual([hiding?.action, hiding?.subjectId], ['post-redact', postId]);
    await writer.post(`/moderation/log/${hiding?.id}/undo`);
    assert.doesNotMatch((await site.visitor().get(`/posts/${postId}/history`)).text, /Мой адрес/);
  });
});

describe('a hidden story', () => {
  test('shows the history of its posts to moderators only', async () => {
    const author = await member({ age: 40 * DAY, posts: 6 });
    const hidden = (await site.services.threads.list({ order: 'newest', limit: 9 })).threads.find(
      ({ id }) => id !== threadId,
    );
    const input = { threadId: hidden?.id ?? 0, replyToId: null };
    const { postId } = await site.services.writePost(author.user, { ...input, markdown: 'Первые слова' });
    const writer = await site.services.users.get(author.user.id);
    await site.services.editPost(writer, { postId, markdown: 'Другие слова', reason: '' });
    const history = `/posts/${postId}/history`;
    assert.match((await site.visitor().get(history)).text, /Первые/);
    await site.services.hideThread(moderator.user, { threadId: input.threadId, reason: 'клевета' });
    for (const reader of [site.visitor(), author]) {
      const refused = await reader.get(history);
      assert.equal(refused.status, 410);
      assert.doesNotMatch(refused.text, /Первые/);
    }
    assert.match((await moderator.get(history)).text, /Первые/);
  });
});
