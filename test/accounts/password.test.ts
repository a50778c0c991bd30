import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseOptions } from '@node-rs/argon2';
import { createPasswords, passwordStamp } from '../../src/accounts/password.js';
import { cheapCost } from '../support/accounts.js';

describe('createPasswords', () => {
  const passwords = createPasswords({ cost: cheapCost });

  test('verifies the password it hashed and no other', async () => {
    const stored = await passwords.hash('correct horse battery');
    assert.equal(await passwords.verify(stored, 'correct horse battery'), true);
    assert.equal(await passwords.verify(stored, 'correct horse batterz'), false);
    assert.notEqual(await passwords.hash('correct horse battery'), stored);
  });

  test('uses argon2id with the parameters of OWASP unless told otherwise', async () => {
    const stored = await createPasswords().hash('correct horse battery');
    const { memoryCost, timeCost, parallelism } = parseOptions(stored);
    assert.match(stored, /^\$argon2id\$v=19\$/);
    assert.deepEqual([memoryCost, timeCost, parallelism], [19_456, 2, 1]);
  });

  test('takes the same letters in another Unicode form', async () => {
    const stored = await passwords.hash('пароль й');
    assert.equal(await passwords.verify(stored, 'пароль й'.normalize('NFD')), true);
  });

  test('an account that does not exist costs as much as one that does', async () => {
    const slow = createPasswords({ concurrency: 1 });
    const stored = await slow.hash('correct horse battery');
    const real = await bestOf(5, () => slow.verify(stored, 'wrong password'));
    const missing = await bestOf(5, () => slow.verify(null, 'wrong password'));
    assert.ok(missing > real / 2 && missing < real * 2, `${missing} ms against ${real} ms`);
    assert.equal(await slow.verify(null, ''), false);
  });

  test('refuses when too many wait, and works again after', async () => {
    const narrow = createPasswords({ cost: cheapCost, concurrency: 1, maxWaiting: 2 });
    const results = await Promise.allSettled(Array.from({ length: 10 }, () => narrow.hash('correct horse battery')));
    assert.equal(results.filter((result) => result.status === 'fulfilled').length, 3);
    for (const result of results) if (result.status === 'rejected') assert.equal(result.reason.code, 'overloaded');
    assert.match(await narrow.hash('correct horse battery'), /argon2id/);
  });
});

test('passwordStamp changes with the hash and does not contain it', async () => {
  const stored = await createPasswords({ cost: cheapCost }).hash('correct horse battery');
  assert.equal(passwordStamp(stored), passwordStamp(stored));
  assert.notEqual(passwordStamp(stored), passwordStamp(`${stored}x`));
  assert.ok(!stored.includes(passwordStamp(stored)));
  assert.equal(passwordStamp(null).length, 22);
});

async function bestOf(times: number, work: () => Promise<unknown>): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let time = 0; time < times; time++) {
    const begun = performance.now();
    await work();
    best = Math.min(best, performance.now() - begun);
  }
  return best;
}
