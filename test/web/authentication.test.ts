import assert from 'node:assert/strict';
import { test } from 'node:test';
import request from 'supertest';
import type { Db } from '../../src/db/db.js';
import { memberOf, requireMember } from '../../src/web/authentication.js';
import { csrfToken } from '../../src/web/csrf.js';
import { addMember, goodPassword } from '../support/accounts.js';
import { answerErrors, sessionApp, sessionCookie } from '../support/session-app.js';
import { describeOnEachDatabase } from '../support/test-db.js';

function build(db: Db) {
  const { app, accounts, authentication } = sessionApp(db);
  app.get('/form', (req, res) => void res.json({ token: csrfToken(req) }));
  app.get('/me', (req, res) => void res.json({ user: req.user ?? null }));
  app.all('/members-only', requireMember, (req, res) => void res.json({ name: memberOf(req).name }));
  app.post('/login', async (req, res) => {
    const result = await authentication.check(req, res);
    if (result.ok) await authentication.logIn(req, result.user);
    res.json(result.ok ? { ok: true } : result);
  });
  app.post('/logout', async (req, res) => {
    await authentication.logOut(req);
    res.json({});
  });
  app.use(answerErrors);

  /** A browser: keeps its cookie, and sends the token that its session has at the moment. */
  function browser() {
    let cookie = '';
    const keep = <T extends request.Response>(response: T): T => {
      cookie = sessionCookie(response) ?? cookie;
      return response;
    };
    const get = async (path: string) => keep(await request(app).get(path).set('Cookie', cookie));
    const post = async (path: string, body: object = {}) => {
      const { token } = (await get('/form')).body;
      return keep(
        await request(app)
          .post(path)
          .set('Cookie', cookie)
          .type('form')
          .send({ ...body, _csrf: token }),
      );
    };
    return { get, post, cookie: () => cookie, name: async () => (await get('/me')).body.user?.name ?? null };
  }
  return { app, accounts, browser };
}

describeOnEachDatabase('authentication', (db) => {
  const logInBody = (login: string) => ({ login, password: goodPassword });

  test('login sets req.user to the member, without secrets', async () => {
    const { accounts, browser } = build(db());
    const user = await addMember(accounts, 'Anna', 'anna@example.org');
    const one = browser();
    assert.equal((await one.post('/login', logInBody('Anna'))).body.ok, true);
    assert.deepEqual((await one.get('/me')).body.user, user);
  });

  test('refusals come back as they are', async () => {
    const { browser } = build(db());
    const one = browser();
    for (const body of [{ login: 'Nobody', password: 'x' }, { login: '', password: '' }, {}, { login: 'a' }]) {
      assert.deepEqual((await one.post('/login', body)).body, { ok: false, code: 'login-failed' });
    }
    assert.equal(await one.name(), null);
  });

  test('the session id changes at login and the one before is dead', async () => {
    const { app, accounts, browser } = build(db());
    await addMember(accounts, 'Boris');
    const one = browser();
    await one.get('/form');
    const planted = one.cookie();
    await one.post('/login', logInBody('Boris'));
    assert.notEqual(one.cookie(), planted);
    assert.equal((await request(app).get('/me').set('Cookie', planted)).body.user, null);
    assert.equal(await one.name(), 'Boris');
  });

  test('logout destroys the session', async () => {
    const { app, accounts, browser } = build(db());
    await addMember(accounts, 'Clara');
    const one = browser();
    await one.post('/login', logInBody('Clara'));
    const stolen = one.cookie();
    await one.post('/logout');
    assert.equal(await one.name(), null);
    assert.equal((await request(app).get('/me').set('Cookie', stolen)).body.user, null);
    const sid = decodeURIComponent(stolen).slice('hustings.sid=s:'.length).split('.')[0];
    assert.equal(await db().read('sessions').where({ sid }).first(), undefined);
  });

  test('a changed password ends all sessions, on all devices, however it was changed', async () => {
    const { accounts, browser } = build(db());
    const user = await addMember(accounts, 'Dora');
    const devices = [browser(), browser()];
    for (const device of devices) {
      await device.post('/login', logInBody('Dora'));
      assert.equal(await device.name(), 'Dora');
    }
    const bystander = browser();
    await addMember(accounts, 'Erik');
    await bystander.post('/login', logInBody('Erik'));
    await accounts.users.updatePassword(user.id, await accounts.passwords.hash('another password'));
    for (const device of devices) assert.equal(await device.name(), null);
    assert.equal(await bystander.name(), 'Erik');
  });

  test('a change of role or profile shows at once', async () => {
    const { accounts, browser } = build(db());
    const user = await addMember(accounts, 'Frida');
    const one = browser();
    await one.post('/login', logInBody('Frida'));
    await accounts.users.updateRole(user.id, 'moderator');
    assert.equal((await one.get('/me')).body.user.role, 'moderator');
  });

  test('a session of a member who is gone belongs to nobody', async () => {
    const { accounts, browser } = build(db());
    const user = await addMember(accounts, 'Gleb');
    const one = browser();
    await one.post('/login', logInBody('Gleb'));
    await db().write('users').where({ id: user.id }).del();
    assert.equal(await one.name(), null);
  });

  test('members only: readers are sent to log in and come back, other requests are refused', async () => {
    const { accounts, browser } = build(db());
    await addMember(accounts, 'Hanna');
    const one = browser();
    const asked = await one.get('/members-only?page=2&x=a%26b');
    assert.equal(asked.status, 303);
    assert.equal(asked.headers.location, `/login?next=${encodeURIComponent('/members-only?page=2&x=a%26b')}`);
    const refused = await one.post('/members-only');
    assert.deepEqual([refused.status, refused.body.code], [401, 'login-required']);
    await one.post('/login', logInBody('Hanna'));
    assert.equal((await one.get('/members-only')).body.name, 'Hanna');
  });

  test('login goes by the network that the proxy names', async () => {
    const { app, accounts, browser } = build(db());
    await addMember(accounts, 'Igor');
    const one = browser();
    const { token } = (await one.get('/form')).body;
    const guess = (address: string) =>
      request(app)
        .post('/login')
        .set({ Cookie: one.cookie(), 'X-Forwarded-For': address })
        .type('form')
        .send({ login: 'Igor', password: 'guess', _csrf: token });
    for (let n = 0; n < 5; n++) await guess('2001:db8:1:1::1');
    assert.equal((await guess('2001:db8:1:1::2')).body.code, 'too-many-requests');
    assert.equal((await guess('2001:db8:1:2::1')).body.code, 'login-failed');
  });
});
