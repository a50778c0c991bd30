import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import request from 'supertest';
import { parseParts } from '../../src/web/upload.js';
import { goodPassword } from '../support/accounts.js';
import { startTestSite, type TestSite } from '../support/test-site.js';
import { newNetwork } from '../support/visitor.js';

const opml = `<?xml version="1.0"?><opml version="2.0"><head><title>Мои</title></head><body>
<outline text="Выборы"><outline text="Вестник" type="rss" xmlUrl="https://vestnik.example/rss"/>
<outline text="Пароль" type="rss" xmlUrl="https://user:secret@private.example/rss"/></outline>
<outline text="Цифра"><outline text="Платформа" type="rss" xmlUrl="https://platform.example/rss" category="digital"/>
<outline text="Снова Вестник" type="rss" xmlUrl="https://vestnik.example/rss"/>
<outline text="Файл" type="rss" xmlUrl="file:///etc/passwd"/></outline></body></opml>`;

describe('a form with a file', () => {
  const part = (head: string, content: string | Buffer) =>
    Buffer.concat([
      Buffer.from(`--b\r\nContent-Disposition: form-data; ${head}\r\n\r\n`),
      Buffer.from(content),
      Buffer.from('\r\n'),
    ]);
  const form = (...parts: Buffer[]) => parseParts(Buffer.concat([...parts, Buffer.from('--b--\r\n')]), 'b');

  test('fields as text, one file as bytes', () => {
    const bytes = Buffer.from([0xc2, 0xfb, 0x00, 0xe1]);
    const file = (name: string, content: Buffer) => part(`name="${name}"; filename="x.opml"`, content);
    const fields = form(
      part('name="a"', 'один\r\n--два'),
      file('other', bytes),
      file('file', bytes),
      file('file', Buffer.from('второй')),
    );
    assert.deepEqual({ ...fields }, { a: 'один\r\n--два', file: new Uint8Array(bytes) });
  });

  test('a file that was not chosen is no field; broken bodies are empty forms', () => {
    assert.deepEqual({ ...form(part('name="file"; filename=""', '')) }, {});
    for (const body of [
      '',
      '--b',
      '--b\r\n',
      '--b\r\n\r\n',
      'x'.repeat(1000),
      `--b\r\n${'h'.repeat(5000)}\r\n\r\nx\r\n--b--`,
    ]) {
      assert.deepEqual({ ...parseParts(Buffer.from(body), 'b') }, {});
    }
    assert.equal(Object.keys(form(...Array.from({ length: 50 }, (_, at) => part(`name="f${at}"`, 'x')))).length, 10);
  });
});

