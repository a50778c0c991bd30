import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { decodeBytes, knownCharset } from '../../src/feeds/decode.js';
import { readFixture } from './feed-fixture.js';

const TITLE = 'Избирательная комиссия объявила итоги голосования';

describe('bytes to text', () => {
  test('the document’s own label counts where bytes are not UTF-8', async () => {
    for (const charset of ['windows-1251', 'koi8-r']) {
      const decoded = decodeBytes(await readFixture(`${charset}.xml`));
      assert.equal(decoded.charset, charset);
      assert.deepEqual(decoded.repairs, []);
      assert.match(decoded.text, new RegExp(TITLE));
    }
  });

  test('without a label the letters tell the Russian code pages apart', async () => {
    const decoded = decodeBytes(await readFixture('cp866-unlabelled.xml'));
    assert.equal(decoded.charset, 'ibm866');
    assert.deepEqual(decoded.repairs, ['charset-guessed']);
    assert.match(decoded.text, new RegExp(TITLE));
  });

  test('a label that makes nonsense of Russian loses', async () => {
    const bytes = await readFixture('koi8-r-labelled-wrong.xml');
    for (const httpCharset of [undefined, 'iso-8859-1', 'windows-1251', 'utf-8']) {
      assert.match(decodeBytes(bytes, httpCharset).text, new RegExp(TITLE), httpCharset);
    }
  });

  test('valid UTF-8 beats every label', () => {
    const bytes = new TextEncoder().encode('<?xml version="1.0" encoding="windows-1251"?><t>Выборы</t>');
    const decoded = decodeBytes(bytes, 'koi8-r');
    assert.equal(decoded.charset, 'utf-8');
    assert.deepEqual(decoded.repairs, ['charset-label-wrong']);
    assert.match(decoded.text, /Выборы/);
  });

  test('the HTTP charset beats the document’s label', () => {
    const bytes = Buffer.from('<?xml version="1.0" encoding="iso-8859-2"?><t>caf\u00e9 \u0093q\u0094</t>', 'latin1');
    assert.match(decodeBytes(bytes, 'windows-1252').text, /café “q”/);
  });

  test('a broken byte does not turn UTF-8 into something else', () => {
    const bytes = Buffer.concat([Buffer.from('<t>Итоги выборов'), Buffer.from([0xff]), Buffer.from(' объявлены</t>')]);
    const decoded = decodeBytes(bytes, 'windows-1251');
    assert.equal(decoded.charset, 'utf-8');
    assert.deepEqual(decoded.repairs, ['invalid-utf-8']);
    assert.match(decoded.text, /выборов\ufffd объявлены/);
  });

  test('UTF-16 and UTF-32 with and without a mark', () => {
    const text = '<?xml version="1.0"?><t>Выборы 🗳</t>';
    const utf16 = Buffer.from(text, 'utf16le');
    const utf32 = Buffer.alloc([...text].length * 4);
    [...text].forEach((char, index) => void utf32.writeUInt32BE(char.codePointAt(0) ?? 0, index * 4));
    const cases: [Buffer, string][] = [
      [utf16, 'utf-16le'],
      [Buffer.concat([Buffer.from([0xff, 0xfe]), utf16]), 'utf-16le'],
      [Buffer.from(utf16).swap16(), 'utf-16be'],
      [utf32, 'utf-32be'],
      [Buffer.from(utf32).swap32(), 'utf-32le'],
      [Buffer.concat([Buffer.from([0, 0, 0xfe, 0xff]), utf32]), 'utf-32be'],
    ];
    for (const [bytes, charset] of cases) {
      const decoded = decodeBytes(bytes);
      assert.equal(decoded.charset, charset);
      assert.equal(decoded.text, text);
    }
  });

  test('Western and East Asian texts without a label', () => {
    assert.match(
      decodeBytes(Buffer.from('<t>Les \u00e9lections \u00e0 No\u00ebl</t>', 'latin1')).text,
      /élections à Noël/,
    );
    // "中国选举新闻今天公布了投票结果" in GB18030
    const chinese = Buffer.from('d6d0b9fad1a1bed9d0c2cec5bdf1ccecb9abb2bcc1cbcdb6c6b1bde1b9fb', 'hex');
    assert.match(decodeBytes(Buffer.concat([Buffer.from('<t>'), chinese, chinese])).text, /中国选举/);
  });

  test('a byte order mark is never part of the text', () => {
    assert.equal(decodeBytes(Buffer.from('\ufeff<t/>')).text, '<t/>');
  });

  test('charset names are known by their habits, unknown ones are null', () => {
    assert.equal(knownCharset(' CP1251 '), 'windows-1251');
    assert.equal(knownCharset('win-1251'), 'windows-1251');
    assert.equal(knownCharset('utf8'), 'utf-8');
    assert.equal(knownCharset('nonsense'), null);
  });
});
