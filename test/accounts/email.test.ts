import assert from 'node:assert/strict';
import { test } from 'node:test';
import { emailKey, parseEmail } from '../../src/accounts/email.js';

test('parseEmail takes addresses and nothing that could reach a mail header', () => {
  assert.equal(parseEmail(' Anna.Bell+x@Example.ORG '), 'Anna.Bell+x@Example.ORG');
  const wrong = [
    '',
    'anna',
    'a@b',
    'a@b.c\r\nBcc: x@y.z',
    'a b@example.org',
    '"x"@example.org',
    `${'a'.repeat(250)}@example.org`,
    'a@example.org\0',
  ];
  for (const typed of wrong) assert.equal(parseEmail(typed), null, JSON.stringify(typed));
});

test('emailKey ignores case and survives what a database would refuse', () => {
  assert.equal(emailKey(' Anna@Example.ORG'), 'anna@example.org');
  assert.equal(emailKey('a\0@b\ud800'), 'a@b\ufffd');
});
