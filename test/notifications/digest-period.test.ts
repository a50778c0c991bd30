import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { isTimeToSend, lastPeriod } from '../../src/notifications/digest-period.js';

const HOUR = 3_600_000;
const iso = (ms: number) => new Date(ms).toISOString();
const shown = (...args: Parameters<typeof lastPeriod>) => {
  const { key, from, to } = lastPeriod(...args);
  return [key, iso(from), iso(to)];
};

describe('the last complete period', () => {
  const tuesday = Date.UTC(2026, 10, 24, 9);

  test('is a day, a week from Monday, a month, in the zone of the site', () => {
    assert.deepEqual(shown('daily', tuesday, 'Europe/Moscow'), [
      'daily:2026-11-23',
      '2026-11-22T21:00:00.000Z',
      '2026-11-23T21:00:00.000Z',
    ]);
    assert.deepEqual(shown('weekly', tuesday, 'Europe/Moscow'), [
      'weekly:2026-11-16',
      '2026-11-15T21:00:00.000Z',
      '2026-11-22T21:00:00.000Z',
    ]);
    assert.deepEqual(shown('monthly', tuesday, 'UTC'), [
      'monthly:2026-10-01',
      '2026-10-01T00:00:00.000Z',
      '2026-11-01T00:00:00.000Z',
    ]);
  });

  test('knows that it is tomorrow already in the east', () => {
    const lateEvening = Date.UTC(2026, 10, 24, 20);
    assert.equal(lastPeriod('daily', lateEvening, 'UTC').key, 'daily:2026-11-23');
    assert.equal(lastPeriod('daily', lateEvening, 'Asia/Vladivostok').key, 'daily:2026-11-24');
  });

  test('is 23 or 25 hours long where clocks are changed, and January follows December', () => {
    const spring = lastPeriod('daily', Date.UTC(2026, 2, 30, 9), 'Europe/Berlin');
    assert.equal((spring.to - spring.from) / HOUR, 23);
    const autumn = lastPeriod('daily', Date.UTC(2026, 9, 26, 9), 'Europe/Berlin');
    assert.equal((autumn.to - autumn.from) / HOUR, 25);
    assert.equal(lastPeriod('monthly', Date.UTC(2027, 0, 5), 'UTC').key, 'monthly:2026-12-01');
    assert.equal(lastPeriod('weekly', Date.UTC(2027, 0, 4), 'UTC').key, 'weekly:2026-12-28');
  });
});

test('letters go out in the morning, and not when they are stale', () => {
  const period = lastPeriod('weekly', Date.UTC(2026, 10, 24), 'UTC');
  const after = (hours: number) => isTimeToSend(period, period.to + hours * HOUR);
  assert.deepEqual([0, 6.9, 7, 71, 72].map(after), [false, false, true, true, false]);
});
