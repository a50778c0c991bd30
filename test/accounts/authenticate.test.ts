import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { MINUTE } from '../../src/lib/clock.js';
import { addMember, goodPassword, newUser, testAccounts } from '../support/accounts.js';
import { describeOnEachDatabase } from '../support/test-db.js';

const HOME = '192.0.2.1';
const EVIL = '203.0.113.66';

describeOnEachDatabase('authenticate', (db) => {
  test('logs in by name, by a look-alike spelling of it and by e-mail', async () => {
    const accounts = testAccounts(db());
    const user = await addMember(accounts, 'Anna Bell', 'Anna@Example.org');
    for (const login of ['Anna Bell', 'anna_bell', ' ANNA BELL ', 'anna@example.org', 'ANNA@EXAMPLE.ORG ']) {
      assert.deepEqual(await accounts.authenticate.logIn(login, goodPassword, HOME), { ok: true, user }, login);
    }
  });

  test('wrong password, unknown account and account without password get one answer after one hash each', async () => {
    const accounts = testAccounts(db());
    await addMember(accounts, 'Boris');
    await accounts.users.insert(newUser('Demo Person'));
    for (const login of ['Boris', 'Nobody Here', 'nobody@example.org', 'Demo Person']) {
      accounts.verified.length = 0;
      assert.deepEqual(await accounts.authenticate.logIn(login, 'wrong password', HOME), {
        ok: false,
        code: 'login-failed',
      });
      assert.equal(accounts.verified.length, 1, login);
    }
  });

  test('survives whatever is typed as a login', async () => {
    const { authenticate } = testAccounts(db());
    for (const login of [
      '',
      '\0',
      'a\0@b.c',
      '\ud800@x.y',
      "' or 1=1 --",
      '@',
      'x'.repeat(100_000),
      '@'.repeat(100_000),
    ]) {
      const result = await authenticate.logIn(login, 'wrong password', '198.51.100.9');
      assert.equal(result.ok, false);
    }
  });

  test('1,000 wrong tries from one network cost at most 10 hashes', async () => {
    const accounts = testAccounts(db());
    await addMember(accounts, 'Clara', 'clara@example.org');
    const results = await inCrowds(1000, (n) =>
      accounts.authenticate.logIn(n % 2 ? 'Clara' : 'clara@example.org', `guess-${n}`, EVIL),
    );
    assert.ok(accounts.verified.length <= 10, `${accounts.verified.length} hashes`);
    assert.ok(results.every((result) => !result.ok));
    const last = results.at(-1);
    assert.ok(last && !last.ok && last.code === 'too-many-requests' && last.seconds > 0);
  });

  test('the owner of an account under attack by name gets in from a network that is new', async () => {
    const accounts = testAccounts(db());
    const user = await addMember(accounts, 'Dora');
    for (let n = 0; n < 100; n++) await accounts.authenticate.logIn('Dora', `guess-${n}`, EVIL);
    assert.equal(accounts.verified.length, 5);
    assert.deepEqual(await accounts.authenticate.logIn('Dora', goodPassword, HOME), { ok: true, user });
  });

  test('1,000 networks with one try each cost at most 10 hashes, and the owner gets in from a known network', async () => {
    const accounts = testAccounts(db());
    const user = await addMember(accounts, 'Erik');
    assert.ok((await accounts.authenticate.logIn('Erik', goodPassword, HOME)).ok);
    accounts.verified.length = 0;
    await inCrowds(1000, (n) => accounts.authenticate.logIn('Erik', 'guess', `2001:db8:${n.toString(16)}:0::/64`));
    assert.ok(accounts.verified.length <= 10, `${accounts.verified.length} hashes`);
    assert.deepEqual(await accounts.authenticate.logIn('Erik', goodPassword, HOME), { ok: true, user });
  });

  test('one password tried on many names from one network is stopped', async () => {
    const accounts = testAccounts(db());
    for (let n = 0; n < 60; n++) await accounts.authenticate.logIn(`victim ${n}`, 'password123', '203.0.113.99');
    assert.equal(accounts.verified.length, 50);
  });

  test('a blocked login does not tell whether an e-mail belongs to a name', async () => {
    const accounts = testAccounts(db());
    await addMember(accounts, 'Frida', 'frida@example.org');
    for (let n = 0; n < 6; n++) await accounts.authenticate.logIn('Frida', 'guess', EVIL);
    const hers = await accounts.authenticate.logIn('frida@example.org', 'guess', EVIL);
    const nobodys = await accounts.authenticate.logIn('frieda@example.org', 'guess', EVIL);
    assert.deepEqual(hers, nobodys);
  });

  test('tries with a name use up nothing of its e-mail', async () => {
    const accounts = testAccounts(db());
    await addMember(accounts, 'Fjodor', 'fjodor@example.org');
    for (let n = 0; n < 12; n++) await accounts.authenticate.logIn('Fjodor', 'guess', `192.0.2.${100 + n}`);
    const again = await accounts.authenticate.logIn('Fjodor', 'guess', '192.0.2.200');
    assert.equal(!again.ok && again.code, 'too-many-requests');
    assert.deepEqual(await accounts.authenticate.logIn('fjodor@example.org', 'guess', '192.0.2.201'), {
      ok: false,
      code: 'login-failed',
    });
  });

  test('the counts survive a restart and end with their time', async () => {
    await addMember(testAccounts(db()), 'Gleb');
    const begun = Date.now();
    mock.timers.enable({ apis: ['Date'], now: begun });
    try {
      for (let n = 0; n < 6; n++) await testAccounts(db()).authenticate.logIn('Gleb', 'guess', '198.51.100.1');
      const blocked = await testAccounts(db()).authenticate.logIn('Gleb', goodPassword, '198.51.100.1');
      assert.deepEqual(blocked, { ok: false, code: 'too-many-requests', seconds: (15 * MINUTE) / 1000 });
      mock.timers.setTime(begun + 15 * MINUTE + 1000);
      assert.ok((await testAccounts(db()).authenticate.logIn('Gleb', goodPassword, '198.51.100.1')).ok);
    } finally {
      mock.timers.reset();
    }
  });

  test('typing mistakes are forgotten after a login', async () => {
    const { authenticate } = testAccounts(db());
    await addMember(testAccounts(db()), 'Hanna');
    for (let round = 0; round < 5; round++) {
      for (let n = 0; n < 4; n++) await authenticate.logIn('Hanna', 'typo', '198.51.100.2');
      assert.ok((await authenticate.logIn('Hanna', goodPassword, '198.51.100.2')).ok, `round ${round}`);
    }
  });

  test('logins that succeed use up nothing: one member from many networks, many times from one', async () => {
    const { authenticate } = testAccounts(db());
    await addMember(testAccounts(db()), 'Jana');
    for (let n = 0; n < 12; n++)
      assert.ok((await authenticate.logIn('Jana', goodPassword, `198.51.100.${n}`)).ok, `network ${n}`);
    for (let n = 0; n < 60; n++) assert.ok((await authenticate.logIn('Jana', goodPassword, HOME)).ok, `time ${n}`);
  });

  test('what was typed as a login is not kept in clear', async () => {
    const accounts = testAccounts(db());
    await accounts.authenticate.logIn('my-secret-password', 'x', HOME);
    const keys: string[] = await db().read('rate_limits').pluck('key');
    assert.ok(keys.length > 0 && keys.every((key) => !/secret/.test(key)));
  });

  test('confirm asks the member again, under the same limits', async () => {
    const accounts = testAccounts(db());
    const user = await addMember(accounts, 'Igor');
    assert.ok((await accounts.authenticate.confirm(user, goodPassword, '198.51.100.3')).ok);
    accounts.verified.length = 0;
    for (let n = 0; n < 20; n++) await accounts.authenticate.confirm(user, 'guess', '198.51.100.3');
    assert.equal(accounts.verified.length, 5);
  });
});

/** Many at the same moment, but no more than the small pool of the tests can queue up. */
async function inCrowds<T>(times: number, work: (n: number) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  while (results.length < times) {
    results.push(...(await Promise.all(Array.from({ length: 50 }, (_, n) => work(results.length + n)))));
  }
  return results;
}
