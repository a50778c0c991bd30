import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { MAX_BYTES, parseDocument } from '../../src/feeds/parse-document.js';
import { feedOf, fixtureFeed, NOW, rssItem } from './feed-fixture.js';

const HOSTILE = { timeout: 30_000 };
const outcomeOf = (text: string) => parseDocument({ bytes: new TextEncoder().encode(text), now: NOW });
const errorOf = async (text: string) => {
  const outcome = await outcomeOf(text);
  return outcome.ok ? 'ok' : outcome.error;
};

describe('what is no feed says so', () => {
  test('empty, pages, prose and other data', async () => {
    assert.equal((await parseDocument({ bytes: new Uint8Array(), now: NOW })).ok, false);
    assert.equal(await errorOf(''), 'empty');
    assert.equal(await errorOf(' \n'), 'empty');
    assert.equal(await errorOf('<!DOCTYPE html><html><head><title>x</title></head><body><p>x'), 'html-page');
    for (const text of ['random words & <b>', '{"a":1}', '{broken', '<svg/>', '---\nnot a head', '\u0000\u0001\u0002'])
      assert.equal(await errorOf(text), 'not-a-feed', text);
  });

  test('too many bytes', async () => {
    const outcome = await parseDocument({ bytes: new Uint8Array(MAX_BYTES + 1), now: NOW });
    assert.deepEqual(outcome.ok ? 'ok' : outcome.error, 'too-large');
  });

  test('a feed without entries is a feed', async () => {
    for (const text of [
      '<rss version="2.0"><channel><title>t</title></channel></rss>',
      '<feed xmlns="http://www.w3.org/2005/Atom"/>',
      '{"version":"https://jsonfeed.org/version/1","items":[]}',
    ]) {
      assert.deepEqual((await feedOf(text)).entries, [], text);
    }
  });
});

describe('mending', () => {
  test('words before the prolog, capitals, HTML entities, bare ampersands, undeclared prefixes', async () => {
    const feed = await fixtureFeed('mended.xml');
    assert.deepEqual(feed.repairs, ['text-before-root', 'undeclared-prefix']);
    assert.equal(feed.title, 'Mended feed');
    const [entry] = feed.entries;
    assert.deepEqual(
      [entry?.title, entry?.url, entry?.published, entry?.text],
      ['Café &unknown; R&D', 'https://mended.example/1?x=1&y=2', '2024-09-09T07:00:00.000Z', 'Полный текст новости'],
    );
  });

  test('Russian code pages and dates', async () => {
    for (const name of ['windows-1251.xml', 'koi8-r.xml', 'cp866-unlabelled.xml', 'koi8-r-labelled-wrong.xml']) {
      const [entry] = (await fixtureFeed(name)).entries;
      assert.deepEqual(
        [entry?.title, entry?.published],
        ['Избирательная комиссия объявила итоги голосования', '2024-09-09T07:00:00.000Z'],
        name,
      );
    }
  });

  test('a wrong default namespace, a feed wrapped in a page, a document cut short', async () => {
    const wrapped = await feedOf(
      '<html><body><rss xmlns="http://www.w3.org/2005/Atom"><channel><title>x</title><item><title>q</title></item></channel></rss>',
    );
    assert.deepEqual([wrapped.title, wrapped.entries[0]?.title], ['x', 'q']);
    const cut = await feedOf('<rss><channel><title>x</title><item><title>whole</title></item><item><title>cut sh');
    assert.deepEqual(
      cut.entries.map((entry) => entry.title),
      ['whole', 'cut sh'],
    );
  });

  test('entries keep their order', async () => {
    const feed = await feedOf(
      `<rss><channel>${[3, 1, 2].map((n) => `<item><title>${n}</title></item>`).join('')}</channel></rss>`,
    );
    assert.deepEqual(
      feed.entries.map((entry) => entry.title),
      ['3', '1', '2'],
    );
  });
});

describe('attacks', () => {
  test('entity bombs are read as text', HOSTILE, async () => {
    const bomb = Array.from({ length: 20 }, (_, level) => `<!ENTITY e${level + 1} "${`&e${level};`.repeat(10)}">`).join(
      '',
    );
    const feed = await feedOf(
      `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "lol"><!ENTITY file SYSTEM "file:///etc/passwd">${bomb}]>${rssItem('<title>&e20; &file;</title>')}`,
    );
    assert.equal(feed.entries[0]?.title, '&e20; &file;');
    assert.ok(feed.repairs.includes('entities-ignored'));
  });

  test('endless brackets', HOSTILE, async () => {
    for (const size of [80_000, 1_000_000]) {
      const brackets = '<'.repeat(size);
      for (const text of [
        rssItem(`<description>${brackets}</description>`),
        rssItem(`<title><![CDATA[${brackets}]]></title>`),
        brackets,
      ])
        await outcomeOf(text);
    }
  });

  test('deep elements', HOSTILE, async () => {
    assert.equal(await errorOf(rssItem(`<description>${'<b>'.repeat(20_000)}</description>`)), 'too-deep');
    const escaped = await feedOf(rssItem(`<description><![CDATA[${'<b>'.repeat(20_000)}text]]></description>`));
    assert.equal(escaped.entries[0]?.contentHtml, '<p>text</p>');
  });

  test('a hundred thousand items', HOSTILE, async () => {
    const feed = await feedOf(
      `<rss><channel><title>t</title>${'<item><title>x</title></item>'.repeat(100_000)}</channel></rss>`,
    );
    assert.equal(feed.entries.length, 5000);
    assert.deepEqual(feed.repairs, ['entries-capped']);
  });

  test('repeated small parts that invite quadratic work', HOSTILE, async () => {
    const bits = [
      '<category>x</category>',
      '<author>a@(</author>',
      '<pubDate>x</pubDate>',
      '<!--',
      '<![CDATA[',
      '&',
      '<enclosure url="x"/>',
      '<media:group>',
      '</b>',
      '<a b="',
    ];
    for (const bit of bits) await outcomeOf(rssItem(bit.repeat(Math.floor(500_000 / bit.length))));
    for (const bit of ['a@', ' <a@', '(', '&amp;', '<b ', '&lt;p ', ' '])
      await outcomeOf(
        rssItem(
          `<title>${bit.repeat(100_000)}</title><author>${bit.repeat(100_000)}</author><pubDate>${bit.repeat(100_000)}</pubDate>`,
        ),
      );
  });

  test('namespaces without end', HOSTILE, async () => {
    const declared = Array.from({ length: 50_000 }, (_, n) => `xmlns:n${n}="u${n}"`).join(' ');
    const text = `<rss ${declared}><channel><title>t</title><item><title>x</title>${'<a xmlns:z="z"/>'.repeat(50_000)}</item></channel></rss>`;
    assert.equal((await feedOf(text)).entries[0]?.title, 'x');
  });

  test('script in every field', async () => {
    const script = '&lt;script&gt;alert(1)&lt;/script&gt;';
    const [entry] = (
      await feedOf(
        rssItem(
          `<title>${script}t</title><author>${script}a</author><category>${script}c</category><link>javascript:alert(1)</link><enclosure url="javascript:alert(1)"/><description>${script}&lt;p onclick="x"&gt;d</description>`,
        ),
      )
    ).entries;
    assert.deepEqual(
      [entry?.title, entry?.author, entry?.categories, entry?.url, entry?.enclosures, entry?.contentHtml],
      ['t', 'a', ['c'], 'https://site.example/', [], '<p>d</p>'],
    );
  });
});
