import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createArticleVectors } from '../../src/search/article-vectors.js';
import { circleOverlaps } from '../../src/search/company.js';
import { createWorkspace } from '../../src/search/workspace.js';

const empty = { keys: new Uint32Array(), weights: new Float64Array() };
const evenly = { known: 100, weigh: () => {} };

function companyOf(...articles: number[][]) {
  const { vectorOf } = createArticleVectors();
  const vectors = articles.map((body) => vectorOf({ title: body.slice(0, 1), body, rest: [] }, evenly));
  const marks = new Uint32Array(200);
  const overlap = circleOverlaps(vectors, marks);
  assert.ok(
    marks.every((mark) => mark === 0),
    'the shared column is left empty',
  );
  return { likeness: createWorkspace().likeness(vectors[0] ?? empty, vectors, 200), overlap };
}

describe('company of articles', () => {
  test('likeness is the cosine: 1 for the same words, 0 for none shared', () => {
    const { likeness, overlap } = companyOf([1, 2, 3], [1, 2, 3], [7, 8, 9]);
    assert.ok(Math.abs((likeness[1] ?? 0) - 1) < 1e-9);
    assert.equal(likeness[2], 0);
    assert.equal(overlap[2], 0);
  });

  test('of two equally alike, the one with the same neighbours has more in common', () => {
    const event = [
      [1, 2, 3, 4],
      [1, 2, 5, 6],
    ];
    const { likeness, overlap } = companyOf([1, 2, 3, 5, 20], ...event, [1, 4, 6, 30, 31], [20, 40, 41, 42, 43]);
    const [teller = 0, stranger = 0] = [likeness[3], likeness[4]];
    assert.ok(teller > 0 && stranger > 0);
    assert.ok((overlap[3] ?? 0) > (overlap[4] ?? 0));
  });

  test('the same circle overlaps fully, however the articles come', () => {
    const { overlap } = companyOf([1, 2, 3], [1, 2, 3], [1, 2, 4], [5, 6, 7]);
    assert.ok(Math.abs((overlap[0] ?? 0) - 1) < 1e-9);
    assert.ok(Math.abs((overlap[1] ?? 0) - 1) < 1e-9);
    assert.ok((overlap[2] ?? 0) < 1 && (overlap[2] ?? 0) > 0);
    assert.equal(overlap[3], 0);
  });

  test('a third article counts as much as it is like the one that it is less like', () => {
    const { likeness, overlap } = companyOf([1, 2, 3], [1, 4, 5]);
    // Rows [1, l] and [l, 1]: l is shared twice, of 1 + l held by each.
    const shared = likeness[1] ?? 0;
    assert.ok(shared > 0.1 && shared < 0.9);
    assert.ok(Math.abs((overlap[1] ?? 0) - (2 * shared) / (1 + shared)) < 1e-9);
  });

  test('vectors: the title counts on its own, the lead more than the rest, an empty article nothing', () => {
    const { vectorOf } = createArticleVectors();
    const { keys, weights } = vectorOf({ title: [5], body: [6], rest: [7] }, evenly);
    const weightOf = (key: number) => weights[keys.indexOf(key)] ?? 0;
    assert.ok(weightOf(10) > weightOf(12) && weightOf(12) > weightOf(14));
    assert.ok(weightOf(11) > 0, 'the part of the title');
    assert.ok(Math.abs(weights.reduce((sum, weight) => sum + weight ** 2, 0) - 1) < 1e-9);
    assert.equal(vectorOf({ title: [], body: [], rest: [] }, evenly).keys.length, 0);
  });
});
