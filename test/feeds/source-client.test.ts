/** Sources asked and read in a process of their own, over real sockets. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, type TestContext, test } from 'node:test';
import { createSourceClient, type SourceClientOptions } from '../../src/feeds/source-client.js';
import { startCanary, startHostileServer } from '../support/hostile-server.js';
import { PRIVATE_SPELLINGS } from '../support/private-spellings.js';
import { NOW } from './feed-fixture.js';

let server: Awaited<ReturnType<typeof startHostileServer>>;
let canary: Awaited<ReturnType<typeof startCanary>>;

before(async () => {
  [server, canary] = await Promise.all([startHostileServer(), startCanary()]);
});
after(() => Promise.all([server.close(), canary.close()]));

function start(t: TestContext, more: Partial<SourceClientOptions> & { ports?: number[] } = {}) {
  const client = createSourceClient({ allowHosts: [server.host], userAgent: 'test', ...more });
  t.after(() => client.close());
  const ask = (path: string, last: { etag?: string; bodyHash?: string } = {}) =>
    client.readSource({ url: path.startsWith('http') ? path : server.origin + path, ...last, now: NOW });
  /** Kind of the answer, or why there was none. */
  const outcome = async (path: string) => {
    const { fetched } = await ask(path);
    return fetched.kind === 'failed' ? fetched.reason : fetched.kind;
  };
  return { client, ask, outcome };
}

describe('the process of sources', { timeout: 60_000 }, () => {
  test('brings entries, not documents; the same bytes again bring nothing to read', async (t) => {
    const { ask } = start(t);
    const { fetched, read } = await ask('/plain');
    assert.equal(read?.ok && read.feed.title, 'Новости');
    assert.ok(fetched.kind === 'fresh' && fetched.httpCharset === 'utf-8' && !('body' in fetched));
    const again = await ask('/plain', { bodyHash: fetched.bodyHash });
    assert.deepEqual([again.fetched.kind, again.read], ['unchanged', undefined]);
  });

  test('names what hostile servers do as the fetcher does', async (t) => {
    const { outcome } = start(t);
    const expected = {
      ...{ '/endless': 'too-large', '/fifty-megabytes': 'too-large', '/gzip-bomb': 'bomb', '/loop': 'redirects' },
      ...{ '/reset': 'network', '/nowhere': 'http-status' },
    };
    const paths = Object.keys(expected);
    const outcomes = await Promise.all(paths.map(async (path) => [path, await outcome(path)]));
    assert.deepEqual(Object.fromEntries(outcomes), expected);
    await server.allSocketsClosed();
  });

  test('ends what hangs when it is told to drop it, and asks no more', async (t) => {
    const { client, ask, outcome } = start(t);
    const before = server.connections();
    const hanging = [outcome('/hang'), outcome('/drip')];
    while (server.connections() < before + 2) await new Promise((next) => setImmediate(next));
    client.drop();
    assert.deepEqual(await Promise.all(hanging), ['network', 'network']);
    await server.allSocketsClosed();
    const { fetched } = await ask('/plain');
    assert.deepEqual([fetched.kind, fetched.kind === 'failed' && fetched.detail], ['failed', 'aborted']);
    assert.equal(server.connections(), before + 2);
    const document = { bytes: new TextEncoder().encode('<rss version="2.0"><channel/></rss>'), now: NOW };
    assert.equal((await client.read(document)).ok, true, 'what is here already is still read');
  });

  test('its death is an outcome, and the next is asked by a fresh one', async (t) => {
    const { client, ask } = start(t, { processUrl: new URL('./dying-source-process.js', import.meta.url) });
    const deaths = await Promise.all([ask('/die'), ask('/wait')]);
    for (const { fetched } of deaths) {
      assert.equal(fetched.kind === 'failed' && fetched.reason, 'network');
      assert.match(fetched.kind === 'failed' ? fetched.detail : '', /sources worker: exited with SIGKILL/);
    }
    assert.equal((await ask('/alive')).fetched.kind, 'gone');
    await client.close();
    assert.equal((await ask('/alive')).fetched.kind, 'failed');
  });
});

describe('the canary hears nothing of the process of sources', { timeout: 60_000 }, () => {
  const REFUSED = /^(bad|blocked)-address$/;
  beforeEach(() => assert.equal(canary.connections(), 0));
  // The canary's port is open to all public hosts, so that only the address can be the reason of a refusal.
  const flipping = (t: TestContext) =>
    start(t, {
      ...{ processUrl: new URL('./flipping-source-process.js', import.meta.url) },
      ...{ ports: [80, 443, canary.port] },
    });

  test('when a spelling is asked for, or redirected to', async (t) => {
    const { outcome } = flipping(t);
    for (const host of PRIVATE_SPELLINGS) {
      const target = `http://${host}:${canary.port}/`;
      assert.match(await outcome(target), REFUSED, host);
      assert.match(await outcome(`/to?url=${encodeURIComponent(target)}`), REFUSED, host);
    }
    assert.equal(canary.connections(), 0);
  });

  test('when a name has a public answer at first and a private one from then on', async (t) => {
    const { outcome } = flipping(t);
    for (const [at, spelling] of PRIVATE_SPELLINGS.entries()) {
      const url = `http://${at}.flip.example:${canary.port}/`;
      assert.equal(await outcome(url), 'network', 'dials the answer that was checked');
      assert.equal(await outcome(url), 'blocked-address', spelling);
    }
    assert.equal(canary.connections(), 0);
  });
});
