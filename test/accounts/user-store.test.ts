import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ProfileField, User } from '../../src/accounts/user.js';
import { createUserStore } from '../../src/accounts/user-store.js';
import { newUser } from '../support/accounts.js';
import { describeOnEachDatabase } from '../support/test-db.js';

describeOnEachDatabase('user store', (db) => {
  const store = () => createUserStore(db());

  async function insert(name: string, more: Parameters<typeof newUser>[1] = {}): Promise<User> {
    const outcome = await store().insert(newUser(name, more));
    assert.ok(outcome.ok);
    return outcome.user;
  }

  test('gives back what was put in, without the password hash', async () => {
    const user = await insert('Anna', {
      email: 'Anna@example.org',
      emailKey: 'anna@example.org',
      passwordHash: '$secret',
    });
    const { id, ...rest } = user;
    assert.ok(id > 0);
    assert.deepEqual(rest, {
      ...{ name: 'Anna', email: 'Anna@example.org', role: 'member', language: null, gender: null, birthday: null },
      ...{ place: null, about: null, isDemo: false, postCount: 0, createdAt: 1_700_000_000_000, privateFields: [] },
      ...{ pendingEmail: null, isUnverified: false, deleteDueAt: null, deletedAt: null },
    });
    assert.deepEqual(await store().find(id), user);
    assert.deepEqual(await store().findByNameKey('anna'), user);
    assert.deepEqual(await store().findByEmailKey('anna@example.org'), user);
    assert.doesNotMatch(JSON.stringify(await store().get(id)), /secret/);
  });

  test('gives the password hash only to those who ask for credentials', async () => {
    const user = await insert('Boris', { email: 'b@example.org', emailKey: 'b@example.org', passwordHash: '$hash' });
    const credentials = { user, passwordHash: '$hash' };
    assert.deepEqual(await store().findCredentials(user.id), credentials);
    assert.deepEqual(await store().findCredentialsByNameKey('borls'), credentials);
    assert.deepEqual(await store().findCredentialsByEmailKey('b@example.org'), credentials);
    assert.equal(await store().findCredentialsByNameKey('nobody'), undefined);
  });

  test('the stamp changes with the password', async () => {
    const user = await insert('Clara', { passwordHash: '$one' });
    const before = await store().findStamped(user.id);
    await store().updatePassword(user.id, '$two');
    const after = await store().findStamped(user.id);
    assert.deepEqual(after?.user, user);
    assert.notEqual(after?.stamp, before?.stamp);
    assert.equal((await store().findCredentials(user.id))?.passwordHash, '$two');
  });

  test('says which of two unique values is taken', async () => {
    await insert('Dora', { email: 'd@example.org', emailKey: 'd@example.org' });
    const sameName = newUser('DORA', { email: 'x@example.org', emailKey: 'x@example.org' });
    const sameEmail = newUser('Dorothy', { email: 'D@example.org', emailKey: 'd@example.org' });
    assert.deepEqual(await store().insert(sameName), { ok: false, code: 'name-taken' });
    assert.deepEqual(await store().insert(sameEmail), { ok: false, code: 'email-taken' });
  });

  test('of many who want one name at once, one gets it', async () => {
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => store().insert(newUser('Erik'))));
    assert.equal(outcomes.filter((outcome) => outcome.ok).length, 1);
    for (const outcome of outcomes) if (!outcome.ok) assert.equal(outcome.code, 'name-taken');
  });

  test('other failures of an insert stay failures', async () => {
    await assert.rejects(store().insert({ ...newUser('Frida'), createdAt: null as unknown as number }));
  });

  test('lists by ids in one query, unknown and repeated ones left out', async () => {
    const [one, two] = [await insert('Gleb'), await insert('Hanna')];
    const listed = await store().listByIds([two.id, one.id, one.id, 999_999]);
    assert.deepEqual(listed.map((user) => user.name).sort(), ['Gleb', 'Hanna']);
    assert.deepEqual(await store().listByIds([]), []);
  });

  test('updates profile and role', async () => {
    const user = await insert('Igor');
    const profile = {
      gender: 'male',
      birthday: '1984-05-17',
      place: 'Каменка',
      about: 'наблюдатель',
      language: 'ru',
      privateFields: ['birthday', 'place'] as ProfileField[],
    } as const;
    await store().updateProfile(user.id, profile);
    await store().updateRole(user.id, 'moderator');
    assert.deepEqual(await store().get(user.id), { ...user, ...profile, role: 'moderator' });
  });

  test('a member who is not there cannot be read or changed', async () => {
    const gone = { status: 404, code: 'not-found' };
    assert.equal(await store().find(999_999), undefined);
    await assert.rejects(store().get(999_999), gone);
    await assert.rejects(store().updateRole(999_999, 'admin'), gone);
    await assert.rejects(store().updatePassword(999_999, '$'), gone);
  });

  test('counts all and by role', async () => {
    const before = await store().count();
    const admins = await store().countByRole('admin');
    await insert('Jana', { role: 'admin', isDemo: true });
    assert.equal(await store().count(), before + 1);
    assert.equal(await store().countByRole('admin'), admins + 1);
  });

  test('inserts within a transaction', async () => {
    await assert.rejects(
      db().transact(async (trx) => {
        await store().insert(newUser('Kira'), trx);
        throw new Error('undo');
      }),
      /undo/,
    );
    assert.equal(await store().findByNameKey('klra'), undefined);
  });
});
