import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { feedOf, fixtureFeed } from './feed-fixture.js';

const atom = (entry: string) =>
  `<feed xmlns="http://www.w3.org/2005/Atom"><title>t</title><link href="https://site.example/"/><entry>${entry}</entry></feed>`;
const only = async (entry: string) => {
  const [first] = (await feedOf(atom(entry), { baseUrl: 'https://site.example/feed' })).entries;
  assert.ok(first);
  return first;
};

describe('Atom 1.0', () => {
  test('the feed, against its xml:base', async () => {
    const feed = await fixtureFeed('atom10.xml');
    assert.deepEqual(
      [feed.format, feed.title, feed.link, feed.language],
      ['atom', 'Count & Recount', 'https://count.example/blog/', 'en'],
    );
  });

  test('an entry with everything, its own xml:base included', async () => {
    const [entry] = (await fixtureFeed('atom10.xml')).entries;
    assert.deepEqual(entry, {
      title: 'What <audit> means',
      url: 'https://count.example/blog/2024/audit.html',
      guid: 'tag:count.example,2024:1',
      published: '2024-05-01T08:00:00.000Z',
      updated: '2024-05-02T08:00:00.000Z',
      author: 'The Editors',
      contentHtml:
        '<p>See <a href="https://count.example/blog/2024/method.html" rel="nofollow ugc noopener">the method</a> &amp; <em>more</em>.</p>',
      text: 'See the method & more.',
      categories: ['Audits'],
      enclosures: [{ url: 'https://count.example/blog/2024/audit.mp3', type: 'audio/mpeg', length: null }],
    });
  });

  test('an id that is an address serves as one; published and updated are not mixed', async () => {
    const [, entry] = (await fixtureFeed('atom10.xml')).entries;
    assert.deepEqual(
      [entry?.url, entry?.author, entry?.published, entry?.updated],
      ['https://count.example/blog/plain', 'Ann Lee', null, '2024-05-03T08:00:00.000Z'],
    );
    assert.equal(entry?.contentHtml, '<p>1 &lt; 2 &amp; 3</p>');
  });

  test('text, html and xhtml mean what they say', async () => {
    assert.equal((await only('<title type="text">a &lt;b&gt; &amp;lt;</title>')).title, 'a <b> &lt;');
    assert.equal((await only('<title type="html">a &lt;b&gt;c&lt;/b&gt; &amp;lt;</title>')).title, 'a c <');
    assert.equal(
      (await only('<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">a <b>c</b> &lt;</div></title>')).title,
      'a c <',
    );
    assert.equal((await only('<content type="text/html">&lt;p&gt;x&lt;/p&gt;</content>')).contentHtml, '<p>x</p>');
    assert.equal((await only('<content>&lt;p&gt;untyped HTML&lt;/p&gt;</content>')).contentHtml, '<p>untyped HTML</p>');
  });

  test('content before summary, summary where content is empty or elsewhere', async () => {
    assert.equal((await only('<summary>s</summary><content>c</content>')).text, 'c');
    assert.equal((await only('<summary>s</summary><content src="https://e.example/full"/>')).text, 's');
  });

  test('links: HTML first, external content and links as text where there is none', async () => {
    assert.equal(
      (await only('<link rel="self" href="/self"/><link rel="related" href="/r"/><link href="/page"/>')).url,
      'https://site.example/page',
    );
    assert.equal((await only('<link>https://e.example/text</link>')).url, 'https://e.example/text');
    assert.equal((await only('<content src="https://e.example/full"/>')).url, 'https://e.example/full');
    assert.equal((await only('<id>tag:e.example,2024:1</id>')).url, 'https://site.example/');
  });

  test('the source’s author stands in, its title and dates do not', async () => {
    const entry = await only(
      '<title>own</title><source><title>src</title><author><name>Src</name></author><updated>2001-01-01T00:00:00Z</updated></source>',
    );
    assert.deepEqual([entry.title, entry.author, entry.updated], ['own', 'Src', null]);
  });

  test('an entry document is a feed of one', async () => {
    const feed = await feedOf('<entry xmlns="http://www.w3.org/2005/Atom"><title>alone</title></entry>');
    assert.deepEqual(
      feed.entries.map((entry) => entry.title),
      ['alone'],
    );
  });
});

test('Atom 0.3 with prefixes, modes and base64', async () => {
  const feed = await fixtureFeed('atom03.xml');
  const [entry] = feed.entries;
  assert.deepEqual([feed.title, feed.link], ['Old Atom', 'http://old.example/']);
  assert.deepEqual(
    [entry?.title, entry?.url, entry?.contentHtml],
    ['Fish & votes', 'http://old.example/1', '<p>Encoded text</p>'],
  );
  assert.deepEqual([entry?.published, entry?.updated], ['2003-12-31T10:14:55.000Z', '2004-01-01T00:00:00.000Z']);
});
