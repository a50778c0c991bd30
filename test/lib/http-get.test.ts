import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { buildConnector } from 'undici';
import { createHttpGet, type HttpGetFailed, type HttpGetOptions, type HttpResponse } from '../../src/lib/http-get.js';
import { loopbackTls, PLAIN_TEXT, startCanary, startHostileServer } from '../support/hostile-server.js';

let server: Awaited<ReturnType<typeof startHostileServer>>;
let secure: Awaited<ReturnType<typeof startHostileServer>>;
let httpGet: ReturnType<typeof createHttpGet>;

before(async () => {
  [server, secure] = await Promise.all([startHostileServer(), startHostileServer({ tls: true })]);
  httpGet = createHttpGet({ userAgent: 'Hustings test', allowHosts: [server.host, secure.host] });
});
after(() => Promise.all([server.close(), secure.close()]));

async function answer(path: string, options?: HttpGetOptions): Promise<HttpResponse> {
  const outcome = await httpGet(new URL(path, server.origin).href, options);
  assert.equal(outcome.kind, 'response', JSON.stringify(outcome));
  return outcome as HttpResponse;
}

async function failure(path: string, options?: HttpGetOptions): Promise<HttpGetFailed> {
  const outcome = await httpGet(new URL(path, server.origin).href, options);
  assert.equal(outcome.kind, 'failed', JSON.stringify(outcome).slice(0, 300));
  return outcome as HttpGetFailed;
}

const text = (response: HttpResponse) => Buffer.from(response.body).toString();
const to = (url: string, status = 302) => `/to?status=${status}&url=${encodeURIComponent(url)}`;

describe('an ordinary answer', () => {
  test('comes with status, headers, bytes and time', async () => {
    const response = await answer('/plain#part');
    assert.equal(text(response), PLAIN_TEXT);
    assert.equal(response.headers['content-type'], 'text/xml; charset=utf-8');
    assert.deepEqual([response.status, response.url, response.redirects], [200, `${server.origin}/plain`, []]);
    assert.equal(response.bytes, Buffer.byteLength(PLAIN_TEXT));
    assert.ok(response.ms >= 0);
  });

  test('any status is an answer, a redirect without a target too', async () => {
    assert.equal((await answer('/nothing-here')).status, 404);
    assert.equal((await answer('/no-location')).status, 302);
  });

  test('the request names its sender and carries the given headers', async () => {
    const sent = JSON.parse(text(await answer('/echo', { headers: { 'if-none-match': '"1"' } })));
    assert.equal(sent['user-agent'], 'Hustings test');
    assert.equal(sent['if-none-match'], '"1"');
    assert.match(sent['accept-encoding'], /gzip, br/);
  });

  test('a header that cannot be sent is a failure, not an exception', async () => {
    assert.equal((await failure('/plain', { headers: { 'if-none-match': 'a\r\nb: c' } })).reason, 'network');
  });
});

describe('encodings', () => {
  for (const path of [
    '/gzip',
    '/x-gzip',
    '/br',
    '/deflate',
    '/raw-deflate',
    '/gzip-twice',
    '/false-gzip',
    '/cut-gzip',
  ]) {
    test(`${path.slice(1)} is read`, async () => assert.equal(text(await answer(path)), PLAIN_TEXT));
  }
  test('an empty body is empty', async () => assert.equal((await answer('/empty-gzip')).body.length, 0));
  for (const path of ['/broken-gzip', '/unknown-encoding', '/many-encodings']) {
    test(`${path.slice(1)} fails`, async () => assert.equal((await failure(path)).reason, 'network'));
  }
  for (const path of ['/gzip-bomb', '/br-bomb', '/nested-bomb']) {
    test(`${path.slice(1)} is cut off`, async () => assert.equal((await failure(path)).reason, 'bomb'));
  }
});

