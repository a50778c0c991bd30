import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { visitTerms } from '../../src/search/analyse.js';
import { createTermTable } from '../../src/search/term-table.js';

/** How the table writes the first term of the first text, once it has met all of them. */
function written(...texts: string[]): string {
  const terms = createTermTable();
  const ids: number[] = [];
  for (const text of texts) visitTerms(text, (term, surface) => ids.push(terms.idOf(term, surface)));
  return terms.writtenOf(ids[0] ?? -1);
}

describe('the written form of a term', () => {
  test('a name keeps its capital, until the word stands without', () => {
    assert.equal(written('Москва', 'Москвы'), 'Москва');
    assert.equal(written('Мира', 'мира'), 'мира');
    assert.equal(written('ЦИК'), 'ЦИК');
  });

  test('a hashtag is written as its word', () => {
    assert.equal(written('Москва', '#Москва'), 'Москва');
    assert.equal(written('#Москва'), 'Москва');
    assert.equal(written('#ЦИК'), 'ЦИК');
  });

  test('the sign does not count as a letter: the shorter form stays', () => {
    assert.equal(written('#Москвы', 'Москвою'), 'Москвы');
    assert.equal(written('Москвою', '#Москвы'), 'Москвы');
  });
});
