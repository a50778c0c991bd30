import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Problems } from '../../src/accounts/register.js';
import { addMember, goodPassword, testAccounts } from '../support/accounts.js';
import { describeOnEachDatabase } from '../support/test-db.js';

describeOnEachDatabase('register', (db) => {
  async function problemsOf(typed: { name?: string; email?: string; password?: string }): Promise<Problems> {
    const application = { name: 'Somebody New', email: '', password: goodPassword, ...typed };
    const outcome = await testAccounts(db()).register(application);
    assert.ok(!outcome.ok, 'was registered');
    return outcome.problems;
  }

  test('makes a member who can log in', async () => {
    const accounts = testAccounts(db());
    const outcome = await accounts.register({
      name: ' Anna  Bell ',
      email: ' Anna@Example.org',
      password: goodPassword,
    });
    assert.ok(outcome.ok);
    const { name, email, role, language, isDemo } = outcome.user;
    assert.deepEqual([name, email, role, language, isDemo], ['Anna Bell', 'Anna@Example.org', 'member', null, false]);
    assert.ok((await accounts.authenticate.logIn('anna@example.org', goodPassword, '192.0.2.1')).ok);
  });

  test('an e-mail address is optional, for any number of members', async () => {
    const { register } = testAccounts(db());
    for (const name of ['No Mail 2', 'No Mail 3']) {
      const outcome = await register({ name, email: ' ', password: goodPassword });
      assert.equal(outcome.ok && outcome.user.email, null);
    }
  });

  test('tells all that is wrong at once', async () => {
    assert.deepEqual(await problemsOf({ name: 'x', email: 'nowhere', password: 'short' }), {
      name: { code: 'too-short', params: { min: 2 } },
      email: { code: 'email-invalid' },
      password: { code: 'too-short', params: { min: 10 } },
    });
  });

  test('refuses a password made of the name', async () => {
    const problems = await problemsOf({ name: 'Severyaninov', password: 'severyaninov81' });
    assert.deepEqual(problems, { password: { code: 'password-weak' } });
  });

  test('refuses a name that looks like one that is taken', async () => {
    await addMember(testAccounts(db()), 'coco');
    assert.deepEqual(await problemsOf({ name: 'СОСО' }), { name: { code: 'name-taken' } });
  });

  test('says nothing of a registered e-mail address until everything else is right', async () => {
    const accounts = testAccounts(db());
    await addMember(accounts, 'Boris', 'boris@example.org');
    const email = 'BORIS@example.org';
    assert.deepEqual(await problemsOf({ email, password: 'password123' }), { password: { code: 'password-weak' } });
    assert.deepEqual(await problemsOf({ email, name: 'Boris' }), { name: { code: 'name-taken' } });
    assert.deepEqual(await problemsOf({ email }), { email: { code: 'email-taken' } });
  });

  test('of many who register one name at once, one is told yes and the others why not', async () => {
    const { register } = testAccounts(db());
    const outcomes = await Promise.all(
      Array.from({ length: 6 }, () => register({ name: 'Clara', email: '', password: goodPassword })),
    );
    assert.equal(outcomes.filter((outcome) => outcome.ok).length, 1);
    for (const outcome of outcomes)
      if (!outcome.ok) assert.deepEqual(outcome.problems, { name: { code: 'name-taken' } });
  });

  test('the command line may make an administrator by a reserved name', async () => {
    const { register } = testAccounts(db());
    const typed = { name: 'admin', email: '', password: goodPassword };
    assert.deepEqual(await problemsOf(typed), { name: { code: 'name-reserved' } });
    const outcome = await register(typed, { role: 'admin', mayUseReservedName: true });
    assert.equal(outcome.ok && outcome.user.role, 'admin');
  });
});
