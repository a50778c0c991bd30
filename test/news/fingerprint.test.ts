import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { type FingerprintInput, fingerprint } from '../../src/news/fingerprint.js';

const base: FingerprintInput = {
  guid: 'g',
  canonicalUrl: 'https://news.example/1',
  title: 'Title',
  author: 'Author',
  html: '<p>Text</p>',
  tags: ['one', 'two'],
  enclosures: [{ url: 'https://news.example/a.mp3' }],
  published: '2026-01-01T00:00:00.000Z',
};

describe('fingerprint', () => {
  test('the content hash changes with everything that is shown, and with nothing else', () => {
    const { contentHash } = fingerprint(base);
    const changes: Partial<FingerprintInput>[] = [
      { canonicalUrl: 'https://news.example/2' },
      { title: 'title' },
      { author: null },
      { html: '<p>Text.</p>' },
      { tags: ['onetwo'] },
      { enclosures: [] },
      { published: null },
    ];
    for (const change of changes)
      assert.notEqual(fingerprint({ ...base, ...change }).contentHash, contentHash, JSON.stringify(change));
    assert.equal(fingerprint({ ...base, guid: 'other' }).contentHash, contentHash);
  });

  test('title and date are the identity, whatever the case of the letters', () => {
    const { identityKey } = fingerprint(base);
    assert.equal(fingerprint({ ...base, title: 'TITLE', html: '', guid: null }).identityKey, identityKey);
    assert.notEqual(fingerprint({ ...base, published: null }).identityKey, identityKey);
  });

  test('what is missing has no key', () => {
    const keys = fingerprint({ ...base, guid: null, canonicalUrl: null });
    assert.deepEqual([keys.guidKey, keys.urlKey], [null, null]);
  });

  test('a boundary between two parts cannot be moved without a trace', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { maxLength: 4 }), fc.array(fc.string(), { maxLength: 4 }), (one, two) => {
        const same = JSON.stringify(one) === JSON.stringify(two);
        const hash = (tags: string[]) => fingerprint({ ...base, tags, enclosures: [] }).contentHash;
        assert.equal(hash(one) === hash(two), same);
      }),
    );
  });
});
