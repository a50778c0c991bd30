import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { asksNothing, parseSearch } from '../../src/web/news/search-query.js';
import type { SectionsNow } from '../../src/web/sections.js';

const categories = [
  { id: 1, slug: 'politics', nameRu: 'Политика', nameEn: 'Politics', position: 1 },
  { id: 2, slug: 'digital', nameRu: 'Цифровая среда', nameEn: 'Digital', position: 2 },
];
const sections: SectionsNow = {
  categories,
  hasDemo: false,
  byId: new Map(categories.map((category) => [category.id, category])),
  bySlug: new Map(categories.map((category) => [category.slug, category])),
};
const feeds = [
  { id: 5, title: 'РБК Инвестиции' },
  { id: 6, title: 'РБК' },
  { id: 7, title: 'Канал 5' },
];
const parse = (query: string, category = '') => parseSearch(query, category, sections, feeds);

describe('parseSearch', () => {
  test('takes filters out of the words', () => {
    const { words, filters } = parse(
      'выборы category:"Цифровая среда" в  суде SOURCE:рбк after:2026-01-02 before:2026-02-01',
    );
    assert.equal(words, 'выборы в суде');
    assert.deepEqual(filters, { categoryId: 2, feedId: 6, after: Date.UTC(2026, 0, 2), before: Date.UTC(2026, 1, 1) });
  });

  test('a source is found by its name, its number or a part of its name, in this order', () => {
    const sources = ['source:"РБК Инвестиции"', 'source:рбк', 'source:5', 'source:инвест', 'source:"канал 5"'];
    assert.deepEqual(
      sources.map((query) => parse(query).filters.feedId),
      [5, 6, 5, 5, 7],
    );
  });

  test('the menu chooses a category; a typed one wins', () => {
    assert.deepEqual(parse('x', 'politics').filters, { categoryId: 1 });
    assert.deepEqual(parse('x category:digital', 'politics').filters, { categoryId: 2 });
    assert.deepEqual(parse('x', 'no-such').filters, {});
  });

  test('a filter that means nothing is left out, and its words are no words', () => {
    const meaningless = [
      'category:nothing',
      'source:неизвестный',
      'source:""',
      'source:" "',
      'after:2026-02-31',
      'before:yesterday',
      'after:2026-13-01',
      'category:',
    ];
    for (const query of meaningless) {
      const parsed = parse(`суд ${query}`);
      assert.deepEqual([parsed.words, parsed.filters, parsed.problems.length], ['суд', {}, 1], query);
      assert.equal(asksNothing(parsed), false);
      assert.equal(asksNothing(parse(query)), true, 'alone it asks for nothing, not for everything');
    }
  });

  test('what only looks like a filter is words', () => {
    for (const query of ['resource:рбк', 'пред-after:2026-01-01']) {
      const { words, filters, problems } = parse(query);
      assert.deepEqual({ words, filters, problems }, { words: query, filters: {}, problems: [] });
    }
  });

  test('what means nothing is named, as it was typed', () => {
    const parsed = parse('суд before:завтра source:неизвестный category:digital', 'no-such');
    const { words, problems, filters, typed } = parsed;
    assert.equal(words, 'суд');
    assert.deepEqual(typed, ['category:digital']);
    assert.deepEqual(filters, { categoryId: 2 });
    assert.deepEqual(problems, [
      { kind: 'category', typed: 'no-such' },
      { kind: 'date', typed: 'before:завтра' },
      { kind: 'source', typed: 'source:неизвестный' },
    ]);
    assert.deepEqual(parse('суд after:2026-09-01', 'politics').problems, []);
  });

  test('any text is an answer, quickly', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        for (const query of [text, `category:"${text}`, `source:${text}`, `after:${text}`])
          assert.ok(parse(query, text).words.length <= 200);
      }),
    );
    const started = performance.now();
    parse('category:"'.repeat(100_000));
    assert.ok(performance.now() - started < 200);
  });
});
