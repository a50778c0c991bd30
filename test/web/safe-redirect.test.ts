import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { safeNext } from '../../src/web/safe-redirect.js';

const FALLBACK = '/home';
const SITE = 'https://hustings.example';

const HOSTILE = [
  '//evil.example',
  '///evil.example',
  '////evil.example',
  '/\\evil.example',
  '\\/evil.example',
  '\\\\evil.example',
  '\\evil.example',
  '/\\/evil.example',
  '//\\evil.example',
  'http://evil.example',
  'https://evil.example',
  'HTTP://evil.example',
  'http:evil.example',
  'https:/evil.example',
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  'data:text/html,x',
  'vbscript:x',
  'mailto:a@b',
  '\t//evil.example',
  ' //evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  '/\r\n/evil.example',
  '/\0/evil.example',
  '/ /evil.example',
  '\u0000/a',
  '/a\r\nset-cookie: a=b',
  '/a\u0085b',
  '/a\u2028b',
  '/\u00a0/evil.example',
  '/.//evil.example',
  '/..//evil.example',
  '/a/..//evil.example',
  '/./\\evil.example',
  '/%2e//evil.example',
  '/%2E%2e//evil.example',
  '/a/%2e%2e//evil.example',
  '/.%2f/evil.example',
  '/%2fevil.example',
  '/%2Fevil.example',
  '/%2f%2fevil.example',
  '/%5cevil.example',
  '/%5C%5Cevil.example',
  '/%252fevil.example',
  '/%25252fevil.example',
  '/%2525252525252fevil.example',
  '/%255cevil.example',
  '/%09/evil.example',
  '/%0a/evil.example',
  '/%0d%0aset-cookie:%20a=b',
  '/a%0d%0aset-cookie:%20a=b',
  '/a%00',
  '/%20/evil.example',
  '/%c0%afevil.example',
  '/%25c0%25afevil.example',
  '/100%25/%5c',
  '/a\\b',
  '/a?b=\\c',
  '/a?b=c\r\nset-cookie: d=e',
  '@evil.example',
  '.evil.example',
  'evil.example',
  'threads/1',
  '?a=1',
  '#a',
  '',
  ' ',
  '%2f%2fevil.example',
  ':80',
  `/${'a'.repeat(5000)}`,
];

describe('safeNext', () => {
  test('keeps the addresses of our own pages', () => {
    const pages = [
      '/',
      '/threads/1',
      '/threads/1?page=2&sort=new',
      '/search?q=a+b&c=%20',
      '/tags/100%25',
      '/a?next=//evil.example',
      '/a?next=https://evil.example/',
      '/a//b',
      '/~user',
      '/@user',
    ];
    for (const page of pages) assert.equal(safeNext(page, FALLBACK), page);
  });

  test('leaves path and query only, in plain letters', () => {
    assert.equal(safeNext('/threads/1?page=2#post-7', FALLBACK), '/threads/1?page=2');
    assert.equal(safeNext('/tags/выборы', FALLBACK), `/tags/${encodeURIComponent('выборы')}`);
    assert.equal(safeNext('/tags/%D0%B2', FALLBACK), '/tags/%D0%B2');
    assert.equal(safeNext('/a/../b', FALLBACK), '/b');
  });

  test('anything else is the fallback', () => {
    for (const next of HOSTILE) assert.equal(safeNext(next, FALLBACK), FALLBACK, JSON.stringify(next));
    for (const next of [undefined, null, 1, ['/a'], { toString: () => '/a' }])
      assert.equal(safeNext(next, FALLBACK), FALLBACK);
  });

  test('whatever it leaves, a browser stays on the site, also after decoding', () => {
    const piece = fc.constantFrom(
      '/',
      '\\',
      '.',
      '..',
      '%2f',
      '%5c',
      '%2e',
      '%25',
      '%09',
      '\t',
      '\n',
      ' ',
      '@',
      ':',
      '?',
      '#',
      'evil.example',
      'http:',
      'a',
      '%00',
      '／',
      '。',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const next = safeNext(pieces.join(''), FALLBACK);
        assert.equal(new URL(next, SITE).origin, SITE);
        assert.match(next, /^\/(?![/\\])[\x21-\x7e]*$/);
        const path = (next.split('?', 1)[0] ?? '')
          .replace(/%25/g, '%')
          .replace(/%2f/gi, '/')
          .replace(/%5c/gi, '\\')
          .replace(/%09/g, '\t');
        const resolved = new URL(path, SITE);
        assert.ok(resolved.origin === SITE && !resolved.pathname.startsWith('//'), path);
        assert.equal(safeNext(next, FALLBACK), next);
      }),
      { numRuns: 3000 },
    );
  });
});
