import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { type OpmlFeed, readOpml, writeOpml } from '../../src/feeds/opml.js';
import { NOW } from '../support/news-builders.js';

const wrap = (body: string) =>
  `<?xml version="1.0"?><opml version="2.0"><head><title>t</title></head><body>${body}</body></opml>`;
const feed = (more: Partial<OpmlFeed>): OpmlFeed => ({
  url: 'https://a.example/rss',
  title: 'A',
  siteUrl: null,
  groupName: '',
  category: '',
  language: '',
  ...more,
});

describe('OPML', () => {
  test('what is written is read again, group by group', () => {
    const feeds = [
      feed({
        url: 'https://a.example/?a=1&b="2"',
        title: 'Кавычки "«<&>»" и \'апостроф\'',
        siteUrl: 'https://a.example/',
        category: 'digital',
        language: 'ru',
      }),
      feed({ url: 'https://b.example/rss', groupName: 'Группа & Ко' }),
      feed({ url: 'https://c.example/rss', groupName: 'Группа & Ко', title: 'C' }),
    ];
    const expected = feeds.map((each) => ({ ...each, url: each.url.replaceAll('"', '%22') }));
    assert.deepEqual(readOpml(writeOpml('Список', feeds, NOW)), expected);
  });

  test('any list of plain names survives the round trip', () => {
    const name = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 30 })
      .map((text) => text.replace(/[\s\p{C}]+/gu, ' ').trim())
      .filter((text) => text !== '');
    const anyFeed = fc.record({
      title: name,
      groupName: fc.oneof(fc.constant(''), name),
      language: fc.constantFrom('', 'ru', 'en'),
    });
    fc.assert(
      fc.property(fc.array(anyFeed, { maxLength: 6 }), (list) => {
        const feeds = list.map((each, at) => feed({ ...each, url: `https://s.example/${at}` }));
        const byUrl = (a: OpmlFeed, b: OpmlFeed) => (a.url < b.url ? -1 : 1);
        assert.deepEqual(readOpml(writeOpml('x', feeds, NOW)).sort(byUrl), [...feeds].sort(byUrl));
      }),
      { numRuns: 200 },
    );
  });

  test('a list without a source is a document too', () => {
    assert.deepEqual(readOpml(writeOpml('Пусто & <тихо>', [], NOW)), []);
  });

  test('groups within groups: the nearest names the feed; a feed may hold feeds', () => {
    const text = wrap(
      '<outline text="Внешняя"><outline text="Внутренняя"><outline text="1" xmlUrl="https://s.example/1"/></outline>' +
        '<outline text="2" xmlUrl="https://s.example/2"><outline title="3" xmlUrl="https://s.example/3"/></outline></outline>' +
        '<outline xmlUrl="https://s.example/4"/>',
    );
    assert.deepEqual(
      readOpml(text).map(({ title, groupName }) => [title, groupName]),
      [
        ['1', 'Внутренняя'],
        ['2', 'Внешняя'],
        ['3', 'Внешняя'],
        ['https://s.example/4', ''],
      ],
    );
  });

  test('outlines without a usable address are left out, repeated ones come once', () => {
    const bad = [
      'javascript:alert(1)',
      'file:///etc/passwd',
      '',
      ' ',
      'not an address',
      'https://user:password@s.example/2',
      'https://user@s.example/3',
      `https://x.example/${'y'.repeat(5000)}`,
    ];
    const outlines = bad.map((url) => `<outline text="x" xmlUrl="${url}"/>`).join('');
    const good = '<outline text="x" xmlUrl="https://s.example/1"/>';
    assert.deepEqual(
      readOpml(wrap(outlines + good + good)).map((each) => each.url),
      ['https://s.example/1'],
    );
  });

  test('anything that is no OPML is refused in words, quickly', () => {
    const entities =
      '<!DOCTYPE o [<!ENTITY a "aaaaaaaaaa">' +
      Array.from(
        { length: 9 },
        (_, at) => `<!ENTITY ${'abcdefghij'[at + 1]} "${`&${'abcdefghij'[at]};`.repeat(10)}">`,
      ).join('') +
      ']>';
    const hostile = [
      '',
      'no xml at all',
      '<rss><channel/></rss>',
      '<!doctype html><html><body>Hello</body></html>',
      '{"opml": true}',
      '<opml',
      '\u0000\u0000',
      wrap('<outline text="x">'.repeat(20_000)),
      wrap('<outline text="x">'.repeat(3000) + '</outline>'.repeat(3000)),
      `${entities}<opml version="2.0"><head/><body><outline text="&j;" xmlUrl="https://s.example/e"/></body></opml>`,
      '<!DOCTYPE o [<!ENTITY f SYSTEM "file:///etc/passwd">]><opml version="2.0"><head/><body><outline text="&f;" xmlUrl="https://s.example/f"/></body></opml>',
      wrap('<outline __proto__="x" constructor="y" text="p"/>'),
    ];
    for (const text of hostile) {
      const started = performance.now();
      let titles = '';
      try {
        titles = readOpml(text)
          .map((each) => each.title)
          .join();
      } catch (error) {
        assert.equal((error as { code?: string }).code, 'not-opml', `${text.slice(0, 40)}: ${error}`);
      }
      assert.doesNotMatch(titles, /root:|a{100}/, 'no entity of the document’s own is resolved');
      assert.ok(performance.now() - started < 2000, `${text.slice(0, 40)} took too long`);
    }
    assert.throws(() => readOpml('no xml at all'), { code: 'not-opml', status: 422 });
  });
});
