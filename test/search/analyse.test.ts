import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { analyse, visitTerms } from '../../src/search/analyse.js';

const terms = (text: string) => analyse(text).map(({ term }) => term);

describe('analyse', () => {
  test('forms of a Russian, an English and a Ukrainian word share one term', () => {
    for (const forms of ['выборы выборов выборами Выборам', 'story stories Stories', 'вибори виборів виборами']) {
      assert.equal(new Set(terms(forms)).size, 1, forms);
    }
  });

  test('ё is е, a decomposed letter is a composed one, a stress mark is nothing', () => {
    assert.deepEqual(terms('Ёлкин'), terms('Елкин'));
    assert.deepEqual(terms('йод'.normalize('NFD')), terms('йод'));
    assert.deepEqual(terms('за\u0301мок'), terms('замок'));
  });

  test('abbreviations stay whole, typed large or small, and are no stop words', () => {
    assert.deepEqual(terms('ЦИК УИК ДЭГ ЕС EU AI США решили'), ['цик', 'уик', 'дэг', 'ес', 'eu', 'ai', 'сша', 'реш']);
    assert.deepEqual(terms('цик уик дэг ес eu ai сша'), terms('ЦИК УИК ДЭГ ЕС EU AI США'));
    assert.deepEqual(terms('US and us'), ['us']);
  });

  test('a text in capitals throughout keeps its stop words out', () => {
    assert.deepEqual(terms('ОН И ОНА ГОЛОСОВАЛИ НА ВЫБОРАХ'), terms('он и она голосовали на выборах'));
  });

  test('a hashtag is one word with its sign, and the same word without it; the fragment of an address is none', () => {
    const tags = analyse('#выборы2026_край, #ЦИК и page#main');
    assert.deepEqual(
      tags.map(({ surface, term }) => [surface, term]),
      [
        ['#выборы2026_край', 'выборы2026_край'],
        ['#ЦИК', 'цик'],
        ['page', 'page'],
        ['main', 'main'],
      ],
    );
    assert.deepEqual(terms('#выборы'), terms('выборы'));
  });

  test('stop words and single letters go, numbers and hashtag words stay', () => {
    assert.deepEqual(terms('и в на #выборы 2026 в 9 к'), ['выбор', '2026', '9']);
  });

  test('apostrophes: contractions, possessives, elisions, Ukrainian', () => {
    assert.deepEqual(terms("don't"), []);
    assert.deepEqual(terms('Putin’s'), terms('Putin'));
    assert.deepEqual(terms("l'élection"), ['élection']);
    assert.deepEqual(terms("об'єднання"), terms('обʼєднання'));
  });

  test('other scripts pass unstemmed', () => {
    assert.deepEqual(terms('Wähler εκλογές चुनाव'), ['wähler', 'εκλογές', 'चुनाव']);
  });

  test('places point at the text as given, and both readings agree', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
        const tokens = analyse(text);
        for (const token of tokens) assert.equal(text.slice(token.start, token.end), token.surface);
        const visited: string[] = [];
        visitTerms(text, (term) => visited.push(term));
        assert.deepEqual(
          visited,
          tokens.map(({ term }) => term),
        );
      }),
    );
  });

  test('a very long run of letters gives one short term', () => {
    const [token] = analyse('ы'.repeat(100_000));
    assert.ok(token && token.term.length <= 40);
  });
});
