import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { createPostings } from '../../src/search/postings.js';

describe('postings', () => {
  test('every term gives back the entries it was given, whatever the order of terms and the distances', () => {
    const step = fc.record({
      term: fc.nat({ max: 5 }),
      distance: fc.oneof(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3_000_000 })),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 400 }), (steps) => {
        const postings = createPostings();
        const expected = new Map<number, number[]>();
        let entry = 0;
        for (const { term, distance } of steps) {
          entry += distance;
          postings.add(term, entry);
          expected.set(term, [...(expected.get(term) ?? []), entry]);
        }
        for (const [term, entries] of expected) assert.deepEqual([...postings.entriesOf(term)], entries);
      }),
    );
  });

  test('a long list crosses many blocks; slot 0 is an entry like any other; an unknown term has none', () => {
    const postings = createPostings();
    const entries = Array.from({ length: 20_000 }, (_, index) => index * 7);
    for (const entry of entries) postings.add(3, entry);
    assert.deepEqual([...postings.entriesOf(3)], entries);
    assert.equal(postings.entriesOf(9999).length, 0);
  });
});
