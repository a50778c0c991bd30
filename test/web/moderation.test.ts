import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { User } from '../../src/accounts/user.js';
import { feedSchema } from '../../src/web/moderation/feed-form.js';
import { createSections } from '../../src/web/sections.js';
import { type FeedServer, rssOf, startFeedServer } from '../support/feed-server.js';
import { readPage } from '../support/read-page.js';
import { startTestSite, type TestSite, until } from '../support/test-site.js';
import type { Visitor } from '../support/visitor.js';

let site: TestSite;
let server: FeedServer;
let moderator: Visitor & { user: User };

const story = (id: string) => ({ id, title: `Известие ${id}`, html: `<p>Текст известия ${id}.</p>` });

before(async () => {
  server = await startFeedServer({
    '/a.xml': rssOf('Источник А', [story('a1'), story('a2')]),
    '/b.xml': rssOf('Источник Б', [story('b1')]).replace('</channel>', '<item><guid>b2</guid></item></channel>'),
    '/page.html': '<!doctype html><title>Не лента</title><p>Страница</p>',
  });
  site = await startTestSite({ content: 'empty', env: { FETCH_ALLOW_HOSTS: server.host } });
  moderator = await site.visitorAs('moderator', { language: 'en' });
});
after(async () => {
  await site.close();
  await server.close();
});

const valuesOf = (html: string) =>
  Object.fromEntries(
    readPage(html)
      .all('input')
      .map(({ attribs }) => [attribs.name ?? '', attribs.value ?? '']),
  );

/** Adds a source as the pages lead: address, preview, save. Leaves its number. */
async function addByPages(path: string): Promise<number> {
  const preview = await moderator.post('/moderation/feeds/preview', { url: server.address(path) });
  assert.equal(preview.status, 200);
  const { url = '', title = '' } = valuesOf(preview.text);
  const added = await moderator.post('/moderation/feeds', {
    url,
    title,
    category: 'law',
    group: 'Проба',
    language: 'ru',
  });
  assert.equal(added.status, 303, added.text.slice(0, 200));
  const id = Number(/\/moderation\/feeds\/(\d+)$/.exec(added.headers.location ?? '')?.[1]);
  await until('the new source was read', async () => (await site.services.fetches.listByFeed(id, 1)).length > 0);
  return id;
}

