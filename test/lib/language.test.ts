import assert from 'node:assert/strict';
import { test } from 'node:test';
import { detectLanguage } from '../../src/lib/language.js';

test('headlines: by letters, then by little words', () => {
  const headlines: Record<string, string> = {
    'Явка на выборах выросла': 'ru',
    'Вибори пройшли в Україні': 'uk',
    'Выбары ў сталіцы': 'be',
    'Turnout rises in the north of the country': 'en',
    'Der Bundestag hat nicht über die Wahlreform abgestimmt': 'de',
    'Les élections et la participation dans les villes': 'fr',
    選挙の結果が発表されました: 'ja',
    选举结果公布: 'zh',
    'Кандидаты в Iowa': 'ru',
  };
  for (const [text, language] of Object.entries(headlines)) assert.equal(detectLanguage(text), language, text);
});

test('unsure is empty, not a guess', () => {
  for (const text of ['', '12:30', 'OK', 'Kandidat', '???', 'RFC 822']) assert.equal(detectLanguage(text), '', text);
});

test('longer texts', () => {
  assert.equal(
    detectLanguage(
      'Комиссия объявила итоги: кандидат набрал половину голосов, сообщил представитель штаба на встрече с журналистами',
    ),
    'ru',
  );
  assert.equal(
    detectLanguage(
      'Избирателната активност в страната остава слаба според наблюдателите, които следят гласуването от началото на деня',
    ),
    'bg',
  );
  assert.equal(detectLanguage('Turnout was low. '.repeat(100)), 'en');
});
