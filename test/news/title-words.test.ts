import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { foldTitle, wordPattern } from '../../src/news/title-words.js';

const isIn = (word: string, title: string) => foldTitle(title).includes(wordPattern(word));

describe('a muted word', () => {
  test('is found in any form, in any case, beside any mark', () => {
    for (const title of ['Выборы прошли', 'О «выборах» и людях', 'ИТОГИ ВЫБОРОВ', 'Итоги(выборами)', 'Суд—выборы'])
      assert.ok(isIn('выборы', title), title);
    assert.ok(isIn('vote', 'Votes are counted'));
    assert.ok(isIn('ёлка', 'Елка на площади'));
    assert.ok(isIn('явка низкая', 'Почему явка низкая?'));
  });

  test('is not found inside another word', () => {
    assert.ok(!isIn('выборы', 'Перевыборы назначены'));
    assert.ok(!isIn('суд', 'Посуда подорожала'));
    assert.ok(!isIn('цик', 'Цикл лекций'));
    assert.ok(isIn('цик', 'В ЦИК ответили'));
  });
});
