import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { canonicalUrl, resolveUrl, urlKey } from '../../src/lib/url.js';

describe('resolveUrl', () => {
  test('an absolute address stays as written', () => {
    assert.equal(resolveUrl(' http://example.org '), 'http://example.org');
    assert.equal(resolveUrl('https://example.org/выборы?a=1#b'), 'https://example.org/выборы?a=1#b');
  });

  test('a relative address needs a base', () => {
    assert.equal(resolveUrl('../x?y=1', 'https://example.org/a/b/'), 'https://example.org/a/x?y=1');
    assert.equal(resolveUrl('/x'), null);
    assert.equal(resolveUrl('/x', 'not a base'), null);
    assert.equal(resolveUrl('', 'https://example.org/'), null);
  });

  test('only http and https, under any disguise', () => {
    for (const bad of [
      'javascript:alert(1)',
      'JaVa\tscript:alert(1)',
      'data:text/html,x',
      'ftp://a.b/',
      'mailto:a@b.c',
      'http://',
      'file:///etc/passwd',
    ]) {
      assert.equal(resolveUrl(bad, 'https://example.org/'), null, bad);
    }
  });

  test('common mistakes are mended', () => {
    assert.equal(resolveUrl('www.example.org/a'), 'http://www.example.org/a');
    assert.equal(resolveUrl('//example.org/a'), 'https://example.org/a');
    assert.equal(resolveUrl('feed:https://example.org/a'), 'https://example.org/a');
    assert.equal(resolveUrl('https://example.org/a b'), 'https://example.org/a%20b');
  });

  test('credentials are removed, endless addresses refused', () => {
    assert.equal(resolveUrl('https://bank.example@evil.example/x'), 'https://evil.example/x');
    assert.equal(resolveUrl(`https://example.org/${'a'.repeat(5000)}`), null);
  });
});

describe('canonicalUrl', () => {
  test('what does not change the page goes', () => {
    const dirty =
      'HTTP://User:pw@Example.ORG.:80/News/1%20?utm_source=rss&id=7&yclid=1&ysclid=x&_openstat=2&fbclid=3&gclid=4&&#top';
    assert.equal(canonicalUrl(dirty), 'http://example.org/News/1?id=7');
    assert.equal(canonicalUrl('https://example.org/?utm_medium=a'), 'https://example.org/');
    assert.equal(canonicalUrl('https://example.org/#!/page'), 'https://example.org/#!/page');
  });

  test('ordinary parameters are tracking only by their value', () => {
    assert.equal(canonicalUrl('https://example.org/x?ref=main&from=rss'), 'https://example.org/x?ref=main');
    assert.equal(canonicalUrl('https://example.org/x?source=twitter&ref=news.example.com'), 'https://example.org/x');
  });

  test('no address, no canon', () => {
    for (const bad of ['', 'x', '/x', 'javascript:1', 'mailto:a@b.c', 'tag:example.org,2024:1'])
      assert.equal(canonicalUrl(bad), null, bad);
  });

  test('is idempotent', () => {
    const part = fc.oneof(
      fc.webQueryParameters(),
      fc.constantFrom('utm_source=a', '&&', 'ref=rss', '%20', '"', '%', '#!', '..'),
    );
    fc.assert(
      fc.property(
        fc.webUrl({ withQueryParameters: true, withFragments: true }),
        fc.array(part, { maxLength: 4 }),
        (url, parts) => {
          const once = canonicalUrl(url + parts.join('&'));
          if (once !== null) assert.equal(canonicalUrl(once), once);
        },
      ),
    );
  });
});

describe('urlKey', () => {
  test('is short, stable and the same for one page under several spellings', () => {
    const key = urlKey('https://www.example.org/a/?y=2&x=1');
    assert.match(key, /^[\w-]{22}$/);
    assert.equal(urlKey('http://example.org/a?x=1&y=2'), key);
    assert.notEqual(urlKey('http://example.org/b?x=1&y=2'), key);
    assert.notEqual(urlKey('http://example.org/a?x=1'), key);
  });
});
