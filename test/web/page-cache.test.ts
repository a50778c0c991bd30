import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import express from 'express';
import request from 'supertest';
import { createPageCache } from '../../src/web/page-cache.js';
import { SESSION_COOKIE } from '../../src/web/session.js';

let now = 0;
let rendered = 0;
/** Told by the slow page that it was begun; it ends when the answer is called. */
let onBegun: (end: () => void) => void = () => {};
const cache = createPageCache({ clock: () => now, defaultLanguage: 'ru', maxBytes: 2000 });

const app = express();
app.set('query parser', 'simple');
app.set('etag', 'strong');
app.use(cache.serve);
app.use(async (req, res) => {
  rendered++;
  res.locals.isShareable = req.path.startsWith('/shared');
  if (req.path.endsWith('slow')) await new Promise<void>((resolve) => onBegun(resolve));
  if (req.path.endsWith('missing')) res.status(404);
  if (req.path.endsWith('.rss')) res.type('application/rss+xml');
  res.setHeader('Content-Language', 'ru');
  res.send(`${req.originalUrl} ${rendered} ${'x'.repeat(Number(req.query.size ?? 0))}`);
});

async function get(path: string, headers: Record<string, string> = {}) {
  const response = await request(app).get(path).set(headers);
  return { status: response.status, body: response.text, headers: new Headers(response.headers) };
}

/** Whether the second of two requests was answered from the cache. */
async function isKept(path: string, headers: Record<string, string> = {}, second = headers): Promise<boolean> {
  await get(path, headers);
  const before = rendered;
  await get(path, second);
  return rendered === before;
}

describe('page cache', () => {
  beforeEach(() => {
    cache.invalidate();
    rendered = 0;
  });

  test('an anonymous reader gets the page of the one before, byte for byte', async () => {
    const first = await get('/shared');
    const second = await get('/shared');
    assert.equal(rendered, 1);
    assert.equal(second.body, first.body);
    for (const name of ['content-type', 'content-language', 'etag'])
      assert.equal(second.headers.get(name), first.headers.get(name), name);
    assert.match(second.headers.get('vary') ?? '', /Accept-Language.*Cookie/);
    const feed = await get('/shared/feed.rss');
    assert.equal((await get('/shared/feed.rss')).headers.get('content-type'), feed.headers.get('content-type'));
  });

  test('who has the page gets 304, kept or not', async () => {
    const { headers } = await get('/shared');
    const etag = headers.get('etag') ?? '';
    assert.equal((await get('/shared', { 'if-none-match': etag })).status, 304);
    assert.equal((await get('/shared', { 'if-none-match': '"other"' })).status, 200);
  });

  test('it is fresh for some seconds, and until anything changes', async () => {
    assert.equal(await isKept('/shared'), true);
    now += 10_000;
    const before = rendered;
    await get('/shared');
    assert.equal(rendered, before + 1);
    cache.invalidate();
    await get('/shared');
    assert.equal(rendered, before + 2);
  });

  test('nothing of a reader with a session is kept or shown to others', async () => {
    const cookie = { cookie: `a=b; ${SESSION_COOKIE}=s%3Aabc` };
    assert.equal(await isKept('/shared', cookie), false);
    assert.equal(await isKept('/shared', cookie, {}), false);
    await get('/shared');
    const before = rendered;
    await get('/shared', cookie);
    assert.equal(rendered, before + 1);
  });

  test('languages and addresses have pages of their own', async () => {
    assert.equal(await isKept('/shared', { 'accept-language': 'ru' }, { 'accept-language': 'en' }), false);
    assert.equal(await isKept('/shared?page=1', {}, {}), true);
    const before = rendered;
    await get('/shared?page=2');
    assert.equal(rendered, before + 1);
  });

  test('what is not the same for all, an error, a choice of language or an endless address is not kept', async () => {
    for (const path of ['/own', '/shared/missing', '/shared?lang=en', `/shared?q=${'x'.repeat(600)}`]) {
      assert.equal(await isKept(path), false, path);
    }
  });

  test('a page begun before a change is not kept after it', async () => {
    const begin = () => new Promise<() => void>((resolve) => (onBegun = resolve));
    const begun = begin();
    const slow = get('/shared/slow');
    const end = await begun;
    cache.invalidate();
    end();
    await slow;
    const before = rendered;
    const begunAgain = begin();
    const again = get('/shared/slow');
    await Promise.race([begunAgain.then((endAgain) => endAgain()), again]);
    await again;
    assert.equal(rendered, before + 1);
  });

  test('the oldest pages make room', async () => {
    for (const name of ['a', 'b', 'c']) await get(`/shared/${name}?size=800`);
    const before = rendered;
    await get('/shared/c?size=800');
    await get('/shared/b?size=800');
    assert.equal(rendered, before);
    await get('/shared/a?size=800');
    assert.equal(rendered, before + 1);
    await get('/shared?size=5000');
    assert.equal(await isKept('/shared/a'), true, 'a page too large for the cache leaves it working');
  });
});
