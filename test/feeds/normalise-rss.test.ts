import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { feedOf, fixtureFeed, rssItem } from './feed-fixture.js';

const only = async (item: string, baseUrl?: string) => {
  const [entry] = (await feedOf(rssItem(item), { baseUrl: baseUrl ?? null })).entries;
  assert.ok(entry);
  return entry;
};

describe('RSS 2.0', () => {
  test('the channel', async () => {
    const feed = await fixtureFeed('rss20.xml');
    assert.deepEqual(
      {
        format: feed.format,
        charset: feed.charset,
        repairs: feed.repairs,
        title: feed.title,
        link: feed.link,
        language: feed.language,
        ttl: feed.ttlMinutes,
      },
      {
        format: 'rss',
        charset: 'utf-8',
        repairs: [],
        title: 'Ballot & Byte',
        link: 'https://ballot.example/',
        language: 'en-gb',
        ttl: 45,
      },
    );
    assert.equal(feed.entries.length, 4);
  });

  test('a full item', async () => {
    const [entry] = (await fixtureFeed('rss20.xml')).entries;
    assert.deepEqual(entry, {
      title: 'Turnout rises in <Northern> districts',
      url: 'https://ballot.example/turnout?a=1&copy=2',
      guid: 't-1',
      published: '2024-09-09T07:00:00.000Z',
      updated: '2024-09-10T00:00:00.000Z',
      author: 'Night Desk',
      contentHtml:
        '<p>Long version with <a href="https://ballot.example/data" rel="nofollow ugc noopener">data</a>.</p>',
      text: 'Long version with data.',
      categories: ['Turnout', 'Data'],
      enclosures: [
        { url: 'https://ballot.example/t.mp3', type: 'audio/mpeg', length: 123 },
        { url: 'https://ballot.example/t.mp4', type: 'video/mp4', length: null },
      ],
    });
  });

  test('what is missing falls back in order', async () => {
    const [, untitled, sound, nowhere] = (await fixtureFeed('rss20.xml')).entries;
    assert.equal(untitled?.title, 'No headline, but a first sentence that says it all.');
    assert.equal(untitled?.url, 'https://ballot.example/untitled');
    assert.equal(sound?.url, 'https://ballot.example/s.mp3');
    assert.equal(nowhere?.url, 'https://ballot.example/');
    assert.equal(nowhere?.published, null);
  });

  test('Yandex full text wins over everything, an empty body over nothing', async () => {
    const entry = await only(
      '<description>short</description><yandex:full-text xmlns:yandex="http://news.yandex.ru">весь текст</yandex:full-text><c:encoded xmlns:c="http://purl.org/rss/1.0/modules/content/"> </c:encoded>',
    );
    assert.equal(entry.contentHtml, 'весь текст');
    assert.equal(
      (await only('<content:encoded></content:encoded><description>short</description>')).contentHtml,
      'short',
    );
  });

  test('Yandex full text: paragraphs of plain text, entities left over, escaped HTML, without a declared namespace', async () => {
    const texts: [string, string][] = [
      [
        'Первый абзац\n\nВторой &amp;laquo;абзац&amp;raquo;\nстрока',
        '<p>Первый абзац</p>\n<p>Второй «абзац»<br />строка</p>',
      ],
      ['\n  одна строка\n', 'одна строка'],
      ['&lt;p&gt;Уже&lt;/p&gt;\n&lt;p&gt;разметка&lt;/p&gt;', '<p>Уже</p>\n<p>разметка</p>'],
      ['<![CDATA[<script>alert(1)</script>\n<p onclick="x">текст</p>]]>', '<p>текст</p>'],
      ['a &lt; b\nc &gt; d', '<p>a &lt; b<br />c &gt; d</p>'],
    ];
    for (const [written, wanted] of texts) {
      const entry = await only(`<description>коротко</description><yandex:full-text>${written}</yandex:full-text>`);
      assert.equal(entry.contentHtml, wanted, written);
    }
    const empty = await only('<yandex:full-text> </yandex:full-text><content:encoded>целиком</content:encoded>');
    assert.equal(empty.contentHtml, 'целиком');
  });

  test('the picture of an entry: the widest media, else an enclosure, a cover, a thumbnail; never a counter', async () => {
    const mrss = 'xmlns:media="http://search.yahoo.com/mrss/"';
    const pictures: [string, string | null][] = [
      [
        `<media:group ${mrss}><media:content url="/s.jpg" width="300" type="image/jpeg"/><media:content url="/l.jpg" width="900" medium="image"/></media:group>`,
        'https://site.example/l.jpg',
      ],
      ['<enclosure url="https://a.example/p.png" type="image/png" length="5"/>', 'https://a.example/p.png'],
      ['<enclosure url="https://a.example/p.mp3" type="audio/mpeg" length="5"/>', null],
      ['<enclosure url="https://a.example/p.svg" type="image/svg+xml" length="5"/>', null],
      [`<media:thumbnail ${mrss} url="https://a.example/t.jpg"/>`, 'https://a.example/t.jpg'],
      [
        `<media:content ${mrss} url="https://a.example/v.mp4" type="video/mp4"><media:thumbnail url="https://a.example/v.jpg"/></media:content>`,
        'https://a.example/v.jpg',
      ],
      [`<media:content ${mrss} url="https://mc.yandex.ru/pixel.gif" medium="image"/>`, null],
      [`<media:content ${mrss} url="javascript:alert(1)" medium="image"/>`, null],
    ];
    for (const [markup, wanted] of pictures) {
      const entry = await only(`<link>https://site.example/1</link><title>t</title>${markup}`);
      assert.equal(entry.image?.url ?? null, wanted, markup);
    }
    const described = await only(
      `<media:content ${mrss} url="https://a.example/1.jpg" medium="image"><media:title>Урна &amp;amp; люди</media:title></media:content>`,
    );
    assert.equal(described.image?.alt, 'Урна & люди');
  });

  test('titles: HTML, text about HTML, and text with brackets', async () => {
    const titles: Record<string, string> = {
      '&lt;b&gt;Bold&lt;/b&gt; move': 'Bold move',
      'AT&amp;amp;T &amp;#8212; news': 'AT&T — news',
      'a &lt; b and c &gt; d': 'a < b and c > d',
      '<![CDATA[Map<String, Vote> explained]]>': 'Map<String, Vote> explained',
      '&amp;lt;script&amp;gt;alert(1)&amp;lt;/script&amp;gt;': '<script>alert(1)</script>',
      '&lt;script&gt;alert(1)&lt;/script&gt;Real': 'Real',
      'Caf&eacute; &nbsp; au lait': 'Café au lait',
      'Line\n  break': 'Line break',
    };
    for (const [written, read] of Object.entries(titles))
      assert.equal((await only(`<title>${written}</title>`)).title, read, written);
  });

  test('links: plain, as Atom, relative, by feedburner, dangerous', async () => {
    assert.equal((await only('<link> https://a.example/1 </link>')).url, 'https://a.example/1');
    assert.equal((await only('<atom:link href="https://a.example/2"/>')).url, 'https://a.example/2');
    assert.equal((await only('<link>/3</link>', 'https://a.example/feed')).url, 'https://a.example/3');
    assert.equal((await only('<link xml:base="https://b.example/x/">4</link>')).url, 'https://b.example/x/4');
    assert.equal(
      (await only('<feedburner:origLink>https://a.example/5</feedburner:origLink>')).url,
      'https://a.example/5',
    );
    assert.equal((await only('<link>javascript:alert(1)</link>')).url, 'https://site.example/');
    assert.equal((await only('<guid isPermaLink="false">https://a.example/6</guid>')).url, 'https://site.example/');
    assert.equal(
      (await only('<link>https://a.example/7</link><guid>https://a.example/other</guid>')).url,
      'https://a.example/7',
    );
  });

  test('a relative link of a document without an address stays as written', async () => {
    assert.equal((await only('<link>/blog/post</link>')).url, '/blog/post');
  });

  test('markup written straight into the feed', async () => {
    assert.equal(
      (await only('<description>One <b>two</b> &amp; three<br>four</description>')).contentHtml,
      'One <b>two</b> &amp; three<br />four',
    );
  });

  test('an entry of nothing has no title', async () => {
    assert.equal((await only('')).title, '');
  });
});

