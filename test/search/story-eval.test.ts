import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { evaluateStories } from '../../src/search/story-eval.js';
import { random, rewrite } from '../../src/search/story-eval-edits.js';
import { bcubed, precisionRecallCurve } from '../../src/search/story-eval-metrics.js';
import { elsewhere, retold, WIRE, wire } from './story-reports.js';

const pair = (a: string, b: string, isSame: boolean, score: number) => ({
  a,
  b,
  isSame,
  score,
  isJoined: score >= 0.5,
});

describe('figures of pairs', () => {
  test('the curve has a point for each score, worked by hand', () => {
    const judged = [pair('a', 'b', true, 0.9), pair('c', 'd', false, 0.6), pair('e', 'f', true, 0.4)];
    const { curve, averagePrecision } = precisionRecallCurve(judged);
    assert.deepEqual(curve, [
      { threshold: 0.9, precision: 1, recall: 0.5 },
      { threshold: 0.6, precision: 1 / 2, recall: 0.5 },
      { threshold: 0.4, precision: 2 / 3, recall: 1 },
    ]);
    assert.ok(Math.abs(averagePrecision - (0.5 + 0.5 * (2 / 3))) < 1e-12);
  });

  test('B-cubed: whole for right decisions, less where a cluster swallows a stranger or loses a member', () => {
    assert.deepEqual(bcubed([pair('a', 'b', true, 0.9), pair('b', 'c', false, 0.1)]), { precision: 1, recall: 1 });
    const swallowed = bcubed([pair('a', 'b', true, 0.9), pair('b', 'c', false, 0.8)]);
    assert.ok(swallowed.precision < 1 && swallowed.recall === 1);
    assert.deepEqual(bcubed([pair('a', 'b', true, 0.1)]), { precision: 1, recall: 0.5 });
  });
});

describe('evaluation of stories', () => {
  const docs = [wire(), retold(), elsewhere()].map(({ title, text, source }, at) => {
    return { id: `d${at}`, title, text, date: null, lang: 'ru', source };
  });
  const pairs = [
    { a: 'd0', b: 'd1', isSame: true },
    { a: 'd1', b: 'd2', isSame: false },
    { a: 'd1', b: 'gone', isSame: true },
  ];

  test('counts what is joined, leaves out pairs without a document, and finds repeats of every text', () => {
    const figures = evaluateStories(docs, pairs);
    assert.equal(figures.pairs, 2);
    assert.equal(figures.precision, 1);
    assert.equal(figures.nearDuplicates.documents, 3);
    assert.equal(figures.nearDuplicates.recall.light, 1);
    assert.equal(figures.nearDuplicates.falsePositives, 0);
  });

  test('says the same at every run', () => {
    assert.deepEqual(evaluateStories(docs, pairs), evaluateStories(docs, pairs));
  });

  test('edits change some words and keep the first sentence in its place', () => {
    const edited = rewrite(WIRE, { words: 0.1, sentences: 0.9 }, () => 'слово', random(1));
    assert.notEqual(edited, WIRE);
    assert.ok(edited.length < WIRE.length && edited.startsWith('Центризбирком'));
    assert.equal(
      rewrite(WIRE, { words: 0, sentences: 0 }, () => '', random(1)),
      WIRE,
    );
  });
});
