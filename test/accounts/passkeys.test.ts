import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createPasskeyStore } from '../../src/accounts/passkey-store.js';
import { createPasskeys } from '../../src/accounts/passkeys.js';
import { testAccounts } from '../support/accounts.js';
import { describeOnEachDatabase } from '../support/test-db.js';

describeOnEachDatabase('passkeys', (db) => {
  test('an answer whose id is no credential id lets nobody in, and no database is asked', async () => {
    const passkeys = createPasskeys({
      ...testAccounts(db()),
      store: createPasskeyStore(db()),
      baseUrl: () => 'https://hustings.example',
      siteName: 'Hustings',
    });
    for (const id of ['a\0b', '', 'a b', 'ы', 'a'.repeat(1365), 'a'.repeat(1364), 7, null])
      assert.equal(await passkeys.logIn({ id }, 'challenge'), null);
    assert.equal(await passkeys.logIn(null, 'challenge'), null);
  });
});
