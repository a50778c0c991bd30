import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Problems } from '../../src/accounts/register.js';
import { addMember, goodPassword, testAccounts } from '../support/accounts.js';
import { describeOnEachDatabase } from '../support/test-db.js';

describeOnEachDatabase('register', (db) => {
  async function problemsOf(typed: { name?: string; email?: string; password?: string }): Promise<Problems> {
    const application = { name: 'Somebody New', email: '', password: goodPassword, ...typed };
    const outcome = await testAccounts(db()).register(application, 'en');
    assert.ok(!outcome.ok, 'was registered');
    return outcome.problems;
  }

  test('makes a member who can log in', async () => {
    const accounts = testAccounts(db());
    const outcome = await accounts.register(
      {
        name: ' Anna  Bell ',
        email: ' Anna@Example.org',
        password: goodPassword,
      },
      'en',
    );
    assert.ok(outcome.ok);
    const { name, email, pendingEmail, role, language, isDemo, isUnverified } = outcome.user;
    assert.deepEqual([name, role, language, isDemo], ['Anna Bell', 'member', null, false]);
    assert.deepEqual([email, pendingEmail, isUnverified], [null, 'Anna@Example.org', false]);
    assert.ok((await accounts.authenticate.logIn('anna bell', goodPassword, '192.0.2.1')).ok);
    assert.ok(!(await accounts.authenticate.logIn('anna@example.org', goodPassword, '192.0.2.1')).ok);
  });

  test('an e-mail address is optional, for any number of members', async () => {
    const { register } = testAccounts(db());
    for (const name of ['No Mail 2', 'No Mail 3']) {
      const outcome = await register({ name, email: ' ', password: goodPassword }, 'en');
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

  test('says nothing of a registered e-mail address, and does the same: only its owner is told', async () => {
    const accounts = testAccounts(db());
    await addMember(accounts, 'Boris', 'boris@example.org');
    const register = (name: string, email: string) => accounts.register({ name, email, password: goodPassword }, 'en');
    const [known, unknown] = [
      await register('Twin One', 'BORIS@example.org'),
      await register('Twin Two', 'new@example.org'),
    ];
    assert.ok(known.ok && unknown.ok);
    assert.deepEqual(
      { ...known.user, id: 0, name: '', pendingEmail: '', createdAt: 0 },
      { ...unknown.user, id: 0, name: '', pendingEmail: '', createdAt: 0 },
    );
    assert.equal(accounts.sent.length, 2);
    assert.match(accounts.sent[0]?.letter.subject ?? '', /already have an account/);
    assert.doesNotMatch(JSON.stringify(accounts.sent[0]), /verify/, 'no link that would confirm it');
    assert.match(accounts.sent[1]?.letter.subject ?? '', /Confirm your address/);
  });

  test('a site that asks for an address takes nobody without one, and new members wait for its confirmation', async () => {
    const { register } = testAccounts(db(), { requiresEmail: true });
    const typed = { name: 'Mailless', email: '', password: goodPassword };
    assert.deepEqual(await register(typed, 'en'), { ok: false, problems: { email: { code: 'required' } } });
    const outcome = await register({ ...typed, email: 'mail@example.org' }, 'en');
    assert.equal(outcome.ok && outcome.user.isUnverified, true);
  });

  test('of many who register one name at once, one is told yes and the others why not', async () => {
    const { register } = testAccounts(db());
    const outcomes = await Promise.all(
      Array.from({ length: 6 }, () => register({ name: 'Clara', email: '', password: goodPassword }, 'en')),
    );
    assert.equal(outcomes.filter((outcome) => outcome.ok).length, 1);
    for (const outcome of outcomes)
      if (!outcome.ok) assert.deepEqual(outcome.problems, { name: { code: 'name-taken' } });
  });

  test('the command line may make an administrator by a reserved name, whose address counts as confirmed', async () => {
    const { enrol } = testAccounts(db());
    const typed = { name: 'admin', email: 'admin@example.org', password: goodPassword };
    assert.deepEqual(await problemsOf(typed), { name: { code: 'name-reserved' } });
    const outcome = await enrol(typed, { role: 'admin' });
    assert.ok(outcome.ok);
    assert.deepEqual([outcome.user.role, outcome.user.email], ['admin', 'admin@example.org']);
    const twice = await enrol({ ...typed, name: 'support' });
    assert.deepEqual(twice, { ok: false, problems: { email: { code: 'email-taken' } } });
  });
});