describe('moderated sources', () => {
  test('a preview tells what would come in and stores nothing', async () => {
    const answer = await moderator.post('/moderation/feeds/preview', { url: server.address('/b.xml') });
    const page = readPage(answer.text);
    assert.match(page.text, /Источник Б/);
    assert.match(page.text, /Известие b1/);
    assert.equal(page.all('li', { class: 'decision decision-new' }).length, 1);
    assert.equal(page.all('li', { class: 'decision decision-rejected' }).length, 1);
    assert.equal(await site.services.feeds.count(), 0);
    assert.deepEqual(valuesOf(answer.text).title, 'Источник Б');
  });

  test('an address that gives no feed comes back with the reason beside it', async () => {
    const addresses = [
      server.address('/nothing.xml'),
      server.address('/page.html'),
      'http://169.254.169.254/latest/meta-data/',
      'javascript:alert(1)',
      '',
    ];
    for (const url of addresses) {
      const answer = await moderator.post('/moderation/feeds/preview', { url });
      assert.equal(answer.status, 422, url);
      const [field] = readPage(answer.text).all('input', { name: 'url' });
      assert.deepEqual([field?.attribs.value, field?.attribs['aria-invalid']], [url, 'true'], url);
    }
  });

  test('adding a source reads it at once, under the moderator who added it', async () => {
    const id = await addByPages('/a.xml');
    const feed = await site.services.feeds.get(id);
    assert.deepEqual([feed.title, feed.groupName, feed.articleCount], ['Источник А', 'Проба', 2]);
    assert.match(readPage((await site.visitor().get('/categories/law')).text).text, /Известие a1.*Известие a2/);
    const again = await moderator.post('/moderation/feeds/preview', { url: server.address('/a.xml') });
    assert.equal(again.headers.location, `/moderation/feeds/${id}`, 'a known address leads to its source');
    const twice = await moderator.post('/moderation/feeds', {
      url: server.address('/a.xml'),
      title: 'Ещё раз',
      category: 'law',
    });
    assert.equal(twice.status, 422);
  });

  test('an address is kept in its absolute form', async () => {
    const [category] = await site.services.categories.list();
    const parsed = feedSchema(await createSections(site.services).current()).parse({
      url: '//a.example/rss',
      siteUrl: 'www.a.example',
      title: 'A',
      category: category?.slug,
    });
    assert.deepEqual([parsed.url, parsed.siteUrl], ['https://a.example/rss', 'http://www.a.example']);
  });

  test('the form of a source changes it and keeps what is wrong to be mended', async () => {
    const id = await addByPages('/b.xml');
    const path = `/moderation/feeds/${id}`;
    const typed = {
      url: server.address('/b.xml'),
      title: 'Новое имя',
      category: 'society',
      group: 'Другие',
      language: '',
    };
    assert.equal((await moderator.post(path, typed)).status, 303);
    const page = readPage((await moderator.get(path)).text);
    assert.equal(page.heading, 'Новое имя');
    assert.equal(page.all('option', { selected: 'selected' })[0]?.attribs.value, 'society');
    for (const wrong of [
      { title: ' ' },
      { category: 'nowhere' },
      { url: 'ftp://a.example' },
      { url: 'https://user:password@a.example/rss' },
      { siteUrl: 'https://user:password@a.example/' },
      { url: server.address('/a.xml') },
    ]) {
      const answer = await moderator.post(path, { ...typed, ...wrong });
      assert.equal(answer.status, wrong.url?.endsWith('/a.xml') ? 409 : 422, JSON.stringify(wrong));
      assert.ok(readPage(answer.text).all('div', { class: 'form-errors' }).length === 1);
    }
    assert.equal((await site.services.feeds.get(id)).title, 'Новое имя');
  });

  test('pausing stops the schedule, resuming starts it again', async () => {
    const feed = await site.services.feeds.findByUrl(server.address('/a.xml'));
    const path = `/moderation/feeds/${feed?.id}`;
    const reader = site.visitor();
    const english = { 'Accept-Language': 'en' };
    assert.doesNotMatch(readPage((await reader.get('/feeds', english)).text).text, /paused/);
    assert.equal((await moderator.post(`${path}/pause`)).headers.location, path);
    assert.match(readPage((await reader.get('/feeds', english)).text).text, /paused/, 'readers see it at once');
    assert.match(readPage((await moderator.get(path)).text).text, /Resume/);
    const tomorrow = Date.now() + 86_400_000;
    const due = async () => (await site.services.feeds.listDue(tomorrow, 50)).some((each) => each.id === feed?.id);
    assert.equal(await due(), false);
    await moderator.post(`${path}/resume`);
    assert.equal(await due(), true);
  });

  test('fetching now tells the outcome, good or bad, and history keeps it', async () => {
    const feed = await site.services.feeds.findByUrl(server.address('/a.xml'));
    const path = `/moderation/feeds/${feed?.id}`;
    const said = async () => readPage((await moderator.get(path)).text).all('p', { class: 'notice' }).length;
    await moderator.post(`${path}/fetch`);
    assert.equal(await said(), 1);
    assert.equal(server.unchanged('/a.xml'), 1, 'the stored ETag was sent');
    server.publish('/a.xml', rssOf('Источник А', [story('a3'), story('a1')]));
    await moderator.post(`${path}/fetch`);
    assert.match((await moderator.get(path)).text, /role="status">[^<]*1/);
    server.fail('/a.xml', 500);
    await moderator.post(`${path}/fetch`);
    const page = readPage((await moderator.get(path)).text);
    assert.match(page.text, /500/);
    assert.equal(page.all('span', { class: 'state state-failing' }).length, 2, 'in the head and in the history');
    const outcomes = (await site.services.fetches.listByFeed(feed?.id ?? 0, 10)).map((each) => each.outcome);
    assert.deepEqual(outcomes.slice(1), ['fresh', 'unchanged', 'fresh']);
    const list = readPage((await moderator.get('/moderation/feeds')).text);
    assert.equal(list.links.filter((link) => link.startsWith('/moderation/feeds/'))[0], path, 'trouble stands first');
    assert.equal((await site.visitor().get('/')).status, 200);
  });
});
