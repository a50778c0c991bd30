import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { documentOf, draftOf, entryOf } from '../support/news-builders.js';

describe('toDrafts', () => {
  test('addresses are canonical, so that tracking and spelling make no second article', () => {
    const plain = draftOf('Новость', { url: 'https://n.example/a?id=1' });
    const tracked = draftOf('Новость', { url: 'http://www.n.example/a/?utm_source=rss&id=1#top' });
    assert.equal(tracked.urlKey, plain.urlKey);
    assert.equal(plain.url, 'https://n.example/a?id=1');
  });

  test('ids and addresses that stand for several entries identify none', () => {
    const { drafts } = documentOf(
      [
        entryOf('Один', { guid: 'same', url: 'https://n.example/1' }),
        entryOf('Два', { guid: 'same', url: 'https://n.example/2' }),
        entryOf('Три', { guid: '3', url: 'https://n.example/live' }),
        entryOf('Четыре', { guid: '4', url: 'https://n.example/live#later' }),
        entryOf('Пять', { guid: '5', url: 'https://n.example/' }),
      ],
      { link: 'http://n.example' },
    );
    assert.deepEqual(
      drafts.map((draft) => [draft.guidKey !== null, draft.urlKey !== null]),
      [
        [false, true],
        [false, true],
        [true, false],
        [true, false],
        [true, false],
      ],
    );
    assert.equal(drafts[4]?.url, 'https://n.example/', 'the link is shown all the same');
  });

  test('dates: published, else updated; none stays none', () => {
    const at = Date.parse('2026-05-01T00:00:00Z');
    assert.equal(draftOf('a', { published: null, updated: '2026-05-01T00:00:00.000Z' }).publishedAt, at);
    assert.deepEqual([draftOf('a', { published: null }).publishedAt, draftOf('a').editedAt], [null, null]);
  });

  test('the lead does not repeat the headline', () => {
    const draft = draftOf('Парламент принял закон', {
      text: 'Парламент принял закон. За него голосовали 88 депутатов.',
    });
    assert.equal(draft.lead, 'За него голосовали 88 депутатов.');
    assert.ok(draftOf('a', { text: 'слово '.repeat(500) }).lead.length <= 260);
  });

  test('what one article may carry is bounded', () => {
    const huge = draftOf('Огромная', {
      text: '<b>'.repeat(200_000),
      categories: [...Array.from({ length: 50 }, (_, at) => `тег ${at}`), 'x'.repeat(61)],
      enclosures: Array.from({ length: 30 }, (_, at) => ({ url: `https://n.example/${at}`, type: null, length: null })),
    });
    assert.ok(huge.text.length <= 200_000);
    assert.match(huge.html, /^<p>&lt;b&gt;/, 'too long a text is kept as escaped plain text');
    assert.deepEqual([huge.tags.length, huge.enclosures.length], [12, 10]);
  });

  test('an unsure language is the feed’s', () => {
    assert.equal(documentOf([entryOf('12', { text: '34' })], { language: 'uk-UA' }).drafts[0]?.language, 'uk');
    assert.equal(documentOf([entryOf('12', { text: '34' })], { language: null }).drafts[0]?.language, '');
  });
});
