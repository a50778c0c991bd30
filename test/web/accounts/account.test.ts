import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accountApp, t } from '../../support/account-app.js';
import { addMember, goodPassword } from '../../support/accounts.js';
import { describeOnEachDatabase } from '../../support/test-db.js';

const NEW_PASSWORD = 'quiet-harbour-violin-7';

describeOnEachDatabase('account page', (db) => {
  async function loggedIn(name: string) {
    const { accounts, browser } = accountApp(db());
    const user = await addMember(accounts, name);
    const one = browser();
    await one.post('/login', { login: name, password: goodPassword });
    await one.get('/');
    return { accounts, user, one, other: browser() };
  }

  test('the profile is saved as typed, tidied, and shown again', async () => {
    const { one } = await loggedIn('Frida');
    const typed = {
      gender: 'female',
      birthday: '1984-05-17',
      place: ' Каменка \u202e ',
      about: 'one\r\ntwo\0',
      language: 'en',
    };
    assert.equal((await one.post('/account', typed)).location, '/account');
    const { user, notice } = (await one.get('/')).body;
    assert.equal(notice.key, 'profile-saved');
    const saved = { gender: 'female', birthday: '1984-05-17', place: 'Каменка', about: 'one\ntwo', language: 'en' };
    assert.deepEqual({ ...user, ...saved }, user);
    assert.deepEqual((await one.get('/account')).body.page.form, { values: saved, errors: {} });
    await one.post('/account', { gender: '', birthday: '', place: '', about: '', language: '' });
    const empty = { gender: null, birthday: null, place: null, about: null, language: null };
    const cleared = (await one.get('/')).body.user;
    assert.deepEqual({ ...cleared, ...empty }, cleared);
  });

  test('a wrong profile comes back with a message by each field', async () => {
    const { one } = await loggedIn('Gleb');
    const typed = {
      gender: 'robot',
      birthday: '2023-02-30',
      place: 'x'.repeat(81),
      about: 'y'.repeat(1001),
      language: 'xx',
    };
    const answer = await one.post('/account', typed);
    assert.equal(answer.status, 422);
    assert.deepEqual(answer.body.page.form.errors, {
      gender: t.errors.invalid,
      birthday: t.errors['date-invalid'],
      place: t.errors['too-long']({ max: 80 }),
      about: t.errors['too-long']({ max: 1000 }),
      language: t.errors.invalid,
    });
    assert.equal(answer.body.page.form.values.birthday, '2023-02-30');
    for (const birthday of ['1899-12-31', '2999-01-01', '17.05.1984', '1984-5-17']) {
      const { body } = await one.post('/account', { birthday });
      assert.equal(body.page.form.errors.birthday, t.errors['date-invalid'], birthday);
    }
  });

  test('a new password keeps this session and ends the others', async () => {
    const { one, other } = await loggedIn('Hanna');
    await other.post('/login', { login: 'Hanna', password: goodPassword });
    const done = await one.post('/account/password', { currentPassword: goodPassword, newPassword: NEW_PASSWORD });
    assert.deepEqual([done.status, done.location], [303, '/account/security']);
    const home = (await one.get('/')).body;
    assert.deepEqual([home.user.name, home.notice.key], ['Hanna', 'password-changed']);
    assert.equal((await other.get('/')).body.user, null);
  });

  test('a refused change of password says why by the field, and shows no password', async () => {
    const { one } = await loggedIn('Igor');
    const cases: [string, string, string, string][] = [
      ['my wrong guess', NEW_PASSWORD, 'currentPassword', t.errors['password-wrong']],
      [goodPassword, goodPassword, 'newPassword', t.errors['password-same']],
      [goodPassword, 'password123', 'newPassword', t.errors['password-weak']],
      ['', NEW_PASSWORD, 'currentPassword', t.errors.required],
    ];
    for (const [currentPassword, newPassword, field, message] of cases) {
      const answer = await one.post('/account/password', { currentPassword, newPassword });
      assert.equal(answer.status, 422);
      assert.deepEqual(answer.body.page.password, {
        values: answer.body.page.password.values,
        errors: { [field]: message },
      });
      assert.ok(!answer.text.includes(newPassword) && !(currentPassword && answer.text.includes(currentPassword)));
    }
    for (let n = 0; n < 5; n++)
      await one.post('/account/password', { currentPassword: 'guess', newPassword: NEW_PASSWORD });
    const blocked = await one.post('/account/password', { currentPassword: 'guess', newPassword: NEW_PASSWORD });
    assert.deepEqual([blocked.status, Object.keys(blocked.body.page.password.errors)], [429, ['form']]);
  });

  test('the account page is for members', async () => {
    const one = accountApp(db()).browser();
    assert.equal((await one.get('/account')).location, '/login?next=%2Faccount');
    assert.equal((await one.post('/account', {})).status, 401);
    assert.equal((await one.post('/account/password', {})).status, 401);
  });
});
