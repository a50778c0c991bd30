import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import request from 'supertest';
import { createSessionStore } from '../../src/accounts/session-store.js';
import type { Db } from '../../src/db/db.js';
import { DAY, HOUR } from '../../src/lib/clock.js';
import { csrfToken } from '../../src/web/csrf.js';
import { setNotice, takeNotice } from '../../src/web/session.js';
import { addMember } from '../support/accounts.js';
import { answerErrors, countQueries, sessionApp, sessionCookie, unmasked } from '../support/session-app.js';
import { describeOnEachDatabase } from '../support/test-db.js';

async function build(db: Db, isHttps = false) {
  const { app, accounts, authentication } = sessionApp(db, { isHttps });
  app.get('/read', (req, res) => void res.json({ user: req.user?.name ?? null }));
  app.get('/form', (req, res) => void res.json({ token: csrfToken(req) }));
  app.get('/notice/:name', (req, res) => {
    setNotice(req, 'registered', { name: req.params.name });
    res.redirect(303, '/noticed');
  });
  app.get('/noticed', (req, res) => void res.json(takeNotice(req)));
  app.get('/enter/:id', async (req, res) => {
    const user = await accounts.users.get(Number(req.params.id));
    await authentication.logIn(req, user);
    res.json({});
  });
  const held = deferred();
  const arrived = deferred();
  app.get('/slow', async (req, res) => {
    arrived.resolve();
    await held.promise;
    setNotice(req, 'registered', { name: 'late' });
    res.json({});
  });
  app.get('/leave', (req, res, next) => {
    req.session.destroy((error: unknown) => (error ? next(error) : res.json({})));
  });
  app.use(answerErrors);
  // The store looks for its table when it is made, not when it is asked.
  await request(app).get('/form');
  return { app, accounts, arrived: arrived.promise, letGo: held.resolve };
}

const sidOf = (cookie: string) => decodeURIComponent(cookie).slice('hustings.sid=s:'.length).split('.')[0];

