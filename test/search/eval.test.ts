import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { evaluateSimilar } from '../../src/search/eval.js';
import { averagePrecision, ndcgAt, percentile, recallAt } from '../../src/search/eval-metrics.js';
import { createVariedDocuments } from '../../src/search/eval-scale.js';
import { ARTICLES } from './articles.js';

describe('figures of a ranking', () => {
  const qrel = { query: 'q', relevant: ['a', 'b'] };

  test('nDCG: 1 for the ideal order, worked by hand for another, 0 for none', () => {
    assert.equal(ndcgAt(5, ['a', 'b', 'x'], qrel), 1);
    const byHand = (1 / Math.log2(3) + 1 / Math.log2(5)) / (1 + 1 / Math.log2(3));
    assert.ok(Math.abs(ndcgAt(5, ['x', 'a', 'y', 'b'], qrel) - byHand) < 1e-12);
    assert.equal(ndcgAt(5, ['x', 'y'], qrel), 0);
  });

  test('grades are the gain, linearly', () => {
    const graded = { ...qrel, grades: { a: 1, b: 3 } };
    const byHand = (1 + 3 / Math.log2(3)) / (3 + 1 / Math.log2(3));
    assert.ok(Math.abs(ndcgAt(10, ['a', 'b'], graded) - byHand) < 1e-12);
  });

  test('recall counts what could stand there; average precision counts what is missing', () => {
    assert.equal(recallAt(1, ['a'], qrel), 1);
    assert.equal(recallAt(10, ['a', 'x'], qrel), 0.5);
    assert.equal(averagePrecision(['x', 'a'], qrel), 0.25);
  });

  test('percentiles', () => {
    assert.equal(percentile([3, 1, 2, 4], 0.5), 2);
    assert.equal(percentile([3, 1, 2, 4], 0.95), 4);
    assert.equal(percentile([], 0.5), 0);
  });
});

describe('evaluateSimilar', () => {
  const docs = ARTICLES.map(({ id, title, text, language }) => ({
    id: `d${id}`,
    title,
    text,
    lang: language,
    date: null,
  }));
  const qrels = [
    { query: 'd1', relevant: ['d2'] },
    { query: 'd4', relevant: ['d3'] },
    { query: 'unknown', relevant: ['d1'] },
  ];

  test('a grown index is timed and weighed; the quality stays that of the set', () => {
    const plain = evaluateSimilar(docs, qrels);
    const grown = evaluateSimilar(docs, qrels, { scale: 700 });
    assert.equal(plain.scale, docs.length);
    assert.equal(grown.scale, 700);
    assert.equal(grown.docs, docs.length);
    assert.equal(grown.ndcg10, plain.ndcg10);
    assert.ok(grown.indexMs > plain.indexMs);
  });

  test('varied articles: the same for the same number, none like another, numbers exchanged', () => {
    const varied = createVariedDocuments(docs);
    assert.deepEqual(varied(5), createVariedDocuments(docs)(5));
    const texts = Array.from({ length: 300 }, (_, index) => varied(index)).map(({ title, text }) => title + text);
    assert.ok(new Set(texts).size > 200);
    const [source] = docs;
    assert.ok(source);
    const numbered = createVariedDocuments([{ ...source, title: 'Сообщает Памфилова: 123456', text: '' }]);
    assert.ok(!numbered(1).title.includes('123456'));
    assert.ok(!numbered(7000).title.includes('Памфилова'), numbered(7000).title);
  });

  test('ranks the pairs first, leaves the query out, and measures the references on the same documents', () => {
    const figures = evaluateSimilar(docs, qrels);
    assert.equal(figures.docs, docs.length);
    assert.equal(figures.queries, 2);
    assert.equal(figures.ndcg10, 1);
    assert.equal(figures.map, 1);
    assert.equal(figures.references.cosine.ndcg10, 1);
    assert.ok(figures.references.title.recall10 >= 0.5);
    assert.ok(figures.indexMs > 0 && figures.p95Ms >= figures.p50Ms);
  });
});
