import assert from 'node:assert/strict';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { type FetchRequest, fetchFeed } from '../../src/feeds/fetch.js';
import { createHttpGet } from '../../src/lib/http-get.js';
import { PLAIN_TEXT, startHostileServer } from '../support/hostile-server.js';

const MODIFIED = 'Thu, 01 Jan 2026 00:00:00 GMT';
const redirect = (status: number, location: string) => (response: ServerResponse) =>
  response.writeHead(status, { location }).end();

const PAGES: Record<string, (response: ServerResponse, request: IncomingMessage) => void> = {
  '/feed': (response, request) => {
    response.setHeader('cache-control', 'max-age=900').setHeader('etag', '"v1"').setHeader('last-modified', MODIFIED);
    if (request.headers['if-none-match'] === '"v1"') response.writeHead(304).end();
    else response.writeHead(200, { 'content-type': 'application/rss+xml; charset="Windows-1251"' }).end(PLAIN_TEXT);
  },
  '/dated': (response, request) => {
    if (request.headers['if-modified-since'] === MODIFIED) response.writeHead(304).end();
    else response.writeHead(200, { 'last-modified': MODIFIED }).end(PLAIN_TEXT);
  },
  '/forgetful': (response) => response.end(PLAIN_TEXT),
  '/odd-etag': (response) =>
    response.writeHead(200, { etag: `"${'x'.repeat(600)}"`, 'last-modified': '\u00e9' }).end(PLAIN_TEXT),
  '/gone': (response) => response.writeHead(410).end(),
  '/busy': (response) => response.writeHead(503, { 'retry-after': '120' }).end(),
  '/too-many': (response) => response.writeHead(429).end(),
  '/missing': (response) => response.writeHead(404).end('no'),
  '/forbidden': (response) => response.writeHead(403).end('challenge'),
  '/teapot': (response) => response.writeHead(302).end(),
  '/moved': redirect(301, '/moved-again'),
  '/moved-again': redirect(308, '/feed'),
  '/moved-then-temporary': redirect(301, '/temporary'),
  '/temporary': redirect(302, '/feed'),
  '/temporary-then-moved': redirect(302, '/moved'),
};

let server: Awaited<ReturnType<typeof startHostileServer>>;
let httpGet: ReturnType<typeof createHttpGet>;
before(async () => {
  server = await startHostileServer({ handler: (request, response) => PAGES[request.url ?? '']?.(response, request) });
  httpGet = createHttpGet({ userAgent: 'test', allowHosts: [server.host] });
});
after(() => server.close());

const fetch = (path: string, last: Omit<FetchRequest, 'url'> = {}) =>
  fetchFeed(httpGet, { url: server.origin + path, ...last });

async function fresh(path: string, last?: Omit<FetchRequest, 'url'>) {
  const outcome = await fetch(path, last);
  assert.equal(outcome.kind, 'fresh');
  return outcome.kind === 'fresh' ? outcome : assert.fail();
}

describe('a fresh document', () => {
  test('comes with all that the next steps and the next request need', async () => {
    const { ms, ...outcome } = await fresh('/feed');
    assert.ok(ms >= 0);
    assert.match(outcome.bodyHash, /^[0-9a-f]{64}$/);
    assert.deepEqual(
      { ...outcome, body: Buffer.from(outcome.body).toString(), bodyHash: '' },
      {
        kind: 'fresh',
        body: PLAIN_TEXT,
        bodyHash: '',
        contentType: 'application/rss+xml; charset="Windows-1251"',
        httpCharset: 'windows-1251',
        etag: '"v1"',
        lastModified: MODIFIED,
        finalUrl: `${server.origin}/feed`,
        permanentUrl: null,
        bytes: Buffer.byteLength(PLAIN_TEXT),
        status: 200,
        cacheSeconds: 900,
      },
    );
  });

  test('validators that could not be sent back are not kept', async () => {
    const outcome = await fresh('/odd-etag');
    assert.deepEqual([outcome.etag, outcome.lastModified], [null, null]);
    assert.equal((await fresh('/feed', { etag: 'a\r\nb: c', lastModified: 'é' })).status, 200);
  });
});

describe('an unchanged document', () => {
  test('is known by its ETag', async () => {
    const outcome = await fetch('/feed', { etag: '"v1"', bodyHash: 'x' });
    assert.equal(outcome.kind, 'unchanged');
    assert.deepEqual([outcome.status, outcome.bytes, outcome.cacheSeconds], [304, 0, 900]);
  });
  test('is known by its date, and what the answer leaves out is kept', async () => {
    const outcome = await fetch('/dated', { etag: '"old"', lastModified: MODIFIED });
    assert.ok(outcome.kind === 'unchanged');
    assert.deepEqual([outcome.etag, outcome.lastModified], ['"old"', MODIFIED]);
  });
  test('is known by its bytes when the publisher knows no better', async () => {
    const { bodyHash } = await fresh('/forgetful');
    const again = await fetch('/forgetful', { bodyHash });
    assert.deepEqual([again.kind, again.status], ['unchanged', 200]);
    assert.equal((await fetch('/forgetful', { bodyHash: 'other' })).kind, 'fresh');
  });
});

describe('other answers', () => {
  test('410 is gone', async () => assert.equal((await fetch('/gone')).kind, 'gone'));
  test('429 and 503 are limits, with the time asked for', async () => {
    const busy = await fetch('/busy');
    const tooMany = await fetch('/too-many');
    assert.deepEqual(busy.kind === 'limited' && [busy.retryAfterMs, busy.status], [120_000, 503]);
    assert.deepEqual(tooMany.kind === 'limited' && [tooMany.retryAfterMs, tooMany.status], [null, 429]);
  });
  for (const [path, status] of [
    ['/missing', 404],
    ['/forbidden', 403],
    ['/teapot', 302],
  ] as const) {
    test(`${status} is a failure with its status`, async () => {
      const outcome = await fetch(path);
      assert.deepEqual(outcome.kind === 'failed' && [outcome.reason, outcome.status], ['http-status', status]);
    });
  }
  test('no answer is a failure with its reason', async () => {
    const outcome = await fetchFeed(httpGet, { url: 'http://127.0.0.1/' });
    assert.deepEqual(outcome.kind === 'failed' && [outcome.reason, outcome.status], ['blocked-address', null]);
  });
});

describe('a permanent redirect', () => {
  const permanent = async (path: string) => (await fresh(path)).permanentUrl;
  test('names the new address', async () => assert.equal(await permanent('/moved'), `${server.origin}/feed`));
  test('only as far as it is permanent', async () => {
    assert.equal(await permanent('/moved-then-temporary'), `${server.origin}/temporary`);
    assert.equal(await permanent('/temporary-then-moved'), null);
    assert.equal((await fresh('/temporary')).finalUrl, `${server.origin}/feed`);
  });
});
