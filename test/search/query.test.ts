import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { SearchQuery } from '../../src/search/document.js';
import { createEngine } from '../../src/search/engine.js';
import { MAX_HITS, search } from '../../src/search/query.js';
import { ARTICLES, article } from './articles.js';

const engine = createEngine();
engine.upsert(ARTICLES);

function ask(text: string, more: Partial<SearchQuery> = {}) {
  return search(engine, { text, filters: {}, sort: 'relevance', offset: 0, limit: 20, ...more });
}
const ids = (text: string, more: Partial<SearchQuery> = {}) =>
  ask(text, more)
    .hits.map(({ id }) => id)
    .sort((a, b) => a - b);

describe('search', () => {
  test('word forms, ё and capitals make no difference; every word must occur', () => {
    assert.deepEqual(ids('выборами '), [1, 2]);
    assert.deepEqual(ids('УТВЕРЖДЕН БЮЛЛЕТЕНЬ '), [2]);
    assert.deepEqual(ids('жеребьевка'), [2]);
    assert.deepEqual(ids('бюллетень метро '), []);
    assert.deepEqual(ids('story'), [5]);
  });

  test('abbreviations in either case, and not as the beginning of a longer word', () => {
    engine.upsert([article(50, 'Циклон идёт на север', '')]);
    assert.deepEqual(ids('ЦИК'), [1, 2]);
    assert.deepEqual(ids('цик'), [1, 2]);
    engine.remove([50]);
  });

  test('the last word may be unfinished, a word followed by a space is finished', () => {
    assert.deepEqual(ids('бюлле'), [1, 2]);
    assert.deepEqual(ids('станция пассаж'), [3, 4]);
    assert.deepEqual(ids('parlia '), []);
  });

  test('phrases stand together in this order, in the title or the text', () => {
    assert.deepEqual(ids('"единая россия"'), [9]);
    assert.deepEqual(ids('«порядок партий»'), [1, 2]);
    assert.deepEqual(ids('"партий порядок"'), []);
    assert.deepEqual(ids('"online voting" approved'), [6]);
  });

  test('a title match ranks above a text match', () => {
    assert.deepEqual(ask('партий').hits[0]?.id === 9, false);
    assert.equal(ask('жеребьевка').total, 1);
    const hits = ask('voting').hits;
    assert.ok(hits.every(({ score }) => score > 0 && score <= 1));
    const mixed = createEngine();
    mixed.upsert([article(1, 'Другое', 'о съезде партии'), article(2, 'Съезд', 'и другое')]);
    assert.equal(search(mixed, { text: 'съезд', filters: {}, sort: 'relevance', offset: 0, limit: 2 }).hits[0]?.id, 2);
  });

  test('filters narrow, alone and with words; before is exclusive, after inclusive', () => {
    assert.deepEqual(ids('', { filters: { feedId: 2 } }), [2, 4]);
    assert.deepEqual(ids('станция', { filters: { categoryId: 2, feedId: 2 } }), [4]);
    assert.deepEqual(ids('', { filters: { language: 'en' } }), [5, 6]);
    assert.deepEqual(ids('', { filters: { before: 1_700_000_000_000 } }), [8]);
    assert.deepEqual(ids('', { filters: { after: 1_700_000_000_001 } }), [2]);
  });

  test('newest first, paging, and the total of all', () => {
    const all = ask('', { sort: 'newest' });
    assert.equal(all.hits[0]?.id, 2);
    assert.equal(all.hits.at(-1)?.id, 8);
    const page = ask('', { sort: 'newest', offset: 2, limit: 3 });
    assert.deepEqual(page.hits, all.hits.slice(2, 5));
    assert.equal(page.total, ARTICLES.length);
    assert.deepEqual(ask('', { offset: MAX_HITS, limit: 10 }).hits, []);
  });

  test('the other keyboard layout is tried when nothing is found', () => {
    const answer = ask(',.kktntym');
    assert.equal(answer.didYouMean, 'бюллетень');
    assert.equal(answer.total, 2);
    assert.equal(ask('зфкдшфьуте').didYouMean, 'parliament');
  });

  test('a slip is corrected to a word of the index, in the form typed where it can be', () => {
    assert.equal(ask('булатень').didYouMean, null);
    assert.equal(ask('бюлетень').didYouMean, 'бюллетень');
    assert.equal(ask('бюлетенем').didYouMean, 'бюллетенем');
    assert.equal(ask('parlament bill').didYouMean, 'parliament bill');
    assert.deepEqual(ids('бюлетень'), [1, 2]);
  });

  test('no correction where something is found, or would be without the filters', () => {
    assert.equal(ask('бюллетень').didYouMean, null);
    const filtered = ask('бюллетень', { filters: { language: 'en' } });
    assert.deepEqual(filtered, { total: 0, hits: [], didYouMean: null });
  });

  test('stop words, signs and endless queries find nothing, quickly and without throwing', () => {
    for (const text of ['и не на ', '"', '«»', '"" ""', '((((*', 'слово '.repeat(5000), '\u0000']) {
      assert.doesNotThrow(() => ask(text), text.slice(0, 20));
    }
    assert.equal(ask('и не на ').total, 0);
  });
});
