import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createFormat } from '../../src/i18n/format.js';

const ru = createFormat('ru', 'Europe/Moscow');
const en = createFormat('en', 'UTC');
/** Half an hour before midnight in Greenwich, the next day in Moscow. */
const LATE = Date.UTC(2026, 10, 22, 23, 30);
const MINUTE = 60_000;

describe('dates', () => {
  test('are those of the reader’s time zone', () => {
    assert.equal(ru.date(LATE), '23 ноября 2026');
    assert.equal(en.date(LATE), '22 November 2026');
    assert.equal(ru.dateTime(LATE), '23 ноября 2026, 02:30');
    assert.equal(en.dateTime(LATE), '22 November 2026, 23:30');
  });

  test('have a long and a short form without the Russian mark of the year', () => {
    assert.equal(ru.day(LATE), 'понедельник, 23 ноября 2026');
    assert.match(en.day(LATE), /^Sunday,? 22 November 2026$/);
    assert.match(ru.shortDate(LATE), /^23 нояб\. 2026$/);
    assert.equal(en.shortDate(LATE), '22 Nov 2026');
    assert.equal(ru.iso(LATE), '2026-11-22T23:30:00.000Z');
  });

  test('name their zone', () => {
    assert.deepEqual([ru.zone(LATE), en.zone(LATE)], ['GMT+3', 'UTC']);
  });

  test('of a calendar do not move with the zone, and nonsense stays as it was', () => {
    assert.equal(createFormat('en', 'America/New_York').calendarDate('1984-05-17'), '17 May 1984');
    assert.equal(ru.calendarDate('не дата'), 'не дата');
  });
});

describe('relative', () => {
  const cases: [number, string, string][] = [
    [-20_000, 'только что', 'just now'],
    [-5 * MINUTE, '5 минут назад', '5 minutes ago'],
    [-21 * 60 * MINUTE, '21 час назад', '21 hours ago'],
    [-26 * 60 * MINUTE, '1 день назад', '1 day ago'],
    // Three days of the calendar: no word for two would be true.
    [-68 * 60 * MINUTE, '2 дня назад', '2 days ago'],
    [12 * MINUTE, 'через 12 минут', 'in 12 minutes'],
    [-10 * 24 * 60 * MINUTE, '13 ноября 2026', '12 November 2026'],
  ];
  for (const [distance, russian, english] of cases) {
    test(english, () => {
      assert.equal(ru.relative(LATE + distance, LATE), russian);
      assert.equal(en.relative(LATE + distance, LATE), english);
    });
  }
});

describe('amounts', () => {
  const plain = (text: string) => text.replaceAll('\u00a0', ' ');

  test('sizes and durations take the largest unit that fits', () => {
    assert.deepEqual(
      [77_310, 2_500_000].map((n) => plain(en.bytes(n))),
      ['77.3 kB', '2.5 MB'],
    );
    assert.deepEqual(
      [412, 15_020, 90 * MINUTE].map((n) => plain(ru.duration(n))),
      ['412 мс', '15 с', '1,5 ч'],
    );
  });

  test('numbers are grouped, with at most one decimal', () => {
    assert.equal(en.number(1234.56), '1,234.6');
    assert.equal(plain(ru.number(103_416)), '103 416');
    assert.deepEqual([ru.tenths(59), en.tenths(68.12)], ['59,0', '68.1']);
  });

  test('languages are named in the reader’s own', () => {
    assert.equal(ru.language('en'), 'английский');
    assert.equal(en.language('ru'), 'Russian');
    assert.equal(en.language('not a tag!'), 'not a tag!');
  });
});
