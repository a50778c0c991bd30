import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startHostileServer } from '../support/hostile-server.js';
import { readPage } from '../support/read-page.js';
import { startTestSite, type TestSite } from '../support/test-site.js';
import type { Answer, Visitor } from '../support/visitor.js';

let site: TestSite;
let server: Awaited<ReturnType<typeof startHostileServer>>;
let member: Visitor;

const page = `<!doctype html><html><head><title>Запасной заголовок</title>
<meta property="og:title" content="Комиссия &lt;script&gt; пересчитала голоса">
<meta property="og:description" content="Разница составила четыре бюллетеня."></head><body><p>Текст</p></body></html>`;

before(async () => {
  server = await startHostileServer({
    handler: (request, response) => {
      const isPage = request.url === '/page.html';
      response.writeHead(isPage ? 200 : 404, { 'content-type': 'text/html; charset=utf-8' }).end(isPage ? page : '');
    },
  });
  site = await startTestSite({ content: 'demo', env: { FETCH_ALLOW_HOSTS: server.host } });
  member = await site.visitorAs('member');
});
after(async () => {
  await site.close();
  await server.close();
});

const typed = {
  title: 'Кто считает бюллетени в посёлке Дальнем?',
  markdown: 'Вопрос **совсем** о другом.',
  category: 'elections',
  link: '',
};
const post = (fields: Record<string, string>, visitor = member) => visitor.post('/threads', { ...typed, ...fields });
const startedId = (answer: Answer) => Number(/^\/threads\/(\d+)$/.exec(answer.headers.location ?? '')?.[1]);
const valueIn = (answer: Answer, name: string) => readPage(answer.text).all('input', { name })[0]?.attribs.value;

describe('starting a thread', () => {
  test('a thread without a link is a story like any other: listed, found, with its own page and starter', async () => {
    const author = await site.visitorAs('member', { name: 'Зачинщица' });
    const id = startedId(await post({ title: 'Кузькина переправа: где голосовать зимой?' }, author));
    assert.ok(id > 0);
    const shown = readPage((await site.visitor().get(`/threads/${id}`)).text);
    assert.equal(shown.heading, 'Кузькина переправа: где голосовать зимой?');
    assert.match(shown.text, /Зачинщица/);
    const followed = await site.services.db
      .read('follows')
      .where({ kind: 'thread', target: String(id) })
      .pluck('user_id');
    assert.deepEqual(followed, [author.user.id], 'whoever begins a thread hears of the replies');
    assert.equal(
      shown.all('strong').some((node) => JSON.stringify(node.children.length) === '1'),
      true,
    );
    await site.untilIndexed();
    const found = readPage((await site.visitor().get(`/search?q=${encodeURIComponent('Кузькина переправа')}`)).text);
    assert.ok(found.links.includes(`/threads/${id}`));
    assert.ok(readPage((await site.visitor().get('/categories/elections')).text).links.includes(`/threads/${id}`));
  });

  test('a link brings headline and first words as plain text, and nothing typed is lost', async () => {
    const answer = await post({ title: '', markdown: '', link: `${server.origin}/page.html`, intent: 'fetch' });
    assert.equal(answer.status, 200);
    assert.equal(valueIn(answer, 'title'), 'Комиссия <script> пересчитала голоса');
    assert.match(readPage(answer.text).text, /> Разница составила четыре бюллетеня\./);
    const kept = await post({ link: `${server.origin}/page.html`, intent: 'fetch' });
    assert.equal(valueIn(kept, 'title'), typed.title);
  });

  test('everything that is wrong is said at once, each by its field, and nothing typed is lost', async () => {
    const typedWrong = { title: 'Коротк', markdown: ' ', category: 'nowhere', link: '' };
    for (const intent of ['post', 'preview']) {
      const answer = await post({ ...typedWrong, intent });
      assert.equal(answer.status, 422);
      for (const field of ['title', 'category', 'markdown'])
        assert.match(answer.text, new RegExp(`id="field-${field}-error"`));
      assert.equal(valueIn(answer, 'title'), 'Коротк');
    }
    const withLink = await post({ ...typedWrong, link: 'javascript:alert(1)' });
    assert.match(withLink.text, /id="field-link-error"/);
    assert.doesNotMatch(withLink.text, /id="field-markdown-error"/, 'a link stands for the text, be it right or wrong');
  });

  test('addresses that must not be fetched are refused by the field', async () => {
    for (const link of [
      'http://169.254.169.254/latest/',
      'javascript:alert(1)',
      'ftp://a.example/',
      `${server.origin}/nothing`,
    ]) {
      const answer = await post({ link, intent: 'fetch' });
      assert.equal(answer.status, 422, link);
      assert.equal(readPage(answer.text).all('input', { name: 'link' })[0]?.attribs['aria-invalid'], 'true', link);
      assert.equal(valueIn(answer, 'link'), link);
    }
  });

  test('what is discussed already is shown before anything is stored; seen, it can be published', async () => {
    const [known] = (await site.services.threads.list({ order: 'newest', limit: 1 })).threads;
    const [article] = await site.services.articles.listByThread(known?.id ?? 0);
    const text = String(article?.html).replace(/<[^>]+>/g, ' ');
    const count = () => site.services.threads.count();
    const before = await count();
    const first = await post({ title: article?.title ?? '', markdown: text });
    assert.equal(first.status, 200);
    assert.ok(readPage(first.text).links.includes(`/threads/${known?.id}`));
    assert.equal(await count(), before);
    const seen = valueIn(first, 'seen') ?? '';
    const changed = await post({ title: `${article?.title} сегодня`, markdown: text, seen });
    assert.equal(changed.status, 200, 'a changed text is compared anew');
    const again = await post({ title: article?.title ?? '', markdown: text, seen });
    assert.ok(startedId(again) > 0);
    assert.equal(await count(), before + 1);
  });

  test('the same link is pointed out, whichever of a source or a member brought it', async () => {
    const [known] = (await site.services.threads.list({ order: 'newest', limit: 30 })).threads.slice(20);
    const [article] = await site.services.articles.listByThread(known?.id ?? 0);
    const answer = await post({ link: article?.url ?? '' });
    assert.ok(readPage(answer.text).links.includes(`/threads/${known?.id}`));
    const other = await site.visitorAs('member');
    const id = startedId(
      await post({ link: 'https://news.example/one?utm_source=x', title: 'Совсем особое известие' }, other),
    );
    const repeat = await post({ link: 'https://news.example/one', title: 'Иное название для него' }, other);
    assert.ok(readPage(repeat.text).links.includes(`/threads/${id}`));
  });

  test('what is wrong is said by its field', async () => {
    for (const [field, value] of [
      ['title', 'Мало'],
      ['title', 'д'.repeat(300)],
      ['category', 'nowhere'],
      ['link', 'нечто'],
    ] as const) {
      const answer = await post({ [field]: value });
      assert.equal(answer.status, 422, `${field}: ${value.slice(0, 20)}`);
      assert.match(answer.text, new RegExp(`id="field-${field}-error"`));
    }
    assert.equal((await post({ markdown: ' ' })).status, 422);
    assert.equal((await post({ markdown: 'д'.repeat(20_001) })).status, 422);
  });
});

