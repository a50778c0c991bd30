import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Letter } from '../../src/lib/mail.js';
import { createComposeLetter } from '../../src/notifications/compose-letter.js';
import { wrapText } from '../../src/notifications/wrap-text.js';
import { markupProblems } from '../web/html-check.js';

const compose = createComposeLetter({ siteName: 'Трибуна', baseUrl: () => 'https://hustings.example' });
const url = `https://hustings.example/verify/${'x'.repeat(60)}?a=1&b=2`;
const letter: Letter = {
  language: 'ru',
  subject: 'Подтвердите <адрес>',
  blocks: [
    {
      kind: 'paragraph',
      text: 'Здравствуйте, "Анна"!\nЭто письмо <b>пришло</b>, потому что кто-то указал ваш адрес на сайте и ждёт ответа.',
    },
    { kind: 'button', label: 'Подтвердить', url },
    { kind: 'heading', text: 'Новое' },
    { kind: 'quote', by: 'Лев', text: 'Слова <script>' },
    { kind: 'code', text: 'AB12-CD34' },
    {
      kind: 'items',
      items: [
        { title: 'Явка выросла', url: 'https://hustings.example/threads/1', meta: '5 сообщений', text: 'Коротко.' },
      ],
    },
  ],
  footer: [
    { text: 'Не вы? Ничего не делайте.', link: { label: 'Настройки', url: 'https://hustings.example/account' } },
  ],
};
const mail = compose({ name: 'Анна', address: 'anna@example.org' }, letter);

describe('a letter', () => {
  test('is sound HTML that escapes what people wrote and loads nothing', () => {
    assert.deepEqual(markupProblems(mail.html.replace(/ style="[^"]*"/g, '')), []);
    assert.doesNotMatch(mail.html, /<script|<b>|<img|<link|undefined|src=/);
    assert.match(mail.html, /Слова &lt;script&gt;/);
    assert.match(mail.html, /<html lang="ru">/);
    assert.ok(mail.html.includes(`href="${url.replaceAll('&', '&amp;')}"`));
  });

  test('says the same in plain text, in short lines, with every address whole', () => {
    for (const part of ['Анна', 'AB12-CD34', '> Слова <script>', 'Лев:', '* Явка выросла', '5 сообщений', 'Коротко.']) {
      assert.ok(mail.text.includes(part), part);
    }
    const lines = mail.text.split('\n');
    assert.ok(lines.includes(url));
    assert.ok(lines.includes('Настройки: https://hustings.example/account'));
    assert.ok(lines.includes('-- '), 'the signature mark keeps its space');
    for (const line of lines) assert.ok(line.length <= 76 || !line.trim().includes(' '), line);
  });
});

test('wrapText hangs what follows below its mark and never loses a word', () => {
  const words = Array.from({ length: 40 }, (_, index) => `слово${index}`).join(' ');
  for (const mark of ['', '  ', '* ', '> ']) {
    const wrapped = wrapText(mark + words, 40).split('\n');
    assert.ok(wrapped.every((line) => line.length <= 40));
    const bare = wrapped.map((line) => line.slice(mark.length)).join(' ');
    assert.equal(bare, words);
  }
});
