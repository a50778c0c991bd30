import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { decodeCursor, encodeCursor } from '../../src/lib/page.js';

const raw = (json: string) => Buffer.from(json).toString('base64url');

describe('a cursor', () => {
  test('comes back as it went, in address-safe letters', () => {
    const text = fc.string({ maxLength: 40, unit: 'grapheme' }).filter((value) => !value.includes('\0'));
    const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (value === 0 ? 0 : value));
    fc.assert(
      fc.property(fc.array(fc.oneof(text, number), { minLength: 1, maxLength: 4 }), (values) => {
        const cursor = encodeCursor(values);
        assert.match(cursor, /^[\w-]+$/);
        assert.deepEqual(decodeCursor(cursor), values);
      }),
    );
  });

  test('refuses to hold what would not come back', () => {
    for (const values of [
      [],
      [Number.NaN],
      [Number.POSITIVE_INFINITY],
      ['a\0b'],
      ['\ud800'],
      ['x'.repeat(2000)],
      Array(9).fill(1),
    ]) {
      assert.throws(() => encodeCursor(values), RangeError);
    }
  });

  test('from a stranger is nothing', () => {
    const texts = [
      '',
      ' ',
      'a',
      '%',
      '../..',
      'null',
      'A'.repeat(100_000),
      raw(JSON.stringify(['x'.repeat(2000)])),
      "' OR 1=1 --",
      `${encodeCursor([1])}=`,
      `${encodeCursor([1])}\n`,
    ];
    const json = [
      'null',
      '1',
      '"a"',
      '{}',
      '[]',
      '[null]',
      '[[1]]',
      '[{}]',
      '[true]',
      '[1e999]',
      '["\\u0000"]',
      '["\\ud800"]',
      '[1',
      '[1,1,1,1,1,1,1,1,1]',
      '{"length":1,"0":1}',
    ];
    for (const text of [...texts, ...json.map(raw)]) assert.equal(decodeCursor(text), null, text.slice(0, 60));
    for (const value of [undefined, null, 1, ['WzFd'], { toString: () => 'WzFd' }])
      assert.equal(decodeCursor(value), null);
  });

  test('never throws and never gives anything but text and finite numbers', () => {
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.string(), fc.json().map(raw)), (input) => {
        for (const value of decodeCursor(input) ?? []) assert.ok(typeof value === 'string' || Number.isFinite(value));
      }),
    );
  });

  test('has the kinds that the list expects, or is nothing', () => {
    const cursor = encodeCursor(['2026-01-01', 1.5, 7]);
    assert.deepEqual(decodeCursor(cursor, ['text', 'number', 'id']), ['2026-01-01', 1.5, 7]);
    for (const kinds of [
      ['text', 'number'],
      ['number', 'number', 'id'],
      ['text', 'id', 'id'],
      ['text', 'number', 'text'],
    ] as const) {
      assert.equal(decodeCursor(cursor, kinds), null);
    }
    for (const id of [0, -1, 1.5, 2 ** 31, 1e300]) assert.equal(decodeCursor(encodeCursor([id]), ['id']), null);
  });
});
