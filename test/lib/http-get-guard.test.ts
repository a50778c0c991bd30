/** The wall against server-side request forgery, tried with real sockets: the canary must never hear anything. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { buildConnector } from 'undici';
import type { HostAddress } from '../../src/lib/address-guard.js';
import { createHttpGet, type HttpGetSettings } from '../../src/lib/http-get.js';
import { startCanary, startHostileServer } from '../support/hostile-server.js';
import { loopbackInternet } from '../support/loopback-internet.js';
import { PRIVATE_SPELLINGS } from '../support/private-spellings.js';

let server: Awaited<ReturnType<typeof startHostileServer>>;
let canary: Awaited<ReturnType<typeof startCanary>>;

before(async () => {
  [server, canary] = await Promise.all([startHostileServer(), startCanary()]);
});
after(() => Promise.all([server.close(), canary.close()]));

// The canary's port is open to all public hosts, so that only the address can be the reason of a refusal.
function guarded(overrides: Partial<HttpGetSettings> = {}) {
  const settings = { userAgent: 'test', allowHosts: [server.host], ports: [80, 443, canary.port], ...overrides };
  return createHttpGet({ lookup: async () => [{ address: '127.0.0.1', family: 4 }], ...settings });
}

async function reason(url: string, httpGet = guarded()): Promise<string> {
  const outcome = await httpGet(url, { timeoutMs: 2000 });
  return outcome.kind === 'failed' ? outcome.reason : `status ${outcome.status}`;
}

const REFUSED = /^(bad|blocked)-address$/;

describe('the canary hears nothing', () => {
  beforeEach(() => assert.equal(canary.connections(), 0));
  const silent = () => assert.equal(canary.connections(), 0);

  test('when a spelling is asked for directly', async () => {
    for (const host of PRIVATE_SPELLINGS) assert.match(await reason(`http://${host}:${canary.port}/`), REFUSED, host);
    silent();
  });

  test('when an allowed server redirects there', async () => {
    for (const [index, host] of PRIVATE_SPELLINGS.entries()) {
      const target = encodeURIComponent(`http://${host}:${canary.port}/`);
      const status = [301, 302, 303, 307, 308][index % 5];
      assert.match(await reason(`${server.origin}/to?status=${status}&url=${target}`), REFUSED, host);
    }
    silent();
  });

  test('when a name has a public answer at first and a private one from then on', async () => {
    for (const spelling of PRIVATE_SPELLINGS) {
      const flipped = { address: spelling.replace(/^\[|\]$/g, ''), family: 4 } as const;
      let asked = 0;
      const lookup = async (): Promise<HostAddress[]> =>
        asked++ === 0 ? [{ address: '8.8.8.8', family: 4 }] : [flipped];
      const httpGet = guarded({ lookup, connector: loopbackInternet });
      assert.equal(
        await reason(`http://flip.example:${canary.port}/`, httpGet),
        'network',
        'dials the answer that was checked',
      );
      assert.equal(asked, 1, 'asks DNS once for a request');
      assert.equal(await reason(`http://flip.example:${canary.port}/`, httpGet), 'blocked-address', spelling);
    }
    silent();
  });

  test('when a name has public and private answers', async () => {
    const lookup = async (): Promise<HostAddress[]> => [
      { address: '8.8.8.8', family: 4 },
      { address: '127.0.0.1', family: 4 },
    ];
    assert.equal(
      await reason(`http://both.example:${canary.port}/`, guarded({ lookup, connector: loopbackInternet })),
      'blocked-address',
    );
    silent();
  });

  test('when the allowed server leads to a name that points back to this machine', async () => {
    const target = encodeURIComponent(`http://intranet.example:${canary.port}/`);
    assert.equal(await reason(`${server.origin}/to?url=${target}`), 'blocked-address');
    silent();
  });
});

describe('behind the wall', () => {
  test('a socket that ends up elsewhere is cut before a byte is sent', async () => {
    const detour: typeof buildConnector = (options) => (target, callback) =>
      buildConnector({ ...options, lookup: undefined })({ ...target, hostname: '127.0.0.1' }, callback);
    const httpGet = guarded({ lookup: async () => [{ address: '8.8.8.8', family: 4 }], connector: detour });
    const heardBefore = canary.connections();
    assert.equal(await reason(`http://detour.example:${canary.port}/`, httpGet), 'blocked-address');
    assert.ok(canary.connections() > heardBefore, 'the detour did reach the canary');
    assert.equal(canary.bytes(), 0);
  });

  test('the canary does answer those who are allowed', async () => {
    const outcome = await guarded({ allowHosts: [`127.0.0.1:${canary.port}`] })(`http://127.1:${canary.port}/`);
    assert.equal(outcome.kind === 'response' && Buffer.from(outcome.body).toString(), 'canary');
  });

  test('a name on the allow-list may lead to this machine', async () => {
    const httpGet = guarded({ allowHosts: [`intranet.example:${server.port}`] });
    assert.equal(await reason(`http://intranet.example:${server.port}/plain`, httpGet), 'status 200');
    assert.equal(await reason(`http://other.example:${server.port}/plain`, httpGet), 'blocked-address');
  });
});
