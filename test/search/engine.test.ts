import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { SearchDocument } from '../../src/search/document.js';
import { createEngine, type Engine } from '../../src/search/engine.js';
import { search } from '../../src/search/query.js';
import { similarTo } from '../../src/search/similar.js';
import { ARTICLES, article } from './articles.js';

const WORDS = [
  'выборы',
  'выборов',
  'партия',
  'ЦИК',
  'метро',
  'Казань',
  'voting',
  'bill',
  'stories',
  '2026',
  'съезд',
  'кубок',
];
const words = (max: number) =>
  fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: max }).map((list) => list.join(' '));
const randomArticle = fc.record({
  id: fc.integer({ min: 1, max: 12 }),
  version: fc.nat({ max: 9 }),
  title: words(4),
  text: words(12),
});
const change = fc.oneof(
  randomArticle.map(({ id, version, title, text }) => ({ put: article(id, title, text, { version }), drop: 0 })),
  fc.integer({ min: 1, max: 12 }).map((drop) => ({ put: undefined, drop })),
);

function answers(engine: Engine, documents: readonly SearchDocument[]): unknown {
  const found = WORDS.map((text) => search(engine, { text, filters: {}, sort: 'relevance', offset: 0, limit: 20 }));
  const similar = documents.map((document) => similarTo(engine, document, { limit: 10, minScore: 0 }));
  return { found, similar, versions: engine.versions() };
}

describe('engine', () => {
  test('after any additions, replacements and removals it answers as a fresh one does', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 40 }), (changes) => {
        // Most articles stand in the archive: an answer must not depend on it.
        const engine = createEngine(undefined, { recentArticles: 2 });
        const held = new Map<number, SearchDocument>();
        for (const { put, drop } of changes) {
          if (put) engine.upsert([put]);
          else engine.remove([drop]);
          if (put) held.set(put.id, put);
          else held.delete(drop);
        }
        const documents = [...held.values()];
        const fresh = createEngine();
        fresh.upsert(documents);
        assert.deepEqual(answers(engine, documents), answers(fresh, documents));
      }),
      { numRuns: 60 },
    );
  });

  test('wear is compacted away: replacing the same articles thousands of times leaves no trace', () => {
    const engine = createEngine();
    for (let round = 0; round < 400; round++) {
      engine.upsert(ARTICLES.map((one) => ({ ...one, version: round, text: `${one.text} слово${round}` })));
    }
    assert.ok(engine.articles().slots() < 2500, `${engine.articles().slots()} slots`);
    assert.ok(engine.stats().terms < 600, `${engine.stats().terms} terms`);
    assert.equal(engine.stats().documents, ARTICLES.length);
    const found = search(engine, { text: 'бюллетень', filters: {}, sort: 'relevance', offset: 0, limit: 10 });
    assert.deepEqual(found.hits.map(({ id }) => id).sort(), [1, 2]);
  });

  test('every word of a long article is findable', () => {
    const engine = createEngine();
    const text = Array.from({ length: 1500 }, (_, index) => `слово${index}`).join(' ');
    engine.upsert([article(1, 'Длинная', text)]);
    for (const word of ['слово0', 'слово399', 'слово400', 'слово1499']) {
      assert.equal(
        search(engine, { text: `${word} `, filters: {}, sort: 'newest', offset: 0, limit: 1 }).total,
        1,
        word,
      );
    }
  });

  test('hostile texts neither throw nor hang', () => {
    const engine = createEngine();
    const hostile = [
      '',
      '\u0000\uD800',
      '\u0301'.repeat(5000),
      '__proto__ constructor toString',
      'a'.repeat(300_000),
      '👩‍👩‍👧 '.repeat(2000),
    ];
    engine.upsert(hostile.map((text, index) => article(index + 1, text, text)));
    assert.equal(engine.stats().documents, hostile.length);
    const found = search(engine, { text: 'constructor', filters: {}, sort: 'relevance', offset: 0, limit: 5 });
    assert.deepEqual(
      found.hits.map(({ id }) => id),
      [4],
    );
    engine.remove(hostile.map((_, index) => index + 1));
    assert.equal(engine.stats().documents, 0);
  });
});
