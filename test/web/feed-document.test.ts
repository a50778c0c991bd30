import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseDocument } from '../../src/feeds/parse-document.js';
import { type OutFeed, type OutFormat, outFormats, writeFeed } from '../../src/web/feeds-out/feed-document.js';

const NOW = Date.UTC(2026, 5, 2);
const item = (more: Partial<OutFeed['items'][number]> = {}) => ({
  ...{ url: 'https://s.example/threads/1', title: 'Заголовок', html: '<p>Текст</p>', author: null, category: null },
  ...{ publishedAt: Date.UTC(2026, 5, 1), language: 'ru' },
  ...more,
});
const feedOf = (items: OutFeed['items'], more: Partial<OutFeed> = {}): OutFeed => ({
  ...{
    title: 'Сайт',
    description: 'О сайте',
    siteUrl: 'https://s.example/',
    selfUrl: 'https://s.example/feed.rss',
    language: 'ru',
  },
  items,
  ...more,
});

async function readBack(feed: OutFeed, format: OutFormat) {
  const outcome = await parseDocument({ bytes: new TextEncoder().encode(writeFeed(feed, format)), now: NOW });
  assert.ok(outcome.ok, `${format}: ${outcome.ok || outcome.detail}`);
  assert.deepEqual(outcome.feed.repairs, [], `${format} needs no mending`);
  return outcome.feed;
}

describe('outgoing feeds', () => {
  for (const format of outFormats) {
    test(`${format}: what is written is read again`, async () => {
      const title = 'Кавычки "«&»" и <знаки> ]]> конец';
      const html =
        '<p>Жирный <strong>текст</strong> &amp; ссылка <a href="https://n.example/?a=1&amp;b=2">туда</a> ]]&gt;</p>';
      const feed = await readBack(
        feedOf([
          item({ title, html, author: 'Нина & Ко', category: 'Выборы' }),
          item({ url: 'https://s.example/threads/2' }),
        ]),
        format,
      );
      const [entry, second] = feed.entries;
      assert.deepEqual([feed.title, feed.link], ['Сайт', 'https://s.example/']);
      assert.deepEqual(
        [entry?.title, entry?.url, entry?.guid],
        [title.replace(/<знаки>/, '<знаки>'), 'https://s.example/threads/1', 'https://s.example/threads/1'],
      );
      assert.deepEqual(
        [entry?.author, entry?.categories, entry?.published],
        ['Нина & Ко', ['Выборы'], '2026-06-01T00:00:00.000Z'],
      );
      assert.match(
        entry?.contentHtml ?? '',
        /<strong>текст<\/strong> &amp; ссылка <a [^>]*href="https:\/\/n\.example\/\?a=1&amp;b=2"/,
      );
      assert.equal(second?.url, 'https://s.example/threads/2');
    });

    test(`${format}: characters that no document may carry are left out`, async () => {
      const nasty = `a\u0000b\u0008c\u001f\ud83dd\ufffe${'😀'}`;
      const text = writeFeed(
        feedOf([item({ title: nasty, html: `<p>${nasty}</p>`, author: nasty, category: nasty })], { title: nasty }),
        format,
      );
      assert.doesNotMatch(text, /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u);
      const feed = await readBack(feedOf([item({ title: nasty })], { title: nasty }), format);
      assert.match(feed.entries[0]?.title ?? '', /^a.*😀$/u);
    });

    test(`${format}: an empty list is a valid document`, () => {
      const text = writeFeed(feedOf([]), format);
      assert.ok(text.includes('Сайт'));
      if (format === 'json') assert.deepEqual(JSON.parse(text).items, []);
    });
  }
});
