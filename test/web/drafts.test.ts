/** Nothing that was typed is lost: on a preview, while typing, when refused, and when the session has ended. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { goodPassword } from '../support/accounts.js';
import { readPage } from '../support/read-page.js';
import { startTestSite, type TestSite } from '../support/test-site.js';
import type { Visitor } from '../support/visitor.js';

let site: TestSite;
let threadId: number;

before(async () => {
  site = await startTestSite({ content: 'demo' });
  threadId = (await site.services.threads.list({ order: 'discussed', limit: 1 })).threads[0]?.id ?? 0;
});
after(() => site.close());

const typedIn = (html: string) => /<textarea[^>]*name="markdown"[^>]*>\n?([\s\S]*?)<\/textarea>/.exec(html)?.[1] ?? '';
const draftOf = (userId: number, place = `thread:${threadId}`) => site.services.drafts.find(userId, place);
const form = async (member: Visitor, query = '') => (await member.get(`/threads/${threadId}${query}`)).text;
const fieldsOf = (html: string, names: string[]) =>
  Object.fromEntries(names.map((name) => [name, new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? '']));

describe('drafts', () => {
  test('a preview keeps the text, the form brings it back, posting it ends the draft', async () => {
    const member = await site.visitorAs('member');
    const path = `/threads/${threadId}/posts`;
    await member.post(path, { markdown: 'Недописанное <b>', intent: 'preview' });
    const html = await form(member);
    assert.equal(typedIn(html), 'Недописанное &lt;b&gt;');
    assert.match(html, /class="draft-note"/);
    const posted = await member.post(path, { markdown: 'Недописанное <b>, дописанное' });
    assert.equal(posted.status, 303);
    assert.equal(await draftOf(member.user.id), undefined);
    assert.equal(typedIn(await form(member)), '');
  });

  test('a refused text is kept too', async () => {
    const member = await site.visitorAs('member');
    await member.post(`/threads/${threadId}/posts`, { markdown: 'я'.repeat(20_001) });
    assert.equal((await draftOf(member.user.id))?.markdown.length, 20_001);
  });

  test('each answer has a draft of its own, and of nobody else', async () => {
    const member = await site.visitorAs('member');
    const [post] = await site.services.posts.listByThread(threadId, 0, 1);
    const place = `thread:${threadId}:${post?.id}`;
    assert.equal((await member.post('/drafts', { place, markdown: 'Отвечаю' })).status, 204);
    assert.equal(typedIn(await form(member)), '');
    assert.equal(typedIn(await form(member, `?reply=${post?.id}`)), 'Отвечаю');
    assert.match(
      typedIn(await form(member, `?reply=${post?.id}&quote=1`)),
      /^Отвечаю\n\n&gt; /,
      'the quote goes below it',
    );
    const other = await site.visitorAs('member');
    assert.equal(typedIn(await form(other, `?reply=${post?.id}`)), '');
  });

  test('it is thrown away by its button, and by an empty text', async () => {
    const member = await site.visitorAs('member');
    const place = `thread:${threadId}`;
    await member.post('/drafts', { place, markdown: 'Первое' });
    await member.post('/drafts', { place, markdown: ' \r\n' });
    assert.equal(await draftOf(member.user.id), undefined);
    await member.post('/drafts', { place, markdown: 'Второе' });
    const discarded = await member.post('/drafts', { place, intent: 'discard' });
    assert.equal(discarded.headers.location, `/threads/${threadId}#reply`);
    assert.equal(await draftOf(member.user.id), undefined);
  });

  test('a late message of the script does not bring a posted text back', async () => {
    const member = await site.visitorAs('member');
    await member.post(`/threads/${threadId}/posts`, { markdown: 'Уже опубликовано' });
    await member.post('/drafts', { place: `thread:${threadId}`, markdown: 'Уже опубликовано\r\n' });
    assert.equal(await draftOf(member.user.id), undefined);
  });

  test('a place that no form has is refused', async () => {
    const member = await site.visitorAs('member');
    for (const place of ['', 'thread:', 'thread:0', 'user:1', `thread:${'9'.repeat(40)}`, '//evil.example', 'edit:1:2'])
      assert.equal((await member.post('/drafts', { place, markdown: 'x' })).status, 400, place);
  });

  test('keeping a draft leaves the pages that readers share', async () => {
    const member = await site.visitorAs('member');
    const reader = site.visitor();
    await reader.get('/feeds');
    const first = await reader.get('/feeds');
    await site.services.db.write('feeds').update({ title: 'Другое имя' });
    await member.post('/drafts', { place: `thread:${threadId}`, markdown: 'Пишу' });
    assert.equal((await reader.get('/feeds')).text, first.text);
    site.services.announce();
  });

  test('an edit keeps its text in a draft as well', async () => {
    const member = await site.visitorAs('member');
    const { postId } = await site.services.writePost(member.user, { threadId, markdown: 'Было', replyToId: null });
    await member.post('/drafts', { place: `edit:${postId}`, markdown: 'Становится' });
    const html = (await member.get(`/posts/${postId}/edit`)).text;
    assert.equal(typedIn(html), 'Становится');
    await member.post(`/posts/${postId}/edit`, { markdown: 'Стало' });
    assert.equal(typedIn((await member.get(`/posts/${postId}/edit`)).text), 'Стало');
  });
});

describe('a session that ended', () => {
  const lost = (fields: Record<string, string>) => ({ ...fields, markdown: 'Длинный, выстраданный ответ' });

  async function filledForm() {
    const member = await site.visitorAs('member');
    const fields = fieldsOf(await form(member), ['place', 'author', '_csrf', 'shown']);
    assert.equal(fields.author, String(member.user.id));
    return { member, fields: lost(fields) };
  }

  test('the text waits behind the log-in and is back in its form', async () => {
    const { member, fields } = await filledForm();
    await site.services.db.write('sessions').delete();
    const answer = await member.postRaw(`/threads/${threadId}/posts`, fields);
    assert.equal(answer.status, 303);
    assert.equal(answer.headers.location, `/login?next=${encodeURIComponent(`/threads/${threadId}`)}`);
    const login = await member.get(answer.headers.location ?? '');
    assert.match(login.text, /Сеанс закончился, но текст цел/);
    await member.logIn(member.user.name, goodPassword);
    const html = await form(member);
    assert.equal(typedIn(html), fields.markdown);
    const posted = await member.post(`/threads/${threadId}/posts`, { markdown: fields.markdown });
    assert.equal(posted.status, 303);
    assert.equal(typedIn(await form(member)), '', 'and is gone once it is posted');
  });

  test('of one network so many texts are kept in an hour, with a session or without; others are not turned away', async () => {
    const { fields } = await filledForm();
    const flood = site.visitor();
    const send = (who: Visitor) =>
      who.postRaw(`/threads/${threadId}/posts`, { ...fields, markdown: 'x'.repeat(20_000) });
    const keptRows = async () =>
      (await site.services.db.read('sessions').select('sess')).filter(({ sess }) =>
        JSON.stringify(sess).includes('xxxxx'),
      );
    const before = (await keptRows()).length;
    const seen: number[] = [];
    for (let n = 0; n < 25; n++) seen.push((await send(flood)).status);
    assert.deepEqual(seen, [...Array(20).fill(303), ...Array(5).fill(403)]);
    assert.ok((await keptRows()).length - before <= 20);
    assert.equal((await send(site.visitor())).status, 303);
  });

  test('whoever else logs in there does not see it', async () => {
    const { member, fields } = await filledForm();
    await site.services.db.write('sessions').delete();
    await member.postRaw(`/threads/${threadId}/posts`, fields);
    const other = await site.addUser('member');
    await member.logIn(other.name, goodPassword);
    assert.equal(typedIn(await form(member)), '');
  });

  test('a form of an earlier session comes back with its text and a token that holds', async () => {
    const { member, fields } = await filledForm();
    await member.logIn(member.user.name, goodPassword);
    const answer = await member.postRaw(`/threads/${threadId}/posts`, fields);
    assert.deepEqual([answer.status, answer.headers.location], [303, `/threads/${threadId}`]);
    const html = await form(member);
    assert.equal(typedIn(html), fields.markdown);
    assert.match(readPage(html).text, /Форма устарела/);
  });

  test('another site cannot put words there', async () => {
    const { member, fields } = await filledForm();
    await site.services.db.write('sessions').delete();
    for (const headers of [{ Origin: 'https://evil.example' }, { 'Sec-Fetch-Site': 'cross-site' }] as Record<
      string,
      string
    >[]) {
      const answer = await member.postRaw(`/threads/${threadId}/posts`, fields, headers);
      assert.equal(answer.status, 403);
    }
    await member.logIn(member.user.name, goodPassword);
    assert.equal(typedIn(await form(member)), '');
  });
});
