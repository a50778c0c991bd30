import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { highlight, snippet } from '../../src/search/highlight.js';

const marked = (runs: { text: string; isMatch: boolean }[]) =>
  runs.filter(({ isMatch }) => isMatch).map(({ text }) => text);
const whole = (runs: { text: string }[]) => runs.map(({ text }) => text).join('');

describe('highlight', () => {
  test('marks word forms as they are written, unfinished last words too', () => {
    assert.deepEqual(marked(highlight('выборы цик', 'Выборов ждёт ЦИК, а не циклон')), ['Выборов', 'ЦИК']);
    assert.deepEqual(marked(highlight('избират', 'Избирательная комиссия')), ['Избирательная']);
    assert.deepEqual(marked(highlight('выборы ', 'О выборах и выборе')), ['выборах', 'выборе']);
    assert.deepEqual(marked(highlight('"online voting"', 'Online votes')), ['Online', 'votes']);
  });

  test('the runs always join to the text', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 80 });
    fc.assert(fc.property(text, text, (query, content) => assert.equal(whole(highlight(query, content)), content)));
  });
});

describe('snippet', () => {
  const long = `${'вода '.repeat(200)}Комиссия напечатала бюллетени к выборам. ${'земля '.repeat(200)}`;

  test('shows the place with most words of the query, cut between words', () => {
    const runs = snippet('бюллетень выборы', long, 120);
    assert.deepEqual(marked(runs), ['бюллетени', 'выборам']);
    const text = whole(runs);
    assert.ok(text.startsWith('…вода') && text.endsWith('земля…'), text);
    assert.ok(text.length <= 122);
  });

  test('words far apart do not count as one place', () => {
    const far = `бюллетени ${'вода '.repeat(100)} выборы ${'земля '.repeat(100)} выборы и бюллетени ${'небо '.repeat(100)}`;
    assert.deepEqual(marked(snippet('бюллетень выборы', far, 100)), ['выборы', 'бюллетени']);
  });

  test('a text without matches starts at its beginning; a short text is shown whole', () => {
    assert.ok(whole(snippet('кубок', long, 100)).startsWith('вода'));
    assert.equal(whole(snippet('кубок', 'Короткий текст', 100)), 'Короткий текст');
  });

  test('is always a part of the text, within the limit', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 200 });
    fc.assert(
      fc.property(text, text, fc.integer({ min: 1, max: 100 }), (query, content, limit) => {
        const shown = whole(snippet(query, content, limit));
        assert.ok(shown.length <= limit + 2);
        assert.ok(
          content.includes(shown) ||
            content.includes(shown.replace(/^…|…$/g, '')) ||
            content.includes(shown.slice(1, -1)),
        );
      }),
    );
  });
});