describe('limits', () => {
  test('an announced size is refused before it is read', async () => {
    const failed = await failure('/fifty-megabytes');
    assert.deepEqual([failed.reason, failed.detail], ['too-large', '50000000 bytes']);
  });
  test('an endless body is cut at the limit', async () => {
    assert.equal((await failure('/endless', { maxBytes: 300_000 })).reason, 'too-large');
  });
  test('the limit counts inflated bytes', async () => {
    assert.equal((await failure('/gzip-bomb', { maxBytes: 500_000 })).reason, 'too-large');
    assert.equal((await failure('/gzip', { maxBytes: Buffer.byteLength(PLAIN_TEXT) - 1 })).reason, 'too-large');
  });
  test('and the bytes on the wire, for streams that inflate to nothing', async () => {
    assert.equal((await failure('/empty-gzip-members', { maxBytes: 200_000 })).reason, 'too-large');
  });
  for (const path of ['/hang', '/drip-headers']) {
    test(`${path.slice(1)}: headers have their own time`, async () => {
      const failed = await failure(path, { headersTimeoutMs: 120 });
      assert.deepEqual([failed.reason, failed.detail], ['timeout', 'no headers after 120 ms']);
      assert.ok(failed.ms < 2000);
    });
  }
  for (const path of ['/hang', '/hang-body', '/drip', '/drip-headers']) {
    test(`${path.slice(1)}: everything ends in time`, async () => {
      const failed = await failure(path, { timeoutMs: 150 });
      assert.equal(failed.reason, 'timeout');
      assert.ok(failed.ms < 2000);
    });
  }
  test('DNS that never answers counts too', async () => {
    const waiting = createHttpGet({ userAgent: 'test', allowHosts: [], lookup: () => new Promise(() => undefined) });
    const failed = (await waiting('http://slow-dns.example/', { timeoutMs: 150 })) as HttpGetFailed;
    assert.equal(failed.reason, 'timeout');
    assert.ok(failed.ms < 2000);
  });
  test('no socket is left behind, whatever happened', async () => {
    const paths = [
      '/hang',
      '/hang-body',
      '/drip',
      '/drip-headers',
      '/endless',
      '/gzip-bomb',
      '/plain',
      '/loop',
      '/fifty-megabytes',
      '/not-http',
      to(`${secure.origin}/hang`),
    ];
    await Promise.all(paths.map((path) => httpGet(server.origin + path, { timeoutMs: 150, maxBytes: 2_000_000 })));
    await Promise.all([server.allSocketsClosed(), secure.allSocketsClosed()]);
  });
});

describe('broken answers', () => {
  for (const path of ['/long-length', '/not-http', '/reset', '/many-headers']) {
    test(`${path.slice(1)} is a network failure`, async () => assert.equal((await failure(path)).reason, 'network'));
  }
  test('what follows the announced length is ignored', async () =>
    assert.equal(text(await answer('/short-length')), '12345'));
  test('a closed port, an unknown name and a distrusted certificate have names', async () => {
    const closed = await startHostileServer();
    await closed.close();
    const lookup = () => Promise.reject(new Error('no such name'));
    const lonely = createHttpGet({ userAgent: 'test', allowHosts: [closed.host], lookup });
    const reasonOf = async (url: string, get = httpGet) => ((await get(url)) as HttpGetFailed).reason;
    assert.equal(await reasonOf(closed.origin, lonely), 'refused');
    assert.equal(await reasonOf('http://nowhere.example/', lonely), 'dns');
    assert.equal(await reasonOf(`${secure.origin}/plain`), 'tls');
  });
});

