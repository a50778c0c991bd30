import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { feedbackShift, LARGEST_SHIFT, SETTLED_AT, shifted } from '../../src/search/feedback.js';

const votes = fc.nat({ max: 100_000 });

describe('feedback as a change of the score', () => {
  test('one opinion, or as many against as for, changes nothing', () => {
    assert.equal(feedbackShift(1, 0), 0);
    assert.equal(feedbackShift(0, 1), 0);
    assert.equal(feedbackShift(7, 7), 0);
    assert.equal(feedbackShift(8, 7), 0);
  });

  test('a settled verdict does, more voices more', () => {
    assert.ok(Math.abs(feedbackShift(2, 0) - 0.25 / 3) < 1e-12);
    assert.ok(feedbackShift(20, 0) > feedbackShift(2, 0));
    assert.ok(feedbackShift(0, 5) < feedbackShift(0, 2));
  });

  test('it is bounded, symmetric, and never against the majority', () => {
    fc.assert(
      fc.property(votes, votes, (related, unrelated) => {
        const shift = feedbackShift(related, unrelated);
        assert.ok(Math.abs(shift) <= LARGEST_SHIFT);
        assert.ok(Math.abs(shift + feedbackShift(unrelated, related)) < 1e-12);
        assert.ok(shift * (related - unrelated) >= 0);
        assert.equal(shift !== 0, Math.abs(related - unrelated) >= SETTLED_AT);
      }),
    );
  });

  test('a score stays a score', () => {
    assert.equal(shifted(0.9, 0.25), 1);
    assert.equal(shifted(0.1, -0.25), 0);
  });
});
