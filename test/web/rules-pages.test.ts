/** Moderators' way with rules: write, try, save, watch it work, decide what it held, take things back. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { User } from '../../src/accounts/user.js';
import { type FeedServer, rssOf, startFeedServer } from '../support/feed-server.js';
import { readPage } from '../support/read-page.js';
import { startTestSite, type TestSite } from '../support/test-site.js';
import type { Visitor } from '../support/visitor.js';

let site: TestSite;
let server: FeedServer;
let moderator: Visitor & { user: User };
let feedId = 0;

const story = (id: string, title: string, html = `<p>${title}: подробности.</p>`) => ({ id, title, html });
const first = [
  story('1', 'Избирком назвал явку на выборах'),
  story('2', 'Матч закончился вничью'),
  story('3', 'Слухи о пересчёте голосов'),
];

before(async () => {
  server = await startFeedServer({ '/s.xml': rssOf('Проба', first) });
  site = await startTestSite({ content: 'empty', env: { FETCH_ALLOW_HOSTS: server.host } });
  moderator = await site.visitorAs('moderator', { language: 'en' });
  const [category] = await site.services.categories.list();
  const draft = { url: server.address('/s.xml'), title: 'Проба', siteUrl: null, language: 'ru', groupName: '' };
  feedId = (await site.services.feeds.insert({ ...draft, categoryId: category?.id ?? 0 }, Date.now())).id;
  await site.services.poller.fetchNow(feedId);
  await site.untilIndexed();
});
after(async () => {
  await site.close();
  await server.close();
});

const rule = (more: Record<string, string>) => ({
  source: String(feedId),
  action: 'exclude',
  matcher: 'words',
  mode: 'any',
  'in-title': 'on',
  isEnabled: 'on',
  ...more,
});
const rulesUrl = () => `/moderation/rules?source=${feedId}`;
const textOf = async (path: string) => readPage((await moderator.get(path)).text).text;
const rules = () => site.services.rules.list(feedId);
const threadIdOf = async (title: string): Promise<number> =>
  (await site.services.db.read('threads').where({ title }).first())?.id;
const lastAction = async (): Promise<number> => (await site.services.moderationLog.list(null, 1))[0]?.id ?? 0;

describe('rules', () => {
  test('a rule is tried on what came last, and trying stores nothing', async () => {
    const answer = await moderator.post('/moderation/rules', rule({ terms: 'матч', intent: 'try' }));
    assert.equal(answer.status, 200);
    const page = readPage(answer.text);
    assert.match(page.text, /touches 1 of the last 3/);
    assert.match(page.text, /Матч закончился вничью/);
    assert.equal(page.all('textarea', { name: 'terms' }).length, 1);
    assert.match(answer.text, />\s*матч<\/textarea>/, 'what was typed stays');
    assert.deepEqual(await rules(), []);
    const topic = rule({ action: 'include', matcher: 'topic', terms: '', intent: 'try' });
    assert.match(readPage((await moderator.post('/moderation/rules', topic)).text).text, /keep out 1 of the last 3/);
  });

  test('what cannot be a rule comes back with a message by its field', async () => {
    const wrong: [Record<string, string>, string][] = [
      [{ terms: '' }, 'terms'],
      [{ terms: 'и, в' }, 'terms'],
      [{ terms: '(a', matcher: 'pattern' }, 'terms'],
      [{ terms: 'x'.repeat(5000) }, 'terms'],
      [{ terms: 'x', action: 'tag', tag: '' }, 'tag'],
      [{ terms: 'x', action: 'category', category: 'nowhere' }, 'category'],
    ];
    for (const [typed, field] of wrong) {
      const answer = await moderator.post('/moderation/rules', rule(typed));
      assert.equal(answer.status, 422, JSON.stringify(typed).slice(0, 60));
      assert.match(answer.text, new RegExp(`id="field-${field}-error"`), field);
    }
    const blind = await moderator.post('/moderation/rules', { ...rule({ terms: 'x' }), 'in-title': '' });
    assert.equal(blind.status, 422);
    assert.deepEqual(await rules(), []);
  });

  test('saved ones meet what comes in: left out, held, tagged; the history says so', async () => {
    await moderator.post('/moderation/rules', rule({ terms: 'концерт', name: 'Без концертов' }));
    await moderator.post('/moderation/rules', rule({ terms: 'слухи', action: 'hold', name: 'Слухи' }));
    await moderator.post('/moderation/rules', rule({ terms: 'явка', action: 'tag', tag: 'Явка', name: 'Про явку' }));
    assert.match(await textOf(rulesUrl()), /Без концертов.*Слухи.*Про явку/);
    const next = [story('4', 'Концерт отменён'), story('5', 'Слухи о явке'), story('6', 'Явка к полудню')];
    server.publish('/s.xml', rssOf('Проба', [...next, ...first]));
    const report = await site.services.poller.fetchNow(feedId);
    assert.deepEqual([report.counts.new, report.counts.rejected, report.counts.held], [1, 1, 1]);
    assert.match(await textOf(`/moderation/feeds/${feedId}`), /excluded by a rule — 1/);
    assert.equal(await threadIdOf('Концерт отменён'), undefined);
    const id = await threadIdOf('Явка к полудню');
    const [article] = await site.services.articles.listByThread(id);
    assert.match(await textOf(`/moderation/articles/${article?.id}`), /tagged “Явка” by Про явку because of: Явка/);
  });

  test('a preview says what each entry meets', async () => {
    await moderator.post('/moderation/rules', { ...rule({ terms: 'погода', name: 'Без погоды' }), source: '' });
    const entries = [
      story('p1', 'Погода на завтра'),
      story('1', 'Избирком назвал явку на выборах', '<p>Избирком назвал явку на выборах: подробности.</p>'),
    ];
    server.publish('/other.xml', rssOf('Другой', entries));
    await site.untilIndexed();
    const answer = await moderator.post('/moderation/feeds/preview', { url: server.address('/other.xml') });
    const page = readPage(answer.text);
    assert.match(page.text, /leave out excluded by a rule.*by the rule Без погоды because of: Погода/);
    assert.match(page.text, /(Already here|Same story).*Избирком назвал явку/);
    assert.match(page.text, /What would happen/);
  });

  test('are switched, moved, edited, deleted, and brought back by the log', async () => {
    const [one, two] = await rules();
    assert.ok(one && two);
    await moderator.post(`/moderation/rules/${one.id}/switch`, { to: 'off' });
    assert.equal((await rules())[0]?.isEnabled, false);
    await moderator.post(`/moderation/rules/${one.id}/move`, { to: 'down' });
    assert.deepEqual(
      (await rules()).slice(0, 2).map(({ id }) => id),
      [two.id, one.id],
    );
    const edit = { ...rule({ terms: 'концерт, спектакль', name: 'Без сцены' }) };
    assert.equal((await moderator.post(`/moderation/rules/${one.id}`, edit)).status, 303);
    assert.equal((await site.services.rules.get(one.id)).name, 'Без сцены');
    await moderator.post(`/moderation/rules/${one.id}/delete`);
    assert.equal(await site.services.rules.find(one.id), undefined);
    await moderator.post(`/moderation/log/${await lastAction()}/undo`);
    assert.ok((await rules()).some(({ name }) => name === 'Без сцены'));
  });
});

describe('held items', () => {
  test('wait in a queue of their own, unseen by readers, until somebody decides', async () => {
    assert.doesNotMatch((await site.visitor().get('/')).text, /Слухи о явке/);
    const page = readPage((await moderator.get('/moderation/held')).text);
    assert.match(page.text, /Слухи о явке.*held by Слухи because of: Слухи/);
    const [box] = page.all('input', { name: 'item' });
    const id = box?.attribs.value ?? '';
    const unreasoned = await moderator.post('/moderation/held', { reject: 'ticked', item: id });
    assert.equal(unreasoned.status, 422);
    assert.match(unreasoned.text, /id="field-reason-error"[^>]*>.*Give a reason/, 'turning down needs one');
    assert.match(unreasoned.text, new RegExp(`name="item" value="${id}" checked`), 'what was ticked stays so');
    const unticked = await moderator.post('/moderation/held', { release: 'ticked', reason: 'kept words' });
    assert.match(unticked.text, /class="field-error" role="alert">.*Choose at least one/);
    assert.match(unticked.text, /value="kept words"/);
    assert.doesNotMatch(unticked.text, /class="notice"/);
    await moderator.post('/moderation/held', { item: id, release: 'ticked' });
    assert.ok(await threadIdOf('Слухи о явке'));
    assert.match((await site.visitor().get('/')).text, /Слухи о явке/);
    await site.untilIndexed();
    assert.match(await textOf('/moderation/held'), /Nothing waits/);
    for (const body of [{}, { release: 'ticked' }, { release: '0' }])
      assert.equal((await moderator.post('/moderation/held', body)).status, 422);
    const gone = await moderator.post('/moderation/held', { release: ['x', '99999999'] as never });
    assert.equal(gone.status, 303);
  });
});

describe('one article', () => {
  test('an edit by its source can be read as a difference', async () => {
    const changed = story('1', 'Избирком уточнил явку на выборах', '<p>Явка составила 41 процент.</p>');
    server.publish('/s.xml', rssOf('Проба', [changed]));
    await site.services.poller.fetchNow(feedId);
    const id = await threadIdOf('Избирком уточнил явку на выборах');
    const page = readPage((await site.visitor().get(`/threads/${id}`, { 'Accept-Language': 'en' })).text);
    const link = page.links.find((address) => address.endsWith('/revisions'));
    assert.ok(link, 'the thread page leads to the changes');
    const answer = await site.visitor().get(link, { 'Accept-Language': 'en' });
    assert.match(answer.text, /<del>[^<]*<span class="hidden">removed: <\/span>назвал<\/del>/);
    assert.match(answer.text, /<ins>[^<]*<span class="hidden">added: <\/span>уточнил<\/ins>/);
    assert.equal((await site.visitor().get(`${link}?change=99`)).status, 200);
    assert.equal((await site.visitor().get('/articles/999999/revisions')).status, 404);
  });

  test('is deleted with a reason, gone for readers and search, and back by the log', async () => {
    const id = await threadIdOf('Матч закончился вничью');
    const [article] = await site.services.articles.listByThread(id);
    const desk = `/moderation/articles/${article?.id}`;
    assert.equal((await moderator.post(`${desk}/delete`, { reason: '' })).status, 422);
    assert.equal((await moderator.post(`${desk}/delete`, { reason: 'Не о выборах' })).status, 303);
    assert.equal((await site.visitor().get(`/threads/${id}`)).status, 410);
    assert.equal((await site.visitor().get(`/articles/${article?.id}`)).status, 410);
    assert.doesNotMatch((await site.visitor().get('/')).text, /Матч закончился вничью/);
    const found = await site.services.index.search({ text: 'матч', filters: {}, sort: 'newest', offset: 0, limit: 9 });
    assert.ok(found.hits.every((hit) => hit.id !== id));
    assert.match(await textOf('/moderation/held?kind=deleted'), /Матч закончился вничью/);
    server.publish('/s.xml', rssOf('Проба', first));
    assert.deepEqual((await site.services.poller.fetchNow(feedId)).reasons, { deleted: 1 });
    const row = (await site.services.moderationLog.list(null, 5)).find(({ action }) => action === 'article-delete');
    await moderator.post(`/moderation/log/${row?.id}/undo`);
    assert.equal((await site.visitor().get(`/threads/${id}`)).status, 200);
  });
});

describe('retention and the topic', () => {
  test('a retention is tried before it is saved', async () => {
    const path = `/moderation/retention?source=${feedId}`;
    const typed = { source: String(feedId), kind: 'days', amount: '1' };
    const tried = await moderator.post('/moderation/retention', { ...typed, intent: 'try' });
    assert.match(readPage(tried.text).text, /\d+ articles? of \d+ would go/);
    assert.equal(await site.services.retentions.find(feedId), null);
    assert.equal((await moderator.post('/moderation/retention', { ...typed, amount: '0' })).status, 422);
    assert.equal((await moderator.post('/moderation/retention', typed)).headers.location, path);
    assert.deepEqual(await site.services.retentions.find(feedId), { kind: 'days', amount: 1 });
    await moderator.post(`/moderation/log/${await lastAction()}/undo`);
    assert.equal(await site.services.retentions.find(feedId), null);
  });

  test('the words of the topic are changed, used, and reset', async () => {
    const words = async () => site.services.topics.topicWords();
    assert.match(await words(), /избирком/);
    await moderator.post('/moderation/topics', { language: 'ru', words: 'свекла\r\nкапуста' });
    assert.match(await words(), /свекла\nкапуста/);
    assert.doesNotMatch(await words(), /избирком/);
    assert.match(await textOf('/moderation/topics'), /changed here/);
    assert.equal((await moderator.post('/moderation/topics', { language: 'ru', words: ' ' })).status, 422);
    await moderator.post('/moderation/topics', { language: 'ru', intent: 'reset' });
    assert.match(await words(), /избирком/);
  });
});