describe('lists of sources', () => {
  let site: TestSite;
  let agent: ReturnType<typeof request.agent>;
  const network = newNetwork();
  before(async () => {
    site = await startTestSite({ content: 'empty' });
    const moderator = await site.addUser('moderator');
    agent = request.agent(site.url);
    const token = await tokenOn('/login');
    await agent
      .post('/login')
      .set('X-Forwarded-For', network)
      .type('form')
      .send({ login: moderator.name, password: goodPassword, _csrf: token });
  });
  after(() => site.close());

  const page = async (path = '/moderation/lists') =>
    (await agent.get(path).set('X-Forwarded-For', network).set('Accept-Language', 'en')).text;
  const tokenOn = async (path: string) => /name="_csrf" value="([^"]+)"/.exec(await page(path))?.[1] ?? '';
  async function upload(path: string, text: string | Buffer, asFile = true) {
    const form = agent
      .post(path)
      .set('X-Forwarded-For', network)
      .set('Accept-Language', 'en')
      .field('_csrf', await tokenOn('/moderation/lists'));
    return asFile ? form.attach('file', Buffer.from(text), 'list.opml') : form.field('text', String(text));
  }
  const decisions = (html: string) =>
    [...html.matchAll(/<p class="decision-word">([^<]*)<\/p>/g)].map(([, word = '']) => word.trim());
  const withoutText = (html: string) => html.replace(/<textarea[\s\S]*?<\/textarea>/, '');

  test('a file is told line by line before anything is stored', async () => {
    const answer = await upload('/moderation/lists', opml);
    assert.equal(answer.status, 200);
    assert.deepEqual(decisions(answer.text), [
      'new',
      'not an address that can be used',
      'new',
      'twice in the list',
      'not an address that can be used',
    ]);
    assert.doesNotMatch(
      withoutText(answer.text),
      /secret@/,
      'a password is not shown back outside the text that was given',
    );
    assert.equal(await site.services.feeds.count(), 0);
  });

  test('then the new ones are added, in their groups, with one line in the public log', async () => {
    const answer = await upload('/moderation/lists/import', opml, false);
    assert.deepEqual([answer.status, answer.headers.location], [303, '/moderation/lists']);
    const feeds = await site.services.feeds.list();
    assert.deepEqual(
      feeds.map(({ title, groupName }) => [title, groupName]),
      [
        ['Вестник', 'Выборы'],
        ['Платформа', 'Цифра'],
      ],
    );
    const [entry] = await site.services.moderationLog.list(null, 1);
    assert.equal(entry?.action, 'opml-import');
    assert.deepEqual(decisions((await upload('/moderation/lists', opml)).text).slice(0, 3), [
      'known',
      'not an address that can be used',
      'known',
    ]);
  });

  test('addresses one a line are a list too; what is neither is said at the field that it came by', async () => {
    const answer = await upload('/moderation/lists', 'https://one.example/rss\r\n\nhttps://two.example/feed\n', false);
    assert.deepEqual(decisions(answer.text), ['new', 'new']);
    const wrong = await upload('/moderation/lists', 'https://one.example/rss and words', false);
    assert.equal(wrong.status, 422);
    assert.match(wrong.text, /id="field-text-error"/);
    assert.doesNotMatch(wrong.text, /id="field-file-error"/);
  });

  test('a group is switched off and on as a whole, and that can be taken back', async () => {
    const token = await tokenOn('/moderation/lists');
    const post = (fields: Record<string, string>) =>
      agent
        .post('/moderation/lists/groups')
        .set('X-Forwarded-For', network)
        .type('form')
        .send({ ...fields, _csrf: token });
    const paused = async () =>
      (await site.services.feeds.list()).filter((feed) => feed.isPaused).map((feed) => feed.title);
    await post({ group: 'Выборы', switch: 'off' });
    assert.deepEqual(await paused(), ['Вестник']);
    const [entry] = await site.services.moderationLog.list(null, 1);
    await site.services.undoAction((await site.services.users.get(entry?.actorId ?? 0)) ?? null, entry?.id ?? 0);
    assert.deepEqual(await paused(), []);
    await post({ group: 'Цифра', switch: 'off' });
    await post({ group: 'Цифра', switch: 'on' });
    assert.deepEqual(await paused(), []);
    const before = (await site.services.moderationLog.list(null, 50)).length;
    await post({ group: 'Нет такой', switch: 'off' });
    assert.equal((await site.services.moderationLog.list(null, 50)).length, before);
  });

  test('what is no list, too large or empty is said, and the text stays', async () => {
    const wrong = await upload('/moderation/lists', '<html>не список</html>', false);
    assert.equal(wrong.status, 422);
    assert.match(wrong.text, /не список/);
    assert.equal((await upload('/moderation/lists', '')).status, 422);
    assert.equal((await upload('/moderation/lists', 'x'.repeat(2_000_000))).status, 413);
  });

  test('a file is read in the encoding it has', async () => {
    const file = new Uint8Array([
      ...Buffer.from('<?xml version="1.0" encoding="windows-1251"?><opml version="2.0"><body><outline text="'),
      ...[0xc2, 0xfb, 0xe1, 0xee, 0xf0, 0xfb, 0x20, 0xe2, 0x20, 0xf1, 0xe5, 0xf2, 0xe8],
      ...Buffer.from('" xmlUrl="https://old.example/rss"/></body></opml>'),
    ]);
    assert.match((await upload('/moderation/lists', Buffer.from(file))).text, /Выборы в сети/);
  });

  test('of who may not send a file nothing is read, and other pages take none', async () => {
    const send = (who: ReturnType<typeof request.agent>, path: string) =>
      who.post(path).set('X-Forwarded-For', newNetwork()).attach('file', Buffer.alloc(900_000, 'я'), 'x.opml');
    const member = await site.visitorAs('member');
    const cookie = member.cookie();
    for (const path of ['/moderation/lists', '/Moderation/Lists/', '/moderation/lists/import']) {
      assert.equal((await send(request.agent(site.url), path)).status, 401, path);
      const asMember = await send(request.agent(site.url).set('Cookie', cookie), path);
      assert.equal(asMember.status, 403, path);
      assert.match(asMember.text, /права|right/);
    }
    assert.equal((await send(request.agent(site.url), '/login')).status, 403);
  });

  test('without the token of a form nothing happens', async () => {
    const answer = await agent
      .post('/moderation/lists/import')
      .set('X-Forwarded-For', network)
      .attach('file', Buffer.from(opml), 'x.opml');
    assert.equal(answer.status, 403);
  });
});
