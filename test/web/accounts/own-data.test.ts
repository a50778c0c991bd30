/** Taking one's data along, and leaving: with the letter, the week, and what is left. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { strFromU8, unzipSync } from 'fflate';
import request from 'supertest';
import type { User } from '../../../src/accounts/user.js';
import { DAY } from '../../../src/lib/clock.js';
import { trustStoredHtml } from '../../../src/lib/safe-html.js';
import { mergeThreads } from '../../../src/news/story-write-store.js';
import { goodPassword } from '../../support/accounts.js';
import { linkIn, type MailServer, startMailServer } from '../../support/mail-server.js';
import { startTestSite, type TestSite } from '../../support/test-site.js';
import type { Visitor } from '../../support/visitor.js';

let mail: MailServer;
let site: TestSite;
let threadId = 0;
before(async () => {
  mail = await startMailServer();
  site = await startTestSite({ content: 'demo', env: { SMTP_URL: mail.url } });
  threadId = (await site.services.threads.list({ order: 'newest', limit: 1 })).threads[0]?.id ?? 0;
});
after(async () => {
  await site.close();
  await mail.close();
});

const proof = { currentPassword: goodPassword };
const write = (author: User, markdown: string) =>
  site.services.writePost(author, { threadId, markdown, replyToId: null });

/** As a browser saves it. */
async function download(visitor: Visitor): Promise<Record<string, string>> {
  const answer = await visitor
    .postRaw('/account/export', { ...proof, _csrf: await visitor.token() })
    .buffer(true)
    .parse((res, done) => {
      const chunks: Buffer[] = [];
      res.on('data', (chunk: Buffer) => void chunks.push(chunk));
      res.on('end', () => done(null, Buffer.concat(chunks)));
    });
  assert.equal(answer.headers['content-type'], 'application/zip');
  assert.match(String(answer.headers['content-disposition']), /^attachment; filename="hustings-\d+-[\d-]+\.zip"$/);
  const files = unzipSync(new Uint8Array(answer.body as Buffer));
  return Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, strFromU8(bytes)]));
}

async function passWeek(userId: number): Promise<void> {
  await site.services.db
    .write('users')
    .where('id', userId)
    .decrement('delete_due_at', 7 * DAY);
  assert.equal(await site.services.deleteDue(), 1);
}

describe('the archive', () => {
  test('holds everything of the member, all pages of it, and nothing of anybody else', async () => {
    const member = await site.visitorAs('member', { name: 'Бережливая', place: 'Тверь <b>' });
    const { services } = site;
    for (let count = 1; count <= 60; count++) {
      const createdAt = Date.now() - count;
      const draft = { threadId, userId: member.user.id, replyToId: null, cleanerVersion: 1, createdAt };
      const html = trustStoredHtml(`<p>${count}</p>`);
      await services.db.transact((trx) =>
        services.posts.insert(trx, { ...draft, markdown: `Запись ${count} <script>`, html }),
      );
    }
    await write(await site.addUser('member', { name: 'Соседка' }), 'Чужая тайна');
    const files = await download(member);
    const posts = JSON.parse(files['json/posts.json'] ?? '') as { text: string; createdAt: string }[];
    assert.equal(posts.length, 60);
    assert.equal(new Set(posts.map(({ text }) => text)).size, 60);
    assert.match(posts[0]?.createdAt ?? '', /^\d{4}-\d\d-\d\dT/);
    const [profile] = JSON.parse(files['json/profile.json'] ?? '');
    assert.equal(profile.place, 'Тверь <b>');
    assert.equal(JSON.parse(files['json/sessions.json'] ?? '').length, 1);
    assert.deepEqual(JSON.parse(files['json/bookmarks.json'] ?? ''), []);
    assert.match(files['profile.html'] ?? '', /Тверь &lt;b&gt;/);
    assert.equal(files['posts.html']?.match(/<dl>/g)?.length, 60);
    assert.doesNotMatch(files['posts.html'] ?? '', /<script>/);
    for (const name of Object.keys(files).filter((file) => file !== 'index.html')) {
      assert.ok(files['index.html']?.includes(`href="${name}"`), name);
    }
    const all = Object.values(files).join('\n');
    assert.doesNotMatch(all, /Чужая тайна|argon2|hustings\.sid/);
  });

  test('is given for the password alone, five times an hour', async () => {
    const member = await site.visitorAs('member');
    assert.equal((await member.post('/account/export', { currentPassword: 'guess' })).status, 422);
    for (let count = 0; count < 5; count++) await download(member);
    assert.equal((await member.post('/account/export', proof)).status, 429);
    assert.equal((await request(site.url).get('/account/export')).status, 404);
  });
});

