import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createEngine } from '../../src/search/engine.js';
import { SHOWN_FROM, similarTo } from '../../src/search/similar.js';
import { ARTICLES, article } from './articles.js';

function engineWith(articles = ARTICLES) {
  const engine = createEngine();
  engine.upsert(articles);
  return engine;
}

function byId(id: number) {
  const found = ARTICLES.find((one) => one.id === id);
  assert.ok(found);
  return found;
}

describe('similarTo', () => {
  test('the other report of an event comes first, itself and strangers not at all', () => {
    for (const [id, other] of [
      [1, 2],
      [3, 4],
      [5, 6],
    ] as const) {
      const matches = similarTo(engineWith(), byId(id), { limit: 5 });
      assert.equal(matches[0]?.id, other);
      assert.ok(!matches.some((match) => match.id === id || match.id === 8));
      for (const { score } of matches) assert.ok(score >= SHOWN_FROM && score <= 1);
    }
  });

  test('the shared terms are words of the queried text, as written there, without repeats', () => {
    const [match] = similarTo(engineWith(), byId(1), { limit: 1 });
    const { title, text } = byId(1);
    assert.ok(match && match.terms.length >= 3 && match.terms.length <= 6);
    for (const term of match.terms) assert.ok(`${title} ${text}`.includes(term), term);
    assert.equal(new Set(match.terms).size, match.terms.length);
    assert.ok(match.terms.includes('ЦИК') || match.terms.includes('Памфилова'), match.terms.join());
  });

  test('a copy scores 1, a copy from long ago somewhat less', () => {
    const source = byId(1);
    const old = { ...source, id: 21, publishedAt: 0 };
    const matches = similarTo(engineWith([...ARTICLES, { ...source, id: 20 }, old]), source, { limit: 5 });
    assert.deepEqual(
      matches.slice(0, 2).map(({ id }) => id),
      [20, 21],
    );
    assert.ok(Math.abs((matches[0]?.score ?? 0) - 1) < 1e-9);
    assert.ok(Math.abs((matches[1]?.score ?? 0) - 0.7) < 0.01);
  });

  test('explained: the parts give the score, and the named terms carry most of it', () => {
    const [match] = similarTo(engineWith(), byId(1), { limit: 1, explain: true });
    assert.ok(match?.parts?.overlap);
    const { likeness, overlap, dateFactor, shares } = match.parts;
    assert.ok(Math.abs(likeness ** 0.6 * overlap ** 0.4 * dateFactor - match.score) < 1e-9);
    assert.deepEqual(
      shares.map(({ term }) => term),
      match.terms,
    );
    const carried = shares.reduce((sum, { share }) => sum + share, 0);
    assert.ok(carried > 0.5 && carried <= 1 + 1e-9);
    assert.equal(similarTo(engineWith(), byId(1), { limit: 1 })[0]?.parts, undefined);
  });

  test('equal scores: the newer article comes first', () => {
    const twins = [20, 21, 22].map((id, at) => {
      return { ...byId(3), id, publishedAt: byId(3).publishedAt + ([-1, 1, -1][at] ?? 0) * 3_600_000 };
    });
    const matches = similarTo(engineWith([...ARTICLES, ...twins]), byId(3), { limit: 3 });
    assert.equal(matches[0]?.score, matches[2]?.score);
    assert.deepEqual(
      matches.map(({ id }) => id),
      [21, 22, 20],
    );
  });

  test('excluded ids, the limit and an article outside the index', () => {
    const text = article(0, 'Бюллетень для выборов в Госдуму утверждён', 'ЦИК утвердил порядок партий в бюллетене.');
    assert.deepEqual(
      similarTo(engineWith(), text, { limit: 9, excludeIds: [1] }).map(({ id }) => id),
      [2],
    );
    assert.equal(similarTo(engineWith(), text, { limit: 1 }).length, 1);
  });

  test('unknown words lower the score: they are what the other article lacks', () => {
    const clear = article(0, 'Бюллетень выборов в Госдуму', '');
    const strange = article(
      0,
      'Бюллетень выборов в Госдуму',
      'Квантовый зябликообразный суперкомпьютер фыркнул параллелепипедом',
    );
    const score = (one: typeof clear) => similarTo(engineWith(), one, { limit: 1, minScore: 0 })[0]?.score ?? 0;
    assert.ok(score(clear) > score(strange));
  });

  test('nothing for an empty text or an empty index', () => {
    assert.deepEqual(similarTo(engineWith(), article(0, '', 'и в на'), { limit: 5 }), []);
    assert.deepEqual(similarTo(createEngine(), byId(1), { limit: 5 }), []);
  });
});
