import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accountApp, t } from '../../support/account-app.js';
import { addMember, goodPassword } from '../../support/accounts.js';
import { describeOnEachDatabase } from '../../support/test-db.js';

describeOnEachDatabase('registration, login and logout pages', (db) => {
  test('a new member is logged in, welcomed and sent where they came from', async () => {
    const one = accountApp(db()).browser();
    const form = await one.get('/register?next=/threads/7');
    assert.deepEqual(form.body.page, {
      form: { values: {}, errors: {} },
      next: '/threads/7',
      isOpen: true,
      isEmailRequired: false,
    });
    const typed = { name: 'Анна Белл', email: 'anna@example.org', password: goodPassword, next: '/threads/7' };
    const done = await one.post('/register', typed);
    assert.deepEqual([done.status, done.location], [303, '/threads/7']);
    const home = (await one.get('/')).body;
    assert.equal(home.user.name, 'Анна Белл');
    assert.deepEqual(home.notice, { key: 'registered', params: { name: 'Анна Белл' } });
  });

  test('a wrong registration comes back with what was typed, but never the password', async () => {
    const one = accountApp(db()).browser();
    const answer = await one.post('/register', {
      name: 'x',
      email: 'nowhere',
      password: 'password123',
      next: '/feeds',
    });
    assert.equal(answer.status, 422);
    assert.deepEqual(answer.body.page.form.errors, {
      name: t.errors['too-short']({ min: 2 }),
      email: t.errors['email-invalid'],
      password: t.errors['password-weak'],
    });
    const { name, email } = answer.body.page.form.values;
    assert.deepEqual([name, email, answer.body.page.next], ['x', 'nowhere', '/feeds']);
    assert.ok(!answer.text.includes('password123'));
  });

  test('fields of any shape are answered, not a failure', async () => {
    const one = accountApp(db()).browser();
    for (const path of ['/register', '/login']) {
      for (const body of [
        {},
        { name: ['a', 'b'], password: ['a', 'b'] },
        { login: 'x'.repeat(5000), password: 'y'.repeat(5000) },
      ]) {
        assert.equal((await one.post(path, body)).status, 422, `${path} ${Object.keys(body)}`);
      }
    }
  });

  test('closed registration shows so and takes nothing', async () => {
    const one = accountApp(db(), false).browser();
    assert.equal((await one.get('/register')).body.page.isOpen, false);
    const answer = await one.post('/register', { name: 'Late Comer', email: '', password: goodPassword });
    assert.deepEqual([answer.status, answer.body.code], [403, 'registration-closed']);
  });

  test('login goes back to where it was asked for, and never off the site', async () => {
    const { accounts, browser } = accountApp(db());
    await addMember(accounts, 'Boris');
    for (const [next, location] of Object.entries({
      '/threads/5?page=2': '/threads/5?page=2',
      'https://evil.example/': '/',
      '//evil.example': '/',
    })) {
      const one = browser();
      assert.equal((await one.get(`/login?next=${encodeURIComponent(next)}`)).body.page.next, location);
      const done = await one.post('/login', { login: 'Boris', password: goodPassword, next });
      assert.deepEqual([done.status, done.location], [303, location]);
      assert.equal((await one.get(`/login?next=${encodeURIComponent(next)}`)).location, location, 'already logged in');
    }
  });

  test('a failed login says the same for a wrong password and an unknown name', async () => {
    const { accounts, browser } = accountApp(db());
    await addMember(accounts, 'Clara');
    const one = browser();
    for (const login of ['Clara', 'Nobody', 'nobody@example.org']) {
      const answer = await one.post('/login', { login, password: 'my wrong guess' });
      assert.equal(answer.status, 422);
      assert.deepEqual(answer.body.page.form.errors, { form: t.errors['login-failed'] });
      assert.equal(answer.body.page.form.values.login, login);
      assert.ok(!answer.text.includes('my wrong guess'));
    }
  });

  test('too many failed logins say how long to wait', async () => {
    const one = accountApp(db()).browser();
    for (let n = 0; n < 5; n++) await one.post('/login', { login: 'Dora', password: 'guess' });
    const answer = await one.post('/login', { login: 'Dora', password: 'guess' });
    assert.equal(answer.status, 429);
    const seconds = Number(answer.headers['retry-after']);
    assert.ok(seconds > 0 && seconds <= 900);
    assert.equal(answer.body.page.form.errors.form, t.errors['too-many-requests']({ seconds }));
  });

  test('logout ends in a notice', async () => {
    const { accounts, browser } = accountApp(db());
    await addMember(accounts, 'Erik');
    const one = browser();
    await one.post('/login', { login: 'Erik', password: goodPassword });
    await one.get('/');
    assert.equal((await one.post('/logout')).location, '/');
    assert.deepEqual((await one.get('/')).body, { user: null, notice: { key: 'logged-out', params: {} } });
    assert.equal((await one.post('/logout')).status, 303);
  });
});
