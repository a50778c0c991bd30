import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createStrengthCheck } from '../../src/accounts/password-strength.js';

describe('createStrengthCheck', () => {
  const check = createStrengthCheck();
  const codeOf = (password: string, known: string[] = []) => check(password, known)?.code ?? 'ok';

  test('takes several words, random letters and Cyrillic', () => {
    for (const password of ['correct horse battery', 'kx9-Lm2-pQr', 'лодка под зелёным небом', 'sunny-otter-lake-42']) {
      assert.equal(codeOf(password), 'ok', password);
    }
  });

  test('refuses what is guessed first', () => {
    for (const password of [
      'password123',
      '1234567890',
      'qwertyuiop1',
      'aaaaaaaaaaaaaa',
      'hustings-2026',
      'p4$$w0rdp4$$w0rd',
    ]) {
      assert.equal(codeOf(password), 'password-weak', password);
    }
  });

  test('knows the name and the address of the person', () => {
    assert.equal(codeOf('severyaninov81'), 'ok');
    assert.equal(codeOf('severyaninov81', ['Pavel Severyaninov']), 'password-weak');
    assert.equal(codeOf('severyaninov81', ['Pavel', 'severyaninov81@example.org']), 'password-weak');
  });

  test('has limits of length, counted in characters', () => {
    assert.deepEqual(check('kx9-Lm2-p', []), { code: 'too-short', params: { min: 10 } });
    assert.equal(codeOf('🦊🐢🌲🎈🚲⚓🎲🧭🪁🥝'.repeat(1)), 'ok');
    assert.equal(codeOf('kx9-Lm2-pQr'.padEnd(200, 'Zq8!')), 'ok');
    assert.deepEqual(check('x'.repeat(201), []), { code: 'too-long', params: { max: 200 } });
  });

  test('answers soon, whatever is typed', () => {
    const parts = [
      'p4$$w0rd',
      '4@8({[</369&#!10$5+7%2/',
      'password123',
      '@',
      'l1|!i',
      '1.1.11',
      'abcdefghij0123',
      'aA',
    ];
    check('warm-up-of-the-dictionaries', []);
    for (const part of parts) {
      const took = [1, 2, 3].map(() => {
        const begun = performance.now();
        check(part.repeat(200).slice(0, 200), [part.repeat(100), `${part} ${part}`]);
        return performance.now() - begun;
      });
      // The best of three: the machine of the tests has other things to do.
      assert.ok(Math.min(...took) < 150, `${part}: ${took} ms`);
    }
  });
});
