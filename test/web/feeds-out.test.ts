import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { parseAtomFeed, parseJsonFeed } from 'feedsmith';
import RssParser from 'rss-parser';
import { type FeedServer, rssOf, startFeedServer } from '../support/feed-server.js';
import { startTestSite, type TestSite } from '../support/test-site.js';
import type { Visitor } from '../support/visitor.js';

let site: TestSite;
let server: FeedServer;
let reader: Visitor;

const nasty = 'Итоги <b>&amp; прогнозы</b> ]]> "в кавычках" & 👩‍⚖️';
const items = [
  { id: 'one', title: nasty, html: '<p>Первые <i>итоги</i> & выводы</p>', tags: ['Итоги & прогнозы'] },
  ...Array.from({ length: 59 }, (_, at) => ({
    id: `s${at}`,
    title: `Новость ${at}`,
    html: `<p>Итоги участка ${at}</p>`,
  })),
];
const formats = ['rss', 'atom', 'json'] as const;

before(async () => {
  server = await startFeedServer({ '/rss.xml': rssOf('Вестник & сын', items) });
  site = await startTestSite({ content: 'empty', env: { FETCH_ALLOW_HOSTS: server.host } });
  const [category] = await site.services.categories.list();
  const draft = {
    url: server.address('/rss.xml'),
    title: 'Вестник & сын',
    siteUrl: null,
    language: 'ru',
    groupName: '',
  };
  await site.services.feeds.insert({ ...draft, categoryId: category?.id ?? 0 }, Date.now());
  await site.services.poller.fetchNow(1);
  await site.untilIndexed();
  reader = site.visitor();
});
after(async () => {
  await site.close();
  await server.close();
});

/** A feed as a feed reader understands it. */
async function subscribe(path: string, format: (typeof formats)[number]) {
  const answer = await reader.get(`${path.replace(/\?|$/, (end) => `.${format}${end}`)}`);
  assert.equal(answer.status, 200, path);
  assert.match(
    answer.headers['content-type'] ?? '',
    new RegExp(`^application/(${format}|feed)\\+(xml|json); charset=utf-8`),
  );
  const text = answer.text;
  if (format === 'rss') {
    const feed = await new RssParser().parseString(text);
    return {
      title: feed.title,
      home: feed.link,
      items: feed.items.map((item) => ({ id: item.guid, title: item.title, link: item.link })),
    };
  }
  if (format === 'atom') {
    const feed = parseAtomFeed(text);
    const entries = feed.entries ?? [];
    return {
      title: feed.title?.value,
      home: feed.links?.[0]?.href,
      items: entries.map((entry) => ({ id: entry.id, title: entry.title?.value, link: entry.links?.[0]?.href })),
    };
  }
  const feed = parseJsonFeed(text);
  return {
    title: feed.title,
    home: feed.home_page_url,
    items: (feed.items ?? []).map((item) => ({ id: item.id, title: item.title, link: item.url })),
  };
}

describe('feeds out', () => {
  test('every list has its feed in three formats, and all three say the same', async () => {
    const query = encodeURIComponent('итоги');
    for (const path of [
      '/feed',
      '/categories/elections/feed',
      '/feeds/1/feed',
      '/tags/%D0%B8%D1%82%D0%BE%D0%B3%D0%B8%20%26%20%D0%BF%D1%80%D0%BE%D0%B3%D0%BD%D0%BE%D0%B7%D1%8B/feed',
      `/search/feed?q=${query}`,
    ]) {
      const [rss, atom, json] = await Promise.all(formats.map((format) => subscribe(path, format)));
      assert.ok(rss && rss.items.length > 0, path);
      assert.ok(rss.items.length <= 50, 'a feed has an end');
      assert.deepEqual(atom, rss, path);
      assert.deepEqual(json, rss, path);
      for (const item of rss.items) {
        assert.ok(item.link?.startsWith(`${site.url}/threads/`), `${item.link} is absolute`);
        assert.equal((await reader.get(item.link?.slice(site.url.length) ?? '')).status, 200);
      }
    }
  });

  test('titles arrive as they were written', async () => {
    const [thread] = (await site.services.threads.list({ order: 'newest', limit: 1 })).threads;
    for (const format of formats) assert.equal((await subscribe('/feed', format)).items[0]?.title, thread?.title);
    assert.match(thread?.title ?? '', /\]\]> "в кавычках" & 👩‍⚖️$/);
  });

  test("a thread's feed carries its replies, newest first, with permanent links", async () => {
    const [thread] = (await site.services.threads.list({ order: 'newest', limit: 1 })).threads;
    const author = await site.addUser('member', { name: 'Вера & Ко' });
    const ids: number[] = [];
    for (const markdown of ['раз', 'два <b>', 'три']) {
      ids.push(
        (await site.services.writePost(author, { threadId: thread?.id ?? 0, markdown, replyToId: null })).postId,
      );
    }
    for (const format of formats) {
      const { items: found } = await subscribe(`/threads/${thread?.id}/feed`, format);
      assert.deepEqual(
        found.map((item) => item.link),
        ids.toReversed().map((id) => `${site.url}/posts/${id}`),
      );
      assert.match(found[0]?.title ?? '', /Вера & Ко/);
    }
  });

  test('a feed follows the language of the reader and names its own address', async () => {
    const english = await reader.get('/categories/elections/feed.json', { 'Accept-Language': 'en' });
    const feed = parseJsonFeed(english.text);
    assert.equal(feed.language, 'en');
    assert.match(feed.title ?? '', /Elections/);
    assert.equal(feed.feed_url, `${site.url}/categories/elections/feed.json`);
  });

  test('a feed that did not change is not sent again', async () => {
    const { etag } = (await reader.get('/feed.atom')).headers;
    assert.equal((await reader.get('/feed.atom', { 'If-None-Match': String(etag) })).status, 304);
  });

  test('unknown formats and lists are not found', async () => {
    for (const path of [
      '/feed.xml',
      '/feed.',
      '/categories/nowhere/feed.rss',
      '/feeds/99/feed.rss',
      '/threads/99999/feed.json',
    ]) {
      assert.equal((await reader.get(path)).status, 404, path);
    }
  });
});
