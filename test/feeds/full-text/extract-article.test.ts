import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { extractArticle } from '../../../src/feeds/full-text/extract-article.js';
import { page, paragraphs, said } from './pages.js';

const url = 'https://news.example/2026/protocols';
const extract = (html: string | Buffer, more = {}) =>
  extractArticle({ bytes: Buffer.from(html as string), httpCharset: null, url, ...said, ...more });

describe('the article on a page', () => {
  test('comes out whole, cleaned and without what stands around it', () => {
    const read = extract(
      page({ body: `${paragraphs.join('')}<p onclick="x()"><a href="../law">Закон</a> о выборах</p>` }),
    );
    assert.ok(read.ok);
    assert.match(read.text, /Суд назначил заседание.*Часть 2/s);
    assert.match(read.html, /<a href="https:\/\/news\.example\/law" rel="nofollow ugc noopener">Закон<\/a>/);
    assert.doesNotMatch(read.html, /script|onclick|<img|Главная/);
    assert.match(read.lead, /^Избирательная комиссия/);
  });

  test('its picture is what the publisher shows when the page is shared', () => {
    const head =
      '<meta property="og:image" content="/img/1.jpg"><meta property="og:image:alt" content="Урна &amp; люди">';
    const read = extract(page({ head }));
    assert.deepEqual(read.image, { url: 'https://news.example/img/1.jpg', alt: 'Урна & люди' });
    assert.equal(extract(page({ head: '<meta property="og:image" content="javascript:alert(1)">' })).image, null);
  });

  test('an old code page is read as the page names it', () => {
    const text = page().replace('utf-8', 'windows-1251');
    const bytes = Buffer.from(Array.from(text, (char) => cp1251(char)));
    const read = extract(bytes);
    assert.ok(read.ok);
    assert.match(read.text, /Наблюдатели сообщили/);
  });

  const refusals: [string, string, object, string][] = [
    [
      'another article',
      page({ title: 'Погода на неделю', body: '<p>Дожди, грозы и ветер. </p>'.repeat(60) }),
      {},
      'other-article',
    ],
    [
      'a consent wall',
      page({ title: 'Согласие', body: '<p>Мы используем файлы cookie, примите условия. </p>'.repeat(40) }),
      {},
      'other-article',
    ],
    ['no more than the feed has', page(), { text: paragraphs.join('\n').replace(/<\/?p>/g, '') }, 'not-longer'],
    ['an empty page', '<html><body></body></html>', {}, 'no-article'],
    ['900,000 paragraphs', '<p>a'.repeat(900_000), {}, 'too-many-tags'],
    ['400,000 empty elements', '<meta x>'.repeat(400_000), {}, 'too-many-tags'],
    ['20,000 nested elements', '<div>'.repeat(20_000), {}, 'too-deep'],
  ];
  for (const [name, html, more, reason] of refusals) {
    test(`${name}: ${reason}`, () => {
      const started = performance.now();
      const read = extract(html, more);
      assert.equal(read.ok ? 'ok' : read.reason, reason);
      assert.ok(performance.now() - started < 2000);
    });
  }
});

function cp1251(char: string): number {
  const code = char.codePointAt(0) ?? 0;
  if (code < 128) return code;
  if (code >= 0x410 && code <= 0x44f) return code - 0x350;
  return 0x3f;
}
