import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import {
  meanGapMs,
  nextAttempt,
  SCHEDULE_LIMITS,
  SCHEDULE_REASONS,
  type ScheduleInput,
} from '../../src/feeds/schedule.js';
import { DAY, HOUR, MINUTE } from '../../src/lib/clock.js';

const NOW = Date.UTC(2026, 0, 1);
const FRESH = { kind: 'fresh', cacheSeconds: null } as const;
const FAILED = { kind: 'failed', cacheSeconds: null } as const;

/** Minutes until the next attempt, and why; no jitter unless chosen (0.5 is the middle for our own choices). */
function plan(input: Partial<ScheduleInput>) {
  const all = { now: NOW, outcome: FRESH, ttlMinutes: null, meanGapMs: null, failures: 0, random: 0.5, ...input };
  const { nextAt, why } = nextAttempt(all);
  return [nextAt === null ? null : (nextAt - NOW) / MINUTE, why];
}
const limited = (retryAfterMs: number | null) => ({ kind: 'limited', cacheSeconds: null, retryAfterMs }) as const;

describe('the next attempt', () => {
  test('is half an hour away when nothing is known', () => assert.deepEqual(plan({}), [30, 'default']));

  test('follows half the mean gap between items, from 5 minutes to 6 hours', () => {
    assert.deepEqual(plan({ meanGapMs: 40 * MINUTE }), [20, 'activity']);
    assert.deepEqual(plan({ meanGapMs: MINUTE }), [5, 'activity']);
    assert.deepEqual(plan({ meanGapMs: 30 * DAY }), [360, 'activity']);
    assert.deepEqual(plan({ meanGapMs: 40 * MINUTE, outcome: { kind: 'unchanged', cacheSeconds: null } }), [
      20,
      'activity',
    ]);
  });

  test('waits for the longest that the publisher asks for, up to a day', () => {
    assert.deepEqual(plan({ ttlMinutes: 60, random: 0 }), [60, 'ttl']);
    assert.deepEqual(plan({ outcome: { kind: 'fresh', cacheSeconds: 5400 }, ttlMinutes: 60, random: 0 }), [
      90,
      'cache',
    ]);
    assert.deepEqual(plan({ ttlMinutes: 1, meanGapMs: 40 * MINUTE }), [20, 'activity']);
    assert.deepEqual(plan({ ttlMinutes: 1e9 }), [1440, 'ttl']);
    assert.deepEqual(plan({ outcome: { kind: 'unchanged', cacheSeconds: 1e12 } }), [1440, 'cache']);
  });

  test('doubles with every failure, up to a day', () => {
    const waits = [1, 2, 3, 5, 6, 7, 1000].map((failures) => plan({ outcome: FAILED, failures }));
    assert.deepEqual(
      waits.map(([minutes]) => minutes),
      [60, 120, 240, 960, 1440, 1440, 1440],
    );
    assert.ok(waits.every(([, why]) => why === 'backoff'));
    assert.deepEqual(
      plan({ outcome: FAILED, failures: 0 }),
      [60, 'backoff'],
      'a failure that was not counted still backs off',
    );
  });

  test('honours Retry-After, up to a week, and never comes sooner than usual', () => {
    assert.deepEqual(plan({ outcome: limited(2 * HOUR), failures: 1, random: 0 }), [120, 'retry-after']);
    assert.deepEqual(plan({ outcome: limited(2 * DAY), failures: 9, random: 0 }), [2880, 'retry-after']);
    assert.deepEqual(plan({ outcome: limited(1e15), failures: 1 }), [7 * 1440, 'retry-after']);
    assert.deepEqual(plan({ outcome: limited(1000), failures: 1 }), [30, 'default']);
    assert.deepEqual(plan({ outcome: limited(null), failures: 2 }), [120, 'backoff']);
  });

  test('is left to a person after 410', () => assert.deepEqual(plan({ outcome: { kind: 'gone' } }), [null, 'gone']));

  test('is spread by a tenth, but never before the time a publisher asked for', () => {
    assert.deepEqual([plan({ random: 0 })[0], plan({ random: 1 })[0]], [27, 33]);
    assert.deepEqual([plan({ ttlMinutes: 60, random: 0 })[0], plan({ ttlMinutes: 60, random: 1 })[0]], [60, 66]);
    assert.equal(plan({ outcome: limited(2 * HOUR), failures: 1, random: 1 })[0], 132);
  });

  test('for any input lies ahead, within a week, with a known reason', () => {
    const seconds = fc.option(fc.nat({ max: 1e9 }), { nil: null });
    const outcome: fc.Arbitrary<ScheduleInput['outcome']> = fc.oneof(
      fc.record({
        kind: fc.constantFrom('fresh' as const, 'unchanged' as const, 'failed' as const),
        cacheSeconds: seconds,
      }),
      fc.record({ kind: fc.constant('limited' as const), cacheSeconds: seconds, retryAfterMs: seconds }),
    );
    const number = fc.double({ min: 0, max: 1, noNaN: true });
    const input = fc.record({
      now: fc.constant(NOW),
      outcome,
      ttlMinutes: seconds,
      meanGapMs: seconds,
      failures: fc.nat(),
      random: number,
    });
    fc.assert(
      fc.property(input, (whatever) => {
        const { nextAt, why } = nextAttempt(whatever);
        assert.ok(SCHEDULE_REASONS.includes(why));
        assert.ok(nextAt !== null && Number.isInteger(nextAt));
        const wait = nextAt - NOW;
        assert.ok(wait >= SCHEDULE_LIMITS.minMs * 0.9 - 1);
        assert.ok(wait <= (why === 'retry-after' ? SCHEDULE_LIMITS.retryCeilingMs : SCHEDULE_LIMITS.ceilingMs));
      }),
    );
  });
});

describe('the mean gap', () => {
  test('counts the silence since the last item', () => {
    const hourly = [1, 2, 3, 4].map((hours) => NOW - hours * HOUR);
    assert.equal(meanGapMs(hourly, NOW), HOUR);
    assert.equal(meanGapMs(hourly, NOW + 4 * HOUR), 2 * HOUR);
  });
  test('looks at the newest twenty, in any order, and not at the future', () => {
    const old = Array.from({ length: 50 }, (_, index) => NOW - DAY - index * DAY);
    const recent = Array.from({ length: 20 }, (_, index) => NOW - (index + 1) * MINUTE);
    assert.equal(meanGapMs([...old, ...recent, NOW + DAY], NOW), MINUTE);
  });
  test('is unknown for fewer than three items', () => {
    assert.equal(meanGapMs([], NOW), null);
    assert.equal(meanGapMs([NOW - HOUR, NOW - MINUTE], NOW), null);
  });
});
