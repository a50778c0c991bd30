import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { parseOpml } from 'feedsmith';
import { type FeedServer, rssOf, startFeedServer } from '../support/feed-server.js';
import { linkNamed, readPage } from '../support/read-page.js';
import { startTestSite, type TestSite } from '../support/test-site.js';
import type { Visitor } from '../support/visitor.js';

let site: TestSite;
let server: FeedServer;
let reader: Visitor;

const items = Array.from({ length: 70 }, (_, at) => ({
  id: `story-${at}`,
  title: `Заседание комиссии № ${at}`,
  html: `<p>Комиссия рассмотрела жалобу ${at}.</p>`,
  tags: at % 2 === 0 ? ['Жалобы/2026'] : ['Протоколы'],
}));

before(async () => {
  server = await startFeedServer({ '/komissiya.xml': rssOf('Вестник комиссии', items) });
  site = await startTestSite({ content: 'empty', env: { FETCH_ALLOW_HOSTS: server.host } });
  await addSource('Вестник комиссии', server.address('/komissiya.xml'), 'Комиссии');
  await addSource('Молчащий источник', 'https://silent.example/rss.xml', '');
  await site.services.poller.fetchNow(1);
  await site.untilIndexed();
  reader = site.visitor();
});
after(async () => {
  await site.close();
  await server.close();
});

async function addSource(title: string, url: string, groupName: string) {
  const [category] = await site.services.categories.list();
  const draft = {
    url,
    title,
    siteUrl: 'https://source.example/',
    language: 'ru',
    groupName,
    categoryId: category?.id ?? 0,
  };
  return site.services.feeds.insert(draft, Date.now());
}

describe('pages of the sources', () => {
  test('the list names every source in its group, with what it has brought', async () => {
    const page = readPage((await reader.get('/feeds', { 'Accept-Language': 'en' })).text);
    assert.deepEqual(page.all('h2').length >= 2, true);
    assert.match(page.text, /Комиссии.*Вестник комиссии.*70 articles/);
    assert.match(page.text, /Other sources.*Молчащий источник.*not read yet|Молчащий источник.*not read yet/);
    assert.ok(page.links.includes('/feeds/1') && page.links.includes('/feeds/2'));
  });

  test('a source shows its address, its stories and its feed, and pages through all of them', async () => {
    const first = readPage((await reader.get('/feeds/1')).text);
    assert.equal(first.heading, 'Вестник комиссии');
    assert.ok(first.links.includes(server.address('/komissiya.xml')));
    assert.equal(first.feeds['application/atom+xml'], '/feeds/1/feed.atom');
    assert.equal(await countAround('/feeds/1'), 70);
    const empty = await reader.get('/feeds/2');
    assert.equal(empty.status, 200);
    assert.equal((await reader.get('/feeds/3')).status, 404);
  });

  test('a moderator finds the way to manage it, others do not', async () => {
    const moderator = await site.visitorAs('moderator');
    assert.ok(readPage((await moderator.get('/feeds/1')).text).links.includes('/moderation/feeds/1'));
    assert.ok(!readPage((await reader.get('/feeds/1')).text).links.includes('/moderation/feeds/1'));
  });

  test('a tag page shows its stories, whatever characters the tag has', async () => {
    const thread = readPage((await reader.get((await storyLinks('/feeds/1'))[0] ?? '')).text);
    const tagLink = thread.links.find((link) => link.startsWith('/tags/')) ?? '';
    assert.equal(tagLink, `/tags/${encodeURIComponent('жалобы/2026')}`);
    assert.equal(await countAround(tagLink), 35);
    assert.equal((await reader.get('/tags/%D0%BD%D0%B5%D1%82-%D1%82%D0%B0%D0%BA%D0%BE%D0%B3%D0%BE')).status, 404);
  });

  test('a paged list names its own address and keeps its feed', async () => {
    const path = linkNamed(readPage((await reader.get('/feeds/1')).text), 'next') ?? '';
    const page = readPage((await reader.get(path)).text);
    assert.equal(page.canonical, `${site.url}${path}`);
    assert.equal(page.feeds['application/rss+xml'], '/feeds/1/feed.rss');
  });

  test('the list can be taken away as OPML', async () => {
    const answer = await reader.get('/feeds.opml');
    assert.match(answer.headers['content-disposition'] ?? '', /attachment/);
    const { body } = parseOpml(answer.text);
    const group = body?.outlines?.find((outline) => outline.text === 'Комиссии');
    assert.deepEqual(
      group?.outlines?.map((outline) => outline.xmlUrl),
      [server.address('/komissiya.xml')],
    );
  });
});

async function storyLinks(path: string): Promise<string[]> {
  return [...(await reader.get(path)).text.matchAll(/class="headline"[^>]*><a href="([^"]+)"/g)].map(
    (match) => match[1] ?? '',
  );
}

/** Follows "older" to the end and "newer" back; every story counts once, and the way back ends at the first page. */
async function countAround(start: string): Promise<number> {
  const first = await storyLinks(start);
  const seen = new Set<string>();
  let at = start;
  for (let next: string | undefined = start; next; next = linkNamed(readPage((await reader.get(at)).text), 'next')) {
    at = next;
    for (const link of await storyLinks(at)) {
      assert.ok(!seen.has(link), `${link} stands on two pages`);
      seen.add(link);
    }
  }
  for (let back: string | undefined = at; back; back = linkNamed(readPage((await reader.get(at)).text), 'prev'))
    at = back;
  assert.deepEqual(await storyLinks(at), first);
  return seen.size;
}

describe('sources that share a story', () => {
  test('each lists its own article, once, under its own headline', async () => {
    const { db } = site.services;
    server.publish(
      '/drugoy.xml',
      rssOf('Другой вестник', [{ id: 'x', title: 'Жалобу отклонили', html: '<p>Нет.</p>' }]),
    );
    const other = await addSource('Другой вестник', server.address('/drugoy.xml'), '');
    await site.services.poller.fetchNow(other.id);
    const first = await db.read('articles').where('feed_id', 1).orderBy('id').first('id', 'thread_id', 'title');
    await db.write('articles').where('feed_id', other.id).update({ thread_id: first.thread_id });
    const page = readPage((await reader.get(`/feeds/${other.id}`)).text);
    assert.match(page.text, /Жалобу отклонили/);
    assert.ok(!page.text.includes(first.title), 'not the headline of the story');
    assert.equal(page.links.filter((link) => link.startsWith(`/threads/${first.thread_id}#article-`)).length, 1);
    assert.match((await reader.get(`/feeds/${other.id}/feed.rss`)).text, /Жалобу отклонили/);
  });

  test('members’ threads are no publisher’s: their source has a name in every language, and nothing to look after', async () => {
    const sources = (await site.services.feeds.list()).length;
    const members = await addSource('Темы участников', 'members:threads', '');
    const moderator = await site.visitorAs('moderator');
    const page = readPage((await moderator.get(`/feeds/${members.id}`, { 'Accept-Language': 'en' })).text);
    assert.equal(page.heading, 'Threads of members');
    assert.ok(!page.links.includes(`/moderation/feeds/${members.id}`));
    assert.equal((await moderator.get(`/moderation/feeds/${members.id}`)).status, 404);
    assert.equal((await moderator.get(`/moderation/rules?source=${members.id}`)).status, 404);
    assert.ok(!(await moderator.get('/moderation/feeds')).text.includes('Темы участников'));
    assert.ok(!(await reader.get('/feeds')).text.includes(`/feeds/${members.id}"`));
    assert.equal((await site.services.feedLists.countStates(Date.now())).all, sources);
  });
});
