import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { checkName, nameKey } from '../../src/accounts/name.js';

function codeOf(typed: string): string {
  const check = checkName(typed);
  return check.ok ? 'ok' : check.code;
}

describe('checkName', () => {
  test('takes names of people in both alphabets', () => {
    const good = [
      'Anna',
      'Иван Петров',
      'И. П. Сидоров',
      'jean-luc',
      'José_99',
      'Ґанна',
      'Qızlar 1',
      'Łukasz',
      'Пётр I',
      'Иван Smith',
      'Anna B.',
    ];
    for (const name of good) assert.equal(codeOf(name), 'ok', name);
  });

  test('tidies spaces and full-width letters', () => {
    const check = checkName('  Ａnna \u00a0 Bell ');
    assert.equal(check.ok && check.name, 'Anna Bell');
  });

  test('says what is wrong', () => {
    const wrong: [string, string][] = [
      ['', 'required'],
      [' \t ', 'required'],
      ['a', 'too-short'],
      ['a'.repeat(31), 'too-long'],
      ['2026', 'name-invalid'],
      ['-anna', 'name-invalid'],
      ['anna--bell', 'name-invalid'],
      ['anna@example.org', 'name-invalid'],
      ['<b>anna</b>', 'name-invalid'],
      ['anna\u202egnp', 'name-invalid'],
      ['an\u0000na', 'name-invalid'],
      ['anna😀', 'name-invalid'],
      ['Ωmega', 'name-invalid'],
      ['ɑdam', 'name-invalid'],
      ['аdam', 'name-lookalike'],
      ['Пeтр', 'name-lookalike'],
      ['Admin', 'name-reserved'],
      ['а д м и н'.replaceAll(' ', ''), 'name-reserved'],
      ['Модератор', 'name-reserved'],
      ['adrnin', 'name-reserved'],
      ['a.d.m.i.n', 'name-reserved'],
      ['R00t', 'name-reserved'],
      ['Бывший участник 7', 'name-reserved'],
      ['F0rmer-Member 7', 'name-reserved'],
    ];
    for (const [name, code] of wrong) assert.equal(codeOf(name), code, JSON.stringify(name));
  });

  test('lets a trusted caller use a reserved name', () => {
    assert.equal(checkName('admin', { mayBeReserved: true }).ok, true);
  });
});

describe('nameKey', () => {
  test('is one for names that look alike', () => {
    const same: [string, string][] = [
      ['Anna', 'anna'],
      ['сосо', 'coco'],
      ['СОСО', 'coco'],
      ['Ann', 'Апп'.replaceAll('п', 'n')],
      ['Пётр', 'Петр'],
      ['Bill', 'BiIl'],
      ['Ivan Petrov', 'ivan_petrov'],
      ['José', 'Jose'],
      ['Зоя', '3оя'],
      ['mom', 'rnom'],
    ];
    for (const [one, other] of same) assert.equal(nameKey(one), nameKey(other), `${one} ${other}`);
  });

  test('keeps different names apart', () => {
    const keys = ['Anna', 'Ana', 'Иван', 'Ирина', 'Ivan', 'Olga', 'Ольга', 'Петр', 'Павел'].map(nameKey);
    assert.equal(new Set(keys).size, keys.length);
  });

  test('takes anything, fits the column and does not change when applied again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const key = nameKey(text);
        assert.ok(key.length <= 80);
        assert.doesNotMatch(key, /[\0@\s]/);
      }),
    );
  });

  test('is quick for hostile input', () => {
    const begun = performance.now();
    for (const text of ['a '.repeat(500_000), 'rn'.repeat(500_000), '\u0301'.repeat(500_000)]) {
      nameKey(text);
      checkName(text);
    }
    assert.ok(performance.now() - begun < 1000);
  });
});