describeOnEachDatabase('sessions', (db) => {
  test('a reader without a cookie costs no query and gets none', async () => {
    const { app } = await build(db());
    const queries = countQueries(db());
    const response = await request(app).get('/read');
    assert.equal(queries.take(), 0);
    assert.equal(response.headers['set-cookie'], undefined);
  });

  test('a cookie that is not ours costs no query either', async () => {
    const { app } = await build(db());
    const queries = countQueries(db());
    for (const cookie of ['hustings.sid=abc', 'hustings.sid=s%3Aabc.def', 'hustings.sid=s:1-x.AAAA', 'other=1']) {
      assert.equal((await request(app).get('/read').set('Cookie', cookie)).status, 200);
    }
    assert.equal(queries.take(), 0);
  });

  test('the cookie is out of reach of scripts and other sites, and Secure on https', async () => {
    const plain = await request((await build(db())).app).get('/form');
    assert.match(
      String(plain.headers['set-cookie']),
      /^hustings\.sid=[^;]+; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Lax$/,
    );
    const { app } = await build(db(), true);
    const secure = await request(app).get('/form').set('X-Forwarded-Proto', 'https');
    assert.match(String(secure.headers['set-cookie']), /; Secure/);
    const exposed = await request(app).get('/form');
    assert.equal(exposed.headers['set-cookie'], undefined);
  });

  test('reading with a session writes nothing', async () => {
    const { app, accounts } = await build(db());
    const user = await addMember(accounts, 'Anna');
    const cookie = String(sessionCookie(await request(app).get(`/enter/${user.id}`)));
    const queries = countQueries(db());
    const response = await request(app).get('/read').set('Cookie', cookie);
    assert.equal(response.body.user, 'Anna');
    assert.equal(response.headers['set-cookie'], undefined);
    // The session and the member.
    assert.equal(queries.take(), 2);
  });

  test('a notice is shown once, with its parameters', async () => {
    const { app } = await build(db());
    const cookie = String(sessionCookie(await request(app).get(`/notice/${encodeURIComponent('Анна')}`)));
    const look = async () => (await request(app).get('/noticed').set('Cookie', cookie)).body;
    assert.deepEqual(await look(), { key: 'registered', params: { name: 'Анна' } });
    assert.equal(await look(), null);
  });

  test('a logout is not undone by a request in flight', async () => {
    const { app, accounts, arrived, letGo } = await build(db());
    const user = await addMember(accounts, 'Elsa');
    const cookie = String(sessionCookie(await request(app).get(`/enter/${user.id}`)));
    const slow = request(app)
      .get('/slow')
      .set('Cookie', cookie)
      .then((response) => response.status);
    await arrived;
    assert.equal((await request(app).get('/leave').set('Cookie', cookie)).status, 200);
    letGo();
    assert.equal(await slow, 200);
    const rows = await db()
      .read('sessions')
      .where({ sid: sidOf(cookie) });
    assert.deepEqual(rows, []);
    assert.equal((await request(app).get('/read').set('Cookie', cookie)).body.user, null);
  });

  test('a session that is used lives on, one that is not ends after 30 days', async () => {
    await withClock(async (forward) => {
      const { app, accounts } = await build(db());
      const user = await addMember(accounts, 'Boris');
      const cookie = String(sessionCookie(await request(app).get(`/enter/${user.id}`)));
      const who = async () => (await request(app).get('/read').set('Cookie', cookie)).body.user;
      for (let n = 0; n < 3; n++) {
        forward(29 * DAY);
        assert.equal(await who(), 'Boris', `visit ${n}`);
        // A renewal is due once an hour only.
        assert.equal(await who(), 'Boris');
      }
      const idle = String(sessionCookie(await request(app).get(`/enter/${user.id}`)));
      forward(30 * DAY + 1000);
      assert.equal((await request(app).get('/read').set('Cookie', idle)).body.user, null);
    });
  });

  test('a renewal sends the cookie again, once an hour', async () => {
    await withClock(async (forward) => {
      const { app, accounts } = await build(db());
      const user = await addMember(accounts, 'Clara');
      const cookie = String(sessionCookie(await request(app).get(`/enter/${user.id}`)));
      const isRenewed = async () => sessionCookie(await request(app).get('/read').set('Cookie', cookie)) === cookie;
      forward(HOUR / 2);
      assert.equal(await isRenewed(), false);
      forward(HOUR);
      assert.equal(await isRenewed(), true);
      assert.equal(await isRenewed(), false);
    });
  });

  test('after 90 days it ends however much it is used, and its row is gone', async () => {
    await withClock(async (forward) => {
      const { app, accounts } = await build(db());
      const user = await addMember(accounts, 'Dora');
      const cookie = String(sessionCookie(await request(app).get(`/enter/${user.id}`)));
      const who = async () => (await request(app).get('/read').set('Cookie', cookie)).body.user;
      for (let day = 0; day < 80; day += 20) {
        forward(20 * DAY);
        assert.equal(await who(), 'Dora', `day ${day + 20}`);
      }
      forward(11 * DAY);
      assert.equal(await who(), null);
      assert.equal(
        await db()
          .read('sessions')
          .where({ sid: sidOf(cookie) })
          .first(),
        undefined,
      );
    });
  });

  test('a session without an account ends after a day', async () => {
    await withClock(async (forward) => {
      const { app } = await build(db());
      const first = await request(app).get('/form');
      const again = () =>
        request(app)
          .get('/form')
          .set('Cookie', String(sessionCookie(first)));
      forward(2 * HOUR - 60_000);
      assert.equal(unmasked((await again()).body.token), unmasked(first.body.token));
      forward(2 * HOUR);
      assert.notEqual(unmasked((await again()).body.token), unmasked(first.body.token));
    });
  });

  test('expired rows are deleted, others stay', async () => {
    const { app } = await build(db());
    const { deleteExpired } = createSessionStore(db());
    await deleteExpired(Date.now() + 400 * DAY);
    await request(app).get('/form');
    assert.equal(await deleteExpired(Date.now()), 0);
    assert.equal(await deleteExpired(Date.now() + 2 * DAY), 1);
  });

  test('a database that fails ends the request, not the process', async () => {
    const { app } = await build(db());
    const cookie = String(sessionCookie(await request(app).get('/form')));
    await db().write.schema.renameTable('sessions', 'sessions_away');
    try {
      assert.equal((await request(app).get('/read').set('Cookie', cookie)).status, 500);
    } finally {
      await db().write.schema.renameTable('sessions_away', 'sessions');
    }
    assert.equal((await request(app).get('/read').set('Cookie', cookie)).status, 200);
  });
});

function deferred(): { promise: Promise<void>; resolve: () => void } {
  let resolve = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

async function withClock(work: (forward: (ms: number) => void) => Promise<void>): Promise<void> {
  let now = Date.now();
  mock.timers.enable({ apis: ['Date'], now });
  try {
    await work((ms) => {
      now += ms;
      mock.timers.setTime(now);
    });
  } finally {
    mock.timers.reset();
  }
}
