import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { chipsOf } from '../../src/search/story-chips.js';

const names = (text: string) => [...chipsOf('', text).names.values()];
const numbers = (text: string) => [...chipsOf('', text).numbers.values()];

describe('names of a report', () => {
  test('are whole, without titles and days, and stand once however they are inflected', () => {
    assert.deepEqual(names('В среду Нина Аркадьевна ждала. Потом к Нине Аркадьевне пришла вся комиссия.'), [
      'Нина Аркадьевна',
    ]);
    assert.deepEqual(names('On Monday, Mr Agnes Thorne of Eastmere North met the Farmers’ List.'), [
      'Agnes Thorne',
      'Eastmere North',
      'Farmers’ List',
    ]);
  });

  test('are no words that merely begin a sentence or a quotation', () => {
    assert.deepEqual(names('Кто виноват?» Отвечаем: комиссия. «Явка» была высока. The end.'), []);
    assert.deepEqual(names('говорит Инна Белозёрова-Край'), ['Инна Белозёрова-Край']);
  });
});

describe('numbers of a report', () => {
  test('stand with what they count, as the text writes them', () => {
    assert.deepEqual(numbers('Привезли 1 870 фотографий и 8,8 процента брака, Сорок минут ждали пять тысяч человек.'), [
      '1 870 фотографий',
      '8,8 процента',
      'сорок минут',
      'пять тысяч человек',
    ]);
    assert.deepEqual(numbers('It has 4,300 rows, two locked rooms and 15 per cent of 2.1 million views.'), [
      '4,300 rows',
      'two locked rooms',
      '15 per cent',
      '2.1 million views',
    ]);
  });

  test('without what they count, in an oblique case, as part of a number, a year or a time, they say nothing', () => {
    for (const text of [
      'Их двое обещали прийти',
      'на двух участках',
      'восемьдесят восемь голосов'.slice(0, 20),
      'в 2027 году',
      'в 9:12 положили',
      'мешок № 35 пломба цела',
      'мешок 35 пломба цела',
      'one vote, hundred of them',
      'eight differ and seven precede it',
    ]) {
      assert.deepEqual(numbers(text), [], text);
    }
  });

  test('hostile texts neither throw nor hang', () => {
    const started = performance.now();
    for (const piece of ['1 ', 'А', 'А ', "a'", '1.', '«', '№ 1 ', 'ых ', '1 000 '])
      chipsOf(piece.repeat(50_000), piece);
    assert.ok(performance.now() - started < 2000);
  });
});