describe('leaving', () => {
  test('takes a week in which a letter, a button or nothing decides', async () => {
    const member = await site.visitorAs('member', { name: 'Сомневающаяся' });
    await site.services.db.transact((trx) =>
      site.services.users.confirmEmail(
        member.user.id,
        { email: 'doubt@example.org', emailKey: 'doubt@example.org' },
        trx,
      ),
    );
    assert.equal((await member.post('/account/delete', { posts: 'keep', currentPassword: 'guess' })).status, 422);
    assert.equal((await member.post('/account/delete', { posts: 'keep', ...proof })).status, 303);
    assert.match((await member.get('/feeds')).text, /Учётная запись будет удалена/);
    const link = new URL(linkIn(await mail.mailTo('doubt@example.org'), '/keep-account/')).pathname;
    assert.match((await site.visitor().get(link)).text, /Сомневающаяся/);
    assert.match((await member.get('/feeds')).text, /будет удалена/, 'a look changes nothing');
    assert.equal((await site.visitor().post(link)).status, 303);
    assert.doesNotMatch((await member.get('/feeds')).text, /будет удалена/);
    assert.equal(await site.services.deleteDue(), 0);

    await member.post('/account/delete', { posts: 'keep', ...proof });
    await member.post('/account/keep');
    assert.equal((await site.services.users.get(member.user.id)).deleteDueAt, null);
  });

  test('with posts that stay: nothing leads to the person, the name is free, nobody logs in', async () => {
    const member = await site.visitorAs('member', { name: 'Уходящая', place: 'Псков', about: 'Обо мне' });
    const { postId } = await write(member.user, 'Слова, которые остаются');
    await site.services.db.write('bookmarks').insert({
      ...{ user_id: member.user.id, thread_id: threadId, post_key: 0, haystack: '', created_at: 1 },
    });
    await member.post('/account/delete', { posts: 'keep', ...proof });
    await passWeek(member.user.id);
    const former = `бывший участник ${member.user.id}`;
    const page = (await site.visitor().get(`/members/${member.user.id}?time=1`)).text;
    assert.ok(page.includes(former) && page.includes('Слова, которые остаются'));
    assert.doesNotMatch(page, /Уходящая|Псков|Обо мне/);
    assert.ok((await site.services.posts.find(postId))?.html.includes('Слова'));
    assert.equal((await member.get('/account')).status, 303, 'sessions are over');
    for (const login of ['Уходящая', former]) {
      assert.equal((await site.visitor().post('/login', { login, password: goodPassword })).status, 422);
    }
    assert.equal((await site.services.db.read('bookmarks').where('user_id', member.user.id)).length, 0);
    const row = JSON.stringify(await site.services.db.read('users').where('id', member.user.id).first());
    assert.doesNotMatch(row, /Уходящая|argon2|Псков/);
    await site.addUser('member', { name: 'Уходящая' });
  });

  test('with posts that lose their text: a tombstone keeps the place of each', async () => {
    const member = await site.visitorAs('member', { name: 'Стирающая' });
    const before = (await site.services.threads.find(threadId))?.replyCount ?? 0;
    const { postId } = await write(member.user, 'Слова, которые исчезнут');
    await member.post('/account/delete', { posts: 'remove', ...proof });
    await passWeek(member.user.id);
    const post = await site.services.posts.find(postId);
    assert.ok(post?.deleted);
    assert.equal((await site.services.threads.find(threadId))?.replyCount, before);
    const [row] = await site.services.db.read('posts').where('id', postId);
    assert.deepEqual([row.markdown, row.html], ['', '']);
    assert.doesNotMatch((await site.visitor().get(`/threads/${threadId}?time=2`)).text, /которые исчезнут/);
  });

  test('with texts that go: a thread keeps its title and its answers, and loses what opened it', async () => {
    const member = await site.visitorAs('moderator', { name: 'Зачинщица' });
    const { services } = site;
    const start = async (title: string, markdown: string) => {
      const draft = await services.draftThread(member.user, { title, markdown, link: '' });
      const { categoryId } = await services.threads.get(threadId);
      return services.startThread(member.user, { ...draft, categoryId });
    };
    const started = await start('Тема, которая останется', 'Вступление, которое исчезнет');
    const merged = await start('Тема, которую объединят', 'Второе вступление');
    const moved = { from: merged, into: threadId, now: Date.now() };
    await services.db.transact((trx) => mergeThreads(trx, moved, async () => {}));
    const texts = () => services.db.read('articles').where('thread_id', threadId).whereNot('text', '');
    const others = (await texts()).length - 1;
    const listed = JSON.parse((await download(member))['json/threads.json'] ?? '') as { id: number; text: string }[];
    assert.deepEqual(
      listed.map(({ id, text }) => [id, text]),
      [
        [started, 'Вступление, которое исчезнет'],
        [merged, 'Второе вступление'],
      ],
    );
    const before = await services.db.read('threads').where('id', started).first();
    await member.post('/account/delete', { posts: 'remove', ...proof });
    await passWeek(member.user.id);
    const after = await services.db.read('threads').where('id', started).first();
    assert.deepEqual([after.title, after.lead], ['Тема, которая останется', '']);
    assert.ok(Number(after.change_seq) > Number(before.change_seq), 'the index follows');
    const article = await services.db.read('articles').where('thread_id', started).first();
    assert.deepEqual([article.html, article.text, article.lead], ['', '', '']);
    assert.equal((await texts()).length, others, 'of the heir only what was the member’s own');
    const page = (await site.visitor().get(`/threads/${started}?time=3`)).text;
    assert.match(page, /Тема, которая останется/);
    assert.doesNotMatch(page, /которое исчезнет|Зачинщица/);
  });

  test('is not for the last administrator', async () => {
    const admin = await site.visitorAs('admin');
    const refused = await admin.post('/account/delete', { posts: 'keep', ...proof });
    assert.equal(refused.status, 422);
    assert.match(refused.text, /единственный администратор/);
    assert.equal((await site.services.users.get(admin.user.id)).deleteDueAt, null);

    const second = await site.visitorAs('admin');
    assert.equal((await second.post('/account/delete', { posts: 'keep', ...proof })).status, 303);
    const alone = await admin.post('/account/delete', { posts: 'keep', ...proof });
    assert.equal(alone.status, 422, 'the other is leaving');
    await site.services.users.updateRole(admin.user.id, 'member');
    const due = site.services.db.write('users').where('id', second.user.id);
    await due.decrement('delete_due_at', 7 * DAY);
    assert.equal(await site.services.deleteDue(), 0, 'nobody else is left by now');
    assert.equal((await site.services.users.get(second.user.id)).role, 'admin');
    await site.services.users.updateRole(admin.user.id, 'admin');
    assert.equal(await site.services.deleteDue(), 1, 'another is there again');
  });
});
