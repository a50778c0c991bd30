import assert from 'node:assert/strict';
import { test } from 'node:test';
import express from 'express';
import request from 'supertest';
import { createRateLimitStore } from '../../src/accounts/rate-limit-store.js';
import type { Db } from '../../src/db/db.js';
import { csrfToken } from '../../src/web/csrf.js';
import { createRateLimits } from '../../src/web/rate-limits.js';
import { answerErrors, countQueries, sessionApp, sessionCookie } from '../support/session-app.js';
import { describeOnEachDatabase } from '../support/test-db.js';

function build(db: Db) {
  const limits = createRateLimits(createRateLimitStore(db));
  const app = express();
  app.set('trust proxy', 1);
  app.use(limits.forms);
  app.post('/register', limits.registration);
  app.all(/.*/, (_req, res) => void res.json({}));
  app.use(answerErrors);
  const send = (method: 'get' | 'head' | 'post', path: string, from: string) =>
    request(app)[method](path).set('X-Forwarded-For', from);
  return { send };
}

async function statuses(times: number, work: () => Promise<{ status: number }>): Promise<number[]> {
  const seen: number[] = [];
  for (let n = 0; n < times; n++) seen.push((await work()).status);
  return seen;
}

const passed = (seen: number[]) => seen.filter((status) => status === 200).length;

describeOnEachDatabase('rate limits', (db) => {
  test('one network sends 60 forms a minute; others, and reading, go on', async () => {
    const { send } = build(db());
    const seen = await statuses(62, () => send('post', '/anything', '203.0.113.1'));
    assert.equal(passed(seen), 60);
    const refused = await send('post', '/anything', '203.0.113.1');
    assert.deepEqual([refused.status, refused.body.code], [429, 'too-many-requests']);
    assert.equal(refused.headers['retry-after'], String(refused.body.params.seconds));
    assert.ok(refused.body.params.seconds > 0 && refused.body.params.seconds <= 60);
    assert.equal((await send('post', '/anything', '203.0.113.2')).status, 200);
    assert.equal((await send('get', '/anything', '203.0.113.1')).status, 200);
    assert.equal((await send('head', '/anything', '203.0.113.1')).status, 200);
  });

  test('one network opens 60 sessions a minute at the entrances; who has a session, and other pages, go on', async () => {
    const { app } = sessionApp(db());
    app.use(createRateLimits(createRateLimitStore(db())).newSessions);
    app.get(/.*/, (req, res) => void res.json({ token: req.path === '/login' && csrfToken(req) }));
    app.use(answerErrors);
    const ask = (path: string, cookie = '') =>
      request(app).get(path).set('X-Forwarded-For', '203.0.113.9').set('Cookie', cookie);
    const first = sessionCookie(await ask('/login')) ?? '';
    assert.equal(passed(await statuses(61, () => ask('/login'))), 59);
    assert.equal((await ask('/login', first)).status, 200);
    assert.equal((await ask('/threads/1')).status, 200);
    assert.equal((await db().read('sessions').select('sid')).length, 60);
  });

  test('addresses of one IPv6 /64 count together', async () => {
    const { send } = build(db());
    let host = 0;
    const seen = await statuses(62, () => send('post', '/anything', `2001:db8:5:6::${(++host).toString(16)}`));
    assert.equal(passed(seen), 60);
  });

  test('registration: 20 tries an hour, remembered over a restart', async () => {
    const seen = await statuses(15, () => build(db()).send('post', '/register', '203.0.113.3'));
    const more = await statuses(10, () => build(db()).send('post', '/register', '203.0.113.3'));
    assert.deepEqual([passed(seen), passed(more)], [15, 5]);
  });

  test('an ordinary form costs no query', async () => {
    const { send } = build(db());
    const queries = countQueries(db());
    await send('post', '/anything', '203.0.113.4');
    assert.equal(queries.take(), 0);
  });
});
