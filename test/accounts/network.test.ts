import assert from 'node:assert/strict';
import { test } from 'node:test';
import { networkOf } from '../../src/accounts/network.js';

test('networkOf takes an IPv4 address as it is and an IPv6 address by its /64', () => {
  assert.equal(networkOf('203.0.113.7'), '203.0.113.7');
  assert.equal(networkOf('::ffff:203.0.113.7'), '203.0.113.7');
  assert.equal(networkOf('2001:db8:1:2:3:4:5:6'), networkOf('2001:db8:1:2:ffff::1'));
  assert.notEqual(networkOf('2001:db8:1:2::1'), networkOf('2001:db8:1:3::1'));
  assert.equal(networkOf('fe80::1%eth0'), networkOf('fe80::2'));
});

test('networkOf puts everything unreadable together', () => {
  for (const address of [undefined, '', 'localhost', '1.2.3.4, 5.6.7.8']) assert.equal(networkOf(address), 'unknown');
});
