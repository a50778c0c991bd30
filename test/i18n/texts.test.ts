import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { errorText, noticeText, textsFor } from '../../src/i18n/texts.js';

const en = textsFor('en');
const ru = textsFor('ru');

/** Every leaf as `group.key` → text; functions are called with plausible values. */
function leaves(value: object, prefix = ''): [string, string][] {
  return Object.entries(value).flatMap(([key, entry]): [string, string][] => {
    const name = `${prefix}${key}`;
    if (typeof entry === 'string') return [[name, entry]];
    if (typeof entry === 'function') return [[name, entry(5, 7, 3)]];
    return leaves(entry, `${name}.`);
  });
}

describe('texts', () => {
  test('are complete in both languages and leave no hole', () => {
    const names = (texts: object) => leaves(texts).map(([name]) => name);
    assert.deepEqual(names(ru).sort(), names(en).sort());
    for (const [name, text] of [...leaves(en), ...leaves(ru)]) {
      assert.ok(text.trim() !== '', name);
      assert.doesNotMatch(text, /undefined|NaN|\[object/, name);
    }
  });

  test('are written in their own language', () => {
    const shared =
      /^languages\.|^site\.feedOf$|^pages\.replyBy$|^following\.named$|^notifications\.says\.story$|^digest\.reply$/;
    for (const [name, text] of leaves(ru)) if (!shared.test(name)) assert.match(text, /[а-яё]|№/iu, name);
    for (const [name, text] of leaves(en)) if (!shared.test(name)) assert.doesNotMatch(text, /[а-яё]/iu, name);
  });
});

describe('errorText', () => {
  test('puts the parameters into the sentence', () => {
    assert.equal(errorText(en, 'too-long', { max: 1 }), 'Too long: at most 1\u00a0character.');
    assert.equal(
      errorText(ru, 'too-many-requests', { seconds: 21 }),
      'Слишком много попыток. Повторите через 21\u00a0секунду.',
    );
    assert.equal(
      errorText(ru, 'too-many-requests', { seconds: 100 }),
      'Слишком много попыток. Повторите через 2\u00a0минуты.',
    );
  });

  test('answers an unknown code, even a hostile one, with the general sentence', () => {
    for (const code of ['no-such-code', 'constructor', '__proto__', 'toString', '']) {
      assert.equal(errorText(en, code), en.errors.unknown);
    }
  });

  test('survives missing parameters', () => {
    assert.doesNotMatch(errorText(ru, 'too-many-requests'), /NaN|undefined/);
    assert.doesNotMatch(errorText(en, 'feed-unreachable'), /undefined/);
  });
});

test('noticeText falls back to a plain confirmation', () => {
  assert.equal(noticeText(ru, 'logged-in', { name: 'Анна' }), 'Вы вошли как Анна.');
  assert.equal(noticeText(ru, 'valueOf'), ru.notices.done);
});
