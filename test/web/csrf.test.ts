import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import express from 'express';
import session from 'express-session';
import request from 'supertest';
import { createCsrf, csrfToken } from '../../src/web/csrf.js';
import { answerErrors, sessionCookie, unmasked } from '../support/session-app.js';

const SITE = 'https://hustings.example';
const METHODS = ['post', 'put', 'patch', 'delete'] as const;

function build(baseUrl: string | undefined) {
  const changes: string[] = [];
  const app = express();
  app.use(session({ name: 'hustings.sid', secret: 'test', resave: false, saveUninitialized: false }));
  app.use(express.urlencoded({ extended: false }), express.json());
  app.use(createCsrf({ baseUrl }));
  app.get('/form', (req, res) => void res.json({ token: csrfToken(req) }));
  app.all('/thing', (req, res) => {
    if (req.method !== 'GET') changes.push(req.method);
    res.json({});
  });
  app.use(answerErrors);
  return { app, changes };
}

async function openForm(app: express.Express) {
  const response = await request(app).get('/form');
  return { cookie: String(sessionCookie(response)), token: String(response.body.token) };
}

describe('csrf', () => {
  const own = { 'Sec-Fetch-Site': 'same-origin', Origin: SITE };
  const refused: Record<string, Record<string, string>> = {
    'cross-site': { ...own, 'Sec-Fetch-Site': 'cross-site' },
    'a sister domain': { ...own, 'Sec-Fetch-Site': 'same-site' },
    'a foreign Origin': { Origin: 'https://evil.example' },
    'a null Origin': { Origin: 'null' },
    'an Origin that begins like ours': { Origin: `${SITE}.evil.example` },
    'our host without TLS': { Origin: SITE.replace('https', 'http') },
    'our host on another port': { Origin: `${SITE}:8443` },
    'a foreign Origin named the same by Fetch Metadata': {
      'Sec-Fetch-Site': 'same-origin',
      Origin: 'https://evil.example',
    },
    'a foreign Referer': { Referer: `https://evil.example/?${SITE}/` },
    'an unreadable Referer': { Referer: 'about:blank' },
    'a Referer on a longer host': { Referer: `${SITE}.evil.example/` },
  };

  for (const method of METHODS) {
    for (const [name, headers] of Object.entries(refused)) {
      test(`${method} from ${name} is refused, even with the right token`, async () => {
        const { app, changes } = build(SITE);
        const { cookie, token } = await openForm(app);
        const response = await request(app)
          [method]('/thing')
          .set({ ...headers, Cookie: cookie })
          .type('form')
          .send({ _csrf: token });
        assert.deepEqual([response.status, response.body.code], [403, 'csrf']);
        assert.deepEqual(changes, []);
      });
    }

    const wrong: Record<string, (token: string) => object> = {
      'no token': () => ({}),
      'an empty token': () => ({ _csrf: '' }),
      'a wrong token': (token) => ({ _csrf: `${token.startsWith('A') ? 'B' : 'A'}${token.slice(1)}` }),
      'half a token': (token) => ({ _csrf: token.slice(0, 20) }),
      'a token twice': (token) => ({ _csrf: [token, token] }),
      'a token as an object': (token) => ({ _csrf: { token } }),
    };
    for (const [name, body] of Object.entries(wrong)) {
      test(`${method} with ${name} is refused`, async () => {
        const { app, changes } = build(SITE);
        const { cookie, token } = await openForm(app);
        const response = await request(app)
          [method]('/thing')
          .set({ ...own, Cookie: cookie })
          .send(body(token));
        assert.deepEqual([response.status, response.body.code], [403, 'csrf']);
        assert.deepEqual(changes, []);
      });
    }

    test(`${method} from our own form passes`, async () => {
      const { app, changes } = build(SITE);
      const { cookie, token } = await openForm(app);
      const passing = [
        own,
        { Origin: SITE },
        { Referer: `${SITE}/threads/1` },
        {},
        { 'Sec-Fetch-Site': 'none', Origin: SITE },
      ];
      for (const headers of passing) {
        const response = await request(app)
          [method]('/thing')
          .set({ ...headers, Cookie: cookie })
          .type('form')
          .send({ _csrf: token });
        assert.equal(response.status, 200, JSON.stringify(headers));
      }
      assert.equal(changes.length, passing.length);
    });
  }

  test("another session's token is refused", async () => {
    const { app } = build(SITE);
    const [mine, theirs] = [await openForm(app), await openForm(app)];
    const response = await request(app)
      .post('/thing')
      .set({ ...own, Cookie: mine.cookie })
      .type('form')
      .send({ _csrf: theirs.token });
    assert.equal(response.status, 403);
  });

  test('without a session nothing passes, whatever the token', async () => {
    const { app } = build(SITE);
    for (const token of ['', 'undefined', 'null', 'abc']) {
      const response = await request(app).post('/thing').set(own).type('form').send({ _csrf: token });
      assert.equal(response.status, 403);
    }
  });

  test('reading needs nothing, from wherever', async () => {
    const { app } = build(SITE);
    for (const headers of Object.values(refused)) {
      assert.equal((await request(app).get('/thing').set(headers)).status, 200);
      assert.equal((await request(app).head('/thing').set(headers)).status, 200);
    }
  });

  test('a request that arrives without a body is refused like one without a token', async () => {
    const { app } = build(SITE);
    assert.equal((await request(app).post('/thing')).status, 403);
  });

  test('without a public address the host that the browser asked is our own', async () => {
    const { app } = build(undefined);
    const { cookie, token } = await openForm(app);
    const post = (origin: string) =>
      request(app)
        .post('/thing')
        .set({ Host: 'localhost:3000', Origin: origin, Cookie: cookie })
        .type('form')
        .send({ _csrf: token });
    assert.equal((await post('http://localhost:3000')).status, 200);
    assert.equal((await post('http://localhost:4000')).status, 403);
    assert.equal((await post('https://localhost:3000')).status, 403);
  });

  test('one secret under another mask for every page, so that several tabs work', async () => {
    const { app } = build(SITE);
    const { cookie, token } = await openForm(app);
    const other = (await request(app).get('/form').set('Cookie', cookie)).body.token;
    assert.notEqual(other, token);
    assert.equal(unmasked(other), unmasked(token));
    assert.ok(unmasked(token).length >= 43, '256 bits');
  });
});