describe('redirects', () => {
  test('are followed and listed, up to the limit', async () => {
    const response = await answer('/chain?left=5');
    assert.deepEqual(
      [text(response), response.url, response.redirects.length],
      [PLAIN_TEXT, `${server.origin}/plain`, 5],
    );
    assert.deepEqual(response.redirects[0], { status: 301, to: `${server.origin}/chain?left=4` });
    assert.equal((await failure('/chain?left=6')).reason, 'redirects');
    assert.equal((await failure('/loop', { maxRedirects: 2 })).reason, 'redirects');
  });
  test('raw letters in a target are read as UTF-8', async () => {
    assert.equal((await answer('/cyrillic')).url, `${server.origin}/${encodeURIComponent('новости')}`);
  });
  test('other schemes, credentials and nonsense end the journey', async () => {
    for (const url of [
      'ftp://example.org/',
      'file:///etc/passwd',
      'javascript:1',
      'http://u:p@example.org/',
      'http://[',
      'http://%00/',
    ]) {
      assert.equal((await failure(to(url))).reason, 'bad-address', url);
    }
  });
  test('secrets stay with the server they were meant for', async () => {
    const other = await startHostileServer();
    const both = createHttpGet({ userAgent: 'test', allowHosts: [server.host, other.host] });
    const headers = { Authorization: 'Bearer secret', Cookie: 'a=b', 'if-none-match': '"1"' };
    const sentTo = async (url: string) => JSON.parse(text((await both(url, { headers })) as HttpResponse));
    const there = await sentTo(server.origin + to(`${other.origin}/echo`));
    assert.deepEqual([there.authorization, there.cookie, there['if-none-match']], [undefined, undefined, '"1"']);
    assert.equal((await sentTo(server.origin + to('/echo'))).authorization, 'Bearer secret');
    await other.close();
  });
});

describe('over TLS', () => {
  const trusting = () => {
    const connector: typeof buildConnector = (options) => buildConnector({ ...options, ca: loopbackTls().cert });
    const allowHosts = [server.host, secure.host, `secure.test:${secure.port}`, `stranger.test:${secure.port}`];
    return createHttpGet({
      userAgent: 'test',
      allowHosts,
      connector,
      lookup: async () => [{ address: '127.0.0.1', family: 4 }],
    });
  };

  test('a trusted certificate opens, by name and by address', async () => {
    for (const origin of [secure.origin, `https://secure.test:${secure.port}`]) {
      assert.equal((await trusting()(`${origin}/plain`)).kind, 'response');
    }
  });
  test('a certificate for another name does not', async () => {
    assert.equal(((await trusting()(`https://stranger.test:${secure.port}/plain`)) as HttpGetFailed).reason, 'tls');
  });
  test('a redirect never leads from https to http', async () => {
    const outcome = await trusting()(secure.origin + to(`${server.origin}/plain`));
    assert.equal(outcome.kind === 'failed' && outcome.reason, 'downgrade');
    assert.equal((await trusting()(server.origin + to(`${secure.origin}/plain`))).kind, 'response');
  });
  test('a server that never finishes the handshake is left in time', async () => {
    const mute = await startCanary(null);
    const patient = createHttpGet({ userAgent: 'test', allowHosts: [`127.0.0.1:${mute.port}`] });
    const failed = (await patient(`https://127.0.0.1:${mute.port}/`, { timeoutMs: 150 })) as HttpGetFailed;
    assert.equal(failed.reason, 'timeout');
    assert.equal(mute.connections(), 1);
    await mute.allSocketsClosed();
    await mute.close();
  });
});

describe('being ended', () => {
  test('by the caller', async () => {
    const abort = new AbortController();
    const pending = failure('/hang', { signal: abort.signal });
    abort.abort();
    assert.equal((await pending).detail, 'aborted');
    assert.equal((await failure('/plain', { signal: AbortSignal.abort() })).detail, 'aborted');
    await server.allSocketsClosed();
  });
  test('by close, for what is in flight and what comes later', async () => {
    const closing = createHttpGet({ userAgent: 'test', allowHosts: [server.host] });
    const pending = closing(`${server.origin}/hang`);
    closing.close();
    for (const outcome of [await pending, await closing(`${server.origin}/plain`)])
      assert.equal(outcome.kind, 'failed');
    await server.allSocketsClosed();
  });
});
