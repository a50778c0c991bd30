import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { cacheSeconds, retryAfterMs } from '../../src/feeds/http-freshness.js';

const NOW = Date.UTC(2026, 0, 1, 12, 0, 0);
const httpDate = (offsetSeconds: number) => new Date(NOW + offsetSeconds * 1000).toUTCString();

describe('cacheSeconds', () => {
  const cases: [Record<string, string>, number | null][] = [
    [{}, null],
    [{ 'cache-control': 'max-age=600' }, 600],
    [{ 'cache-control': 'public, MAX-AGE="600", must-revalidate' }, 600],
    [{ 'cache-control': 'max-age=600', age: '100' }, 500],
    [{ 'cache-control': 'max-age=600', age: '700' }, 0],
    [{ 'cache-control': 'max-age=600', age: 'x' }, 600],
    [{ 'cache-control': 'no-cache, max-age=600' }, 0],
    [{ 'cache-control': 'no-store' }, 0],
    [{ 'cache-control': 'max-age=x' }, null],
    [{ 'cache-control': 'max-age=600', expires: httpDate(50) }, 600],
    [{ expires: httpDate(120) }, 120],
    [{ expires: httpDate(-120) }, 0],
    [{ expires: '0' }, 0],
    [{ expires: '-1' }, 0],
    [{ date: httpDate(-3600), expires: httpDate(-3000) }, 600],
  ];
  for (const [headers, expected] of cases) {
    test(`${JSON.stringify(headers)} is ${expected}`, () => assert.equal(cacheSeconds(headers, NOW), expected));
  }
});

describe('retryAfterMs', () => {
  const cases: [Record<string, string>, number | null][] = [
    [{}, null],
    [{ 'retry-after': '120' }, 120_000],
    [{ 'retry-after': ' 1.5 ' }, 1500],
    [{ 'retry-after': httpDate(60) }, 60_000],
    [{ 'retry-after': httpDate(-60) }, 0],
    [{ 'retry-after': httpDate(60), date: httpDate(30) }, 30_000],
    [{ 'retry-after': '-5' }, null],
    [{ 'retry-after': 'soon' }, null],
    [{ 'retry-after': '9'.repeat(400) }, null],
  ];
  for (const [headers, expected] of cases) {
    test(`${JSON.stringify(headers).slice(0, 80)} is ${expected}`, () =>
      assert.equal(retryAfterMs(headers, NOW), expected));
  }
});
