import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { tagKey } from '../../src/news/tag.js';

describe('tagKey', () => {
  test('case, spaces, ё and look-alike forms make no difference', () => {
    const key = tagKey('Чёрный список');
    assert.equal(key, 'черный список');
    for (const label of ['  ЧЁРНЫЙ\n список ', 'черный\u00a0список', 'Чёрный спи\u00adсок'])
      assert.equal(tagKey(label), key);
    assert.equal(tagKey('ﬁnance'), 'finance');
  });

  test('a label without a letter has no key', () => {
    for (const label of ['', ' \n', '\u0000', '\u200b']) assert.equal(tagKey(label), '');
  });

  test('any label gives a key that is its own key, fits the column and can stand in an address', () => {
    const label = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 90 }),
      fc.string({ unit: 'grapheme', maxLength: 90 }),
    );
    const broken = fc
      .array(fc.constantFrom('\ud83d', '\ude00', 'ﷺ', '😀', 'a', ' '), { maxLength: 40 })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.oneof(label, broken), (text) => {
        const key = tagKey(text);
        assert.equal(tagKey(key), key);
        assert.ok(key.length <= 60);
        assert.equal(decodeURIComponent(encodeURIComponent(key)), key);
        assert.doesNotMatch(key, /\p{Cc}/u);
      }),
      { numRuns: 500 },
    );
  });
});
