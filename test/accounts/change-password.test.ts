import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addMember, goodPassword, testAccounts } from '../support/accounts.js';
import { describeOnEachDatabase } from '../support/test-db.js';

const NETWORK = '192.0.2.7';
const OTHER_PASSWORD = 'quiet-harbour-violin-7';

describeOnEachDatabase('change password', (db) => {
  test('needs the current password, and then only the new one works', async () => {
    const accounts = testAccounts(db());
    const user = await addMember(accounts, 'Anna');
    const change = (currentPassword: string) =>
      accounts.changePassword(user, { currentPassword, newPassword: OTHER_PASSWORD }, NETWORK);
    assert.deepEqual(await change('guess'), { ok: false, field: 'currentPassword', code: 'password-wrong' });
    assert.deepEqual(await change(goodPassword), { ok: true });
    assert.equal((await accounts.authenticate.logIn('Anna', goodPassword, NETWORK)).ok, false);
    assert.equal((await accounts.authenticate.logIn('Anna', OTHER_PASSWORD, NETWORK)).ok, true);
  });

  test('refuses a weak or an unchanged password', async () => {
    const accounts = testAccounts(db());
    const user = await addMember(accounts, 'Severyaninov');
    const codeOf = async (newPassword: string) => {
      const outcome = await accounts.changePassword(user, { currentPassword: goodPassword, newPassword }, NETWORK);
      return outcome.ok ? 'changed' : `${outcome.field} ${outcome.code}`;
    };
    assert.equal(await codeOf('short'), 'newPassword too-short');
    assert.equal(await codeOf('severyaninov81'), 'newPassword password-weak');
    assert.equal(await codeOf(goodPassword), 'newPassword password-same');
  });

  test('a stolen session cannot try passwords without end', async () => {
    const accounts = testAccounts(db());
    const user = await addMember(accounts, 'Boris');
    const guess = () =>
      accounts.changePassword(user, { currentPassword: 'guess', newPassword: OTHER_PASSWORD }, '203.0.113.5');
    for (let n = 0; n < 5; n++) await guess();
    const outcome = await guess();
    assert.ok(!outcome.ok && outcome.field === 'form' && outcome.code === 'too-many-requests');
    assert.ok(Number(outcome.params?.seconds) > 0);
    assert.equal(accounts.verified.length, 5);
  });
});
