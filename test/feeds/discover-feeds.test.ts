import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { createDiscoverFeeds } from '../../src/feeds/discover-feeds.js';
import { readFeedLinks } from '../../src/feeds/feed-links.js';
import { channelFeeds, wellKnownFeeds } from '../../src/feeds/known-feed-addresses.js';
import { createParseClient, type ParseClient } from '../../src/feeds/parse-client.js';
import type { HttpGet, HttpGetOutcome } from '../../src/lib/http-get.js';
import { rss } from '../support/import-rig.js';
import { NOW } from '../support/news-builders.js';

const linksOf = (html: string, baseUrl = 'https://s.example/news/') =>
  readFeedLinks({ bytes: new TextEncoder().encode(html), baseUrl });

describe('feed links of a page', () => {
  test('what it declares comes before what it links to; comments and other types are left out', () => {
    const links = linksOf(`<head><base href="/base/"><link rel="canonical" href="https://s.example/c">
      <LINK REL="alternate stylesheet" TYPE="text/css" href="x.css">
      <link rel="alternate" type="application/rss+xml; charset=utf-8" href="rss">
      <link rel="alternate" type="application/rss+xml" href="/comments/feed/">
      <link rel="alternate" hreflang="en" href="/en"><link rel=alternate type=application/feed+json href=//s.example/f.json>
      <a href="/export/rss.xml">RSS</a><a href="/rss">again</a><a href="/feedback">no</a><a href="javascript:feed">no</a>`);
    assert.deepEqual(links.declared, ['https://s.example/base/rss', 'https://s.example/f.json']);
    assert.deepEqual(links.linked, ['https://s.example/export/rss.xml', 'https://s.example/rss']);
    assert.equal(links.canonical, 'https://s.example/c');
  });

  test('a page of many links gives few', () => {
    const links = linksOf(Array.from({ length: 20_000 }, (_, at) => `<a href="/rss/${at}">x</a>`).join(''));
    assert.equal(links.linked.length, 20);
  });
});

describe('known feed addresses', () => {
  test('channels of services whose pattern is known', () => {
    const id = 'UCabcdefghijklmnopqrstuv';
    const expected: [string, string][] = [
      [`https://www.youtube.com/channel/${id}`, `https://www.youtube.com/feeds/videos.xml?channel_id=${id}`],
      [
        'https://youtube.com/playlist?list=PL12345678901',
        'https://www.youtube.com/feeds/videos.xml?playlist_id=PL12345678901',
      ],
      ['https://t.me/s/golosinfo', 'https://rsshub.app/telegram/channel/golosinfo'],
      ['https://t.me/golosinfo', 'https://rsshub.app/telegram/channel/golosinfo'],
      ['https://old.reddit.com/r/elections/', 'https://www.reddit.com/r/elections/.rss'],
      ['https://medium.com/@anna', 'https://medium.com/feed/@anna'],
      ['https://social.example/@anna', 'https://social.example/@anna.rss'],
    ];
    for (const [page, feed] of expected) assert.equal(channelFeeds(page)[0], feed, page);
    assert.deepEqual(channelFeeds('https://s.example/news'), []);
    assert.deepEqual(channelFeeds('not an address'), []);
  });

  test('usual paths: of the folder first, then of the site', () => {
    const paths = wellKnownFeeds('https://s.example/blog/?x=1');
    assert.deepEqual(paths.slice(0, 3), [
      'https://s.example/blog/feed',
      'https://s.example/blog/rss',
      'https://s.example/feed',
    ]);
    assert.ok(!wellKnownFeeds('https://s.example/a/page.html').some((path) => path.includes('page.html')));
  });
});

describe('discovery', () => {
  let reader: ParseClient;
  before(() => {
    reader = createParseClient({ threads: 1 });
  });
  after(() => reader.close());

  /** A small web: address → body; everything else is 404. */
  function discover(web: Record<string, string>) {
    const asked: string[] = [];
    const httpGet: HttpGet = async (url): Promise<HttpGetOutcome> => {
      asked.push(url);
      const body = new TextEncoder().encode(web[url] ?? '');
      const status = web[url] === undefined ? 404 : 200;
      return { kind: 'response', status, headers: {}, body, url, redirects: [], ms: 1, bytes: body.length };
    };
    return { asked, discover: createDiscoverFeeds({ httpGet, reader, clock: () => NOW }) };
  }
  const feed = (title: string) => rss({ title: `${title} 1`, guid: '1' }, { title: `${title} 2`, guid: '2' });

  test('a page that names its feeds: each is read, and shown with its newest items', async () => {
    const rig = discover({
      'https://s.example/': `<link rel="alternate" type="application/rss+xml" href="/all.xml">
        <link rel="alternate" type="application/atom+xml" href="/broken.xml">
        <link rel="alternate" type="application/rss+xml" href="https://cdn.example/politics.xml">`,
      'https://s.example/all.xml': feed('Всё'),
      'https://s.example/broken.xml': '<html>no</html>',
      'https://cdn.example/politics.xml': feed('Политика'),
    });
    const found = await rig.discover('https://s.example/');
    assert.deepEqual(
      found.map(({ url, itemCount }) => [url, itemCount]),
      [
        ['https://s.example/all.xml', 2],
        ['https://cdn.example/politics.xml', 2],
      ],
    );
    assert.equal(found[0]?.newest[0]?.title, 'Всё 1');
    assert.ok(!rig.asked.includes('https://s.example/feed'), 'no guessing where the page says it');
  });

  test('a silent page: links that look like feeds, then the usual places; one address once', async () => {
    const rig = discover({
      'https://s.example/': '<a href="/politics/rss.xml">x</a><a href="http://www.s.example/feed/">y</a>',
      'https://s.example/politics/rss.xml': feed('Политика'),
      'http://www.s.example/feed/': feed('Всё'),
    });
    const found = await rig.discover('https://s.example/');
    assert.deepEqual(found.map(({ url }) => url).sort(), [
      'http://www.s.example/feed/',
      'https://s.example/politics/rss.xml',
    ]);
    assert.ok(rig.asked.length <= 16, `${rig.asked.length} requests`);
  });

  test('the page of a dead feed leads to the living one of its site; where there is none there is none', async () => {
    const rig = discover({ 'https://s.example/rss.xml': feed('Живая') });
    assert.deepEqual(
      (await rig.discover('https://s.example/old/feed.php')).map(({ url }) => url),
      ['https://s.example/rss.xml'],
    );
    assert.deepEqual(await rig.discover('https://empty.example/'), []);
  });
});