describe('who may start threads', () => {
  test('from a role and from an age on, and not without end', async () => {
    const strict = await startTestSite({ content: 'demo', env: { THREADS_FROM_DAYS: '3' } });
    try {
      const fresh = await strict.visitorAs('member');
      await strict.services.db.write('users').where('id', fresh.user.id).update({ created_at: Date.now() });
      assert.equal((await fresh.get('/threads/new')).status, 403);
      assert.equal((await post({}, fresh)).status, 403);
      const moderator = await strict.visitorAs('moderator');
      assert.equal((await moderator.get('/threads/new')).status, 200);
      const old = await strict.visitorAs('member');
      let last: Answer | undefined;
      const words = ['Арбузы', 'Бочонки', 'Велосипеды', 'Гаражи', 'Дирижабли', 'Ежевика', 'Жонглёры', 'Зеркала'];
      for (const word of words) last = await post({ title: `${word}, ${word}`, markdown: word }, old);
      assert.equal(last?.status, 429);
    } finally {
      await strict.close();
    }
  });
});

describe('starting is guarded like replying', () => {
  test('the trap catches machines, and held members reply first', async () => {
    const held = await startTestSite({ content: 'demo', env: { HOLD_FIRST_POSTS: '1' } });
    try {
      const fresh = await held.visitorAs('member');
      const before = await held.services.threads.count();
      const refused = await post({ title: 'Первая тема новичка о погоде' }, fresh);
      assert.equal(refused.status, 422);
      assert.match(refused.text, /field-markdown-error/);
      const machine = await held.visitorAs('moderator');
      assert.equal(
        (await post({ title: 'Тема от автомата о погоде', website: 'https://spam.example' }, machine)).status,
        422,
      );
      assert.equal(await held.services.threads.count(), before);
    } finally {
      await held.close();
    }
  });
});
