import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { encodeCursor } from '../../src/lib/page.js';
import type { ThreadSummary } from '../../src/news/thread.js';
import { shareLinks } from '../../src/web/news/share-links.js';
import { categoryLink, pagingLinks, positionOf, toThreadRow } from '../../src/web/news/thread-rows.js';
import type { SectionsNow } from '../../src/web/sections.js';
import { urls, withQuery } from '../../src/web/urls.js';

const category = { id: 1, slug: 'a&b', nameRu: 'Раздел', nameEn: 'Section', position: 1 };
const sections: SectionsNow = {
  categories: [category],
  hasDemo: false,
  byId: new Map([[1, category]]),
  bySlug: new Map([['a&b', category]]),
};
const thread = (id: number): ThreadSummary => ({
  ...{ id, title: 'T', lead: 'L', language: 'ru', categoryId: 1, feedId: 2, feedTitle: 'F' },
  ...{
    sourceCount: 1,
    mergedInto: null,
    articleCount: 1,
    replyCount: 3,
    publishedAt: 10,
    activeAt: 20,
    lastPostAt: null,
    hiddenAt: null,
    withdrawnAt: null,
    lockedAt: null,
    lockReason: null,
    starterId: null,
    editCount: 0,
  },
});
const cursorOf = (row: ThreadSummary): [number, number] => [row.publishedAt, row.id];

describe('positions', () => {
  test('a link leads to the position it names', () => {
    const list = { threads: [thread(1), thread(2)], hasEarlier: true, hasLater: true };
    const { newer, older } = pagingLinks(list, '/', { order: 'active' }, cursorOf);
    const query = (url: string | null) => Object.fromEntries(new URL(url ?? '', 'https://s.example').searchParams);
    assert.deepEqual(positionOf(query(newer)), { before: [10, 1] });
    assert.deepEqual(positionOf(query(older)), { after: [10, 2] });
    assert.equal(query(older).order, 'active');
  });

  test('there are no links where there is nothing', () => {
    const none = { newer: null, older: null };
    assert.deepEqual(
      pagingLinks({ threads: [thread(1)], hasEarlier: false, hasLater: false }, '/', {}, cursorOf),
      none,
    );
    assert.deepEqual(pagingLinks({ threads: [], hasEarlier: true, hasLater: true }, '/', {}, cursorOf), none);
  });

  test('anything that no link ever said is the first page', () => {
    const cursors = [
      [1.5, 1],
      [1, 0],
      [1, -1],
      [1, 2 ** 31],
      ['1', 1],
      [1],
      [1, 1, 1],
      [Number.MAX_VALUE, 1],
      [2 ** 53, 1],
    ];
    const hostile: unknown[] = [
      ...cursors.map((values) => encodeCursor(values)),
      '',
      'x',
      '%00',
      ['a'],
      {},
      7,
      null,
      encodeCursor([1, 1]).repeat(500),
    ];
    for (const after of hostile) assert.deepEqual(positionOf({ after, before: after }), {}, String(after));
    assert.deepEqual(positionOf({ after: encodeCursor([-5, 1]), before: 'x' }), { after: [-5, 1] });
    fc.assert(fc.property(fc.string(), (text) => assert.deepEqual(positionOf({ before: `!${text}` }), {})));
  });
});

describe('rows', () => {
  test('carry what a list shows, in the reader’s language', () => {
    const row = toThreadRow(thread(9), sections, 'en');
    assert.deepEqual(
      [row.url, row.category, row.feed],
      ['/threads/9', { slug: 'a&b', name: 'Section', url: '/categories/a%26b' }, { name: 'F', url: '/feeds/2' }],
    );
    assert.equal(categoryLink(category, 'ru').name, 'Раздел');
    assert.deepEqual(categoryLink(undefined, 'ru'), { slug: '', name: '', url: '/' });
  });

  test('addresses carry any text safely', () => {
    assert.equal(withQuery('/search', { q: 'a&b=c', page: null, sort: '', n: 0 }), '/search?q=a%26b%3Dc&n=0');
    assert.equal(withQuery('/search', {}), '/search');
    assert.equal(urls.tag('а/б?#'), '/tags/%D0%B0%2F%D0%B1%3F%23');
    assert.deepEqual([urls.threadPage(1, 1), urls.threadPage(1, 2)], ['/threads/1', '/threads/1?page=2']);
    for (const { url } of shareLinks('https://s.example/threads/1', '"><script>&url=evil')) {
      const { protocol, searchParams } = new URL(url);
      assert.equal(protocol, 'https:');
      assert.ok([...searchParams.values()].some((value) => value.includes('https://s.example/threads/1')));
      assert.doesNotMatch(url, /["<>]/);
    }
  });
});
