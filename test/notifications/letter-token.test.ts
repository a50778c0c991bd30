import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLetterTokens, type Stop } from '../../src/notifications/letter-token.js';

const tokens = createLetterTokens(() => 'secret of the site, long enough');

test('a token says who and what', () => {
  const stops: Stop[] = [
    { what: 'digest' },
    { what: 'mail' },
    { what: 'kind', kind: 'reply' },
    { what: 'follow', follow: { kind: 'search', target: 'явка\u001f' } },
  ];
  for (const stop of stops) assert.deepEqual(tokens.read(tokens.make(7, stop)), { userId: 7, stop });
});

test('nothing else is one: changed, cut, of another site, or nonsense', () => {
  const token = tokens.make(7, { what: 'digest' });
  const [payload = '', signature = ''] = token.split('.');
  const forged = Buffer.from('[8,{"what":"digest"}]').toString('base64url');
  const foreign = createLetterTokens(() => 'secret of another site').make(7, { what: 'digest' });
  const wrong = [
    `${forged}.${signature}`,
    payload,
    `${payload}.`,
    token.slice(0, -2),
    foreign,
    '',
    '.',
    'a'.repeat(5000),
  ];
  for (const text of wrong) assert.equal(tokens.read(text), null, text);
});

test('a stop that this version does not know stops nothing', () => {
  assert.equal(tokens.read(tokens.make(7, { what: 'kind', kind: 'gone' } as unknown as Stop)), null);
});