describe('the rest of the family', () => {
  test('RSS 1.0 under any prefixes', async () => {
    const feed = await fixtureFeed('rss10.xml');
    assert.equal(feed.format, 'rdf');
    assert.equal(feed.title, 'Triples');
    const [first, second] = feed.entries;
    assert.deepEqual(
      [first?.title, first?.contentHtml, first?.author, first?.categories],
      ['First', '<p>long</p>', 'Bob', ['graphs']],
    );
    assert.equal(first?.published, '2004-02-03T08:00:00.000Z');
    assert.equal(second?.url, 'http://rdf.example/2');
  });

  test('RSS 1.1 keeps items in a list', async () => {
    const feed = await feedOf(
      '<Channel xmlns="http://purl.org/net/rss1.1#" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" rdf:about="https://e.example/"><title>T</title><items><item rdf:about="https://e.example/1"><title>x</title></item></items></Channel>',
    );
    assert.deepEqual([feed.format, feed.entries[0]?.url], ['rdf', 'https://e.example/1']);
  });

  test('CDF keeps addresses and dates in attributes', async () => {
    const feed = await fixtureFeed('cdf.xml');
    assert.deepEqual([feed.format, feed.title, feed.link], ['cdf', 'Channel', 'http://cdf.example/']);
    const [entry] = feed.entries;
    assert.deepEqual(
      [entry?.title, entry?.url, entry?.updated, entry?.text],
      ['Pushed', 'http://cdf.example/1', '2003-05-06T07:08:00.000Z', 'An abstract.'],
    );
  });

  test('CDF may keep an address in an anchor, numbers may mean Windows-1252, an author may be Dublin Core', async () => {
    const cdf = '<CHANNEL><TITLE>T</TITLE><ITEM><A HREF="http://s.example/1"/><TITLE>I</TITLE></ITEM></CHANNEL>';
    assert.equal((await feedOf(cdf)).entries[0]?.url, 'http://s.example/1');
    const item = '<title>It&#146;s &#151; x</title><dc:author>Анна</dc:author>';
    const [entry] = (await feedOf(rssItem(item))).entries;
    assert.deepEqual([entry?.title, entry?.author], ['It’s — x', 'Анна']);
  });

  test('media: title and description where there is nothing else', async () => {
    const entry = await only(
      '<media:group><media:title>Clip</media:title><media:description>What it shows</media:description></media:group>',
    );
    assert.deepEqual([entry.title, entry.text], ['Clip', 'What it shows']);
  });

  test('the syndication module says how often', async () => {
    const feed = await feedOf(
      '<rss><channel><title>t</title><sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency></channel></rss>',
    );
    assert.equal(feed.ttlMinutes, 360);
  });
});
