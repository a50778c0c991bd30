import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { checkUrl, guardedLookup, isAllowEntry, isPublicAddress } from '../../src/lib/address-guard.js';
import { PRIVATE_SPELLINGS } from '../support/private-spellings.js';

const STRICT = { allowHosts: [] };

function refusal(url: string, allowHosts: string[] = []): string {
  const check = checkUrl(url, { allowHosts });
  return check.ok ? 'ok' : check.reason;
}

describe('checkUrl', () => {
  test('knows at least 150 spellings of private hosts, and refuses all of them', () => {
    assert.ok(new Set(PRIVATE_SPELLINGS).size >= 150);
    for (const scheme of ['http', 'https']) {
      const passed = PRIVATE_SPELLINGS.filter((host) => checkUrl(`${scheme}://${host}/`, STRICT).ok);
      assert.deepEqual(passed, []);
    }
  });

  test('lets public hosts pass', () => {
    const urls = [
      'http://example.org/feed',
      'https://1.1.1.1/',
      'http://[2606:4700::1111]/',
      'http://пример.рф/новости',
      'http://[::ffff:8.8.8.8]/',
      'http://a.example.org.:80/',
    ];
    for (const url of urls) assert.equal(refusal(url), 'ok', url);
  });

  test('refuses what is not a plain web address', () => {
    const urls = [
      '',
      'feed',
      '//example.org/',
      'ftp://example.org/',
      'file:///etc/passwd',
      'javascript:alert(1)',
      'data:text/xml,x',
      'gopher://example.org/',
      'ws://example.org/',
    ];
    for (const url of urls) assert.equal(refusal(url), 'bad-address', url);
    for (const url of ['http://user@example.org/', 'http://u:p@example.org/', 'http://:p@example.org/'])
      assert.equal(refusal(url), 'bad-address', url);
    for (const url of ['http://a..example.org/', 'http://127.0.0.1../', 'http://.example.org/'])
      assert.equal(refusal(url), 'bad-address', url);
    assert.equal(refusal(`http://example.org/${'x'.repeat(5000)}`), 'bad-address');
  });

  test('refuses ports other than those of the web', () => {
    for (const port of [22, 25, 6379, 5432, 8080])
      assert.equal(refusal(`http://example.org:${port}/`), 'blocked-address');
    assert.equal(refusal('http://example.org:443/'), 'ok');
    assert.equal(checkUrl('http://example.org:8080/', { allowHosts: [], ports: [8080] }).ok, true);
  });

  test('an allowed host opens itself and nothing else', () => {
    const allowed = ['127.0.0.1:8080', 'intranet.local:*', '[::1]:3000', '10.1', 'feeds.example.org:8443'];
    const open = [
      'http://127.0.0.1:8080/',
      'http://0x7f.1:8080/',
      'http://intranet.local:9999/',
      'http://INTRANET.local./',
      'http://[0::1]:3000/',
      'http://10.0.0.1:22/',
      'https://feeds.example.org:8443/',
    ];
    for (const url of open) assert.equal(refusal(url, allowed), 'ok', url);
    const shut = [
      'http://127.0.0.1/',
      'http://127.0.0.1:8081/',
      'http://127.0.0.2:8080/',
      'http://localhost:8080/',
      'http://[::1]/',
      'http://x.intranet.local:9999/',
      'http://10.0.0.2/',
      'http://[::ffff:127.0.0.1]:8080/',
    ];
    for (const url of shut) assert.equal(refusal(url, allowed), 'blocked-address', url);
    assert.equal(refusal('ftp://127.0.0.1:8080/', allowed), 'bad-address');
    assert.equal(refusal('http://u:p@127.0.0.1:8080/', allowed), 'bad-address');
  });

  test('an entry that cannot match is known as such', () => {
    for (const entry of ['127.0.0.1', '127.0.0.1:80', '::1', '[::1]:*', 'intranet.local:*'])
      assert.equal(isAllowEntry(entry), true, entry);
    for (const entry of ['', 'http://a/', 'a/b', 'a:b', 'u@a', '*:*:*', '[x]', 'a b'])
      assert.equal(isAllowEntry(entry), false, entry);
    assert.equal(refusal('http://127.0.0.1/', ['', '*', '*:*', '0.0.0.0/0']), 'blocked-address');
  });
});

describe('isPublicAddress', () => {
  test('takes canonical public addresses only', () => {
    for (const address of ['8.8.8.8', '2606:4700::1111', '::ffff:8.8.8.8'])
      assert.equal(isPublicAddress(address), true, address);
    for (const address of ['', 'example.org', '0x8.8.8.8', '134744072', '2606:4700::1111%eth0', '[2606:4700::1111]'])
      assert.equal(isPublicAddress(address), false, address);
  });
});

describe('guardedLookup', () => {
  const PUBLIC = { address: '8.8.8.8', family: 4 } as const;
  const lookupOf =
    (...addresses: string[]) =>
    async () =>
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }) as const);

  test('passes on what DNS says when every answer is public', async () => {
    const check = await guardedLookup(STRICT, lookupOf('8.8.8.8', '2606:4700::1111'))('example.org', 80);
    assert.deepEqual(check, { ok: true, addresses: [PUBLIC, { address: '2606:4700::1111', family: 6 }] });
  });

  test('refuses the name when a single answer is private, wherever it stands', async () => {
    for (const spelling of PRIVATE_SPELLINGS) {
      const raw = spelling.replace(/^\[|\]$/g, '');
      for (const answers of [[raw], ['8.8.8.8', raw], [raw, '8.8.8.8']]) {
        const check = await guardedLookup(STRICT, lookupOf(...answers))('example.org', 80);
        assert.equal(check.ok ? 'ok' : check.reason, 'blocked-address', answers.join());
      }
    }
  });

  test('the allow-list goes by the name asked for, not by where it leads', async () => {
    const policy = { allowHosts: ['intranet.local:8080', '127.0.0.1:8080'] };
    const lookup = guardedLookup(policy, lookupOf('127.0.0.1'));
    assert.equal((await lookup('intranet.local', 8080)).ok, true);
    assert.equal((await lookup('intranet.local', 80)).ok, false);
    assert.equal((await lookup('evil.example', 8080)).ok, false);
  });

  test('an address needs no DNS; a failing or empty answer is a reason', async () => {
    const never = async () => assert.fail('asked DNS');
    assert.equal((await guardedLookup(STRICT, never)('8.8.8.8', 80)).ok, true);
    assert.equal((await guardedLookup(STRICT, never)('[::1]', 80)).ok, false);
    const broken = async () => Promise.reject(new Error('SERVFAIL'));
    assert.deepEqual(await guardedLookup(STRICT, broken)('example.org', 80), {
      ok: false,
      reason: 'dns',
      detail: 'SERVFAIL',
    });
    assert.equal((await guardedLookup(STRICT, lookupOf())('example.org', 80)).ok, false);
  });
});
