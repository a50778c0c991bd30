import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseLooseDate } from '../../src/lib/loose-date.js';

const NOW = Date.UTC(2025, 0, 15, 12);
const at = (text: string) => parseLooseDate(text, NOW);

function check(cases: Record<string, string | null>): void {
  for (const [text, expected] of Object.entries(cases)) {
    assert.equal(at(text), expected === null ? null : new Date(expected).toISOString(), text);
  }
}

describe('dates of feeds', () => {
  test('RFC 822 and what is taken for it', () => {
    check({
      'Mon, 09 Sep 2024 10:00:00 +0300': '2024-09-09T07:00Z',
      'Mon, 9 Sep 24 10:00 EST': '2024-09-09T15:00Z',
      'Mon, 09 Sep 2024 10:00:00 GMT+03:00': '2024-09-09T07:00Z',
      'Mon, 09 Sep 2024 24:00:00 GMT': '2024-09-10T00:00Z',
      '09-Sep-2024 10:00:00 GMT': '2024-09-09T10:00Z',
      'September 9, 2024 10:05 PM': '2024-09-09T22:05Z',
      'Sun Jan  4 16:29:06 PST 2004': '2004-01-05T00:29:06Z',
      'Sun Jan  4 16:29:06 2004': '2004-01-04T16:29:06Z',
      'Fri, 2006/09/15 08:19:53 EDT': '2006-09-15T12:19:53Z',
      'Mon, 09 Sep 2024 10:00:00 -0000 (UTC)': '2024-09-09T10:00Z',
    });
  });

  test('ISO 8601 and what is taken for it', () => {
    check({
      '2024-09-09T10:00:00Z': '2024-09-09T10:00Z',
      '2024-09-09t10:00:00.1239+03:00': '2024-09-09T07:00:00.123Z',
      '2024-09-09 10:00:00': '2024-09-09T10:00Z',
      '2024-09-09T10:00+0300': '2024-09-09T07:00Z',
      '2024-09-09T10:00:00 MSK': '2024-09-09T07:00Z',
      '20240909T100000Z': '2024-09-09T10:00Z',
      '20240909100000': '2024-09-09T10:00Z',
      '2024-9-9 1:02:03': '2024-09-09T01:02:03Z',
      '2024-09-09T99:00Z': '2024-09-09T00:00Z',
      '2024-253': '2024-09-09T00:00Z',
      '2024-09-09': '2024-09-09T00:00Z',
      '2024-09': '2024-09-01T00:00Z',
    });
  });

  test('Russian and Ukrainian words, Moscow time unless they say otherwise', () => {
    check({
      'Пн, 09 сен 2024 10:00:00': '2024-09-09T07:00Z',
      'Пн, 09 сен 2024 10:00:00 +0500': '2024-09-09T05:00Z',
      'Ср, 8 май 2024 10:00 МСК': '2024-05-08T07:00Z',
      'Понедельник, 17 декабря 2018': '2018-12-16T21:00Z',
      '9 сентября 2024, 10:00': '2024-09-09T07:00Z',
      '9 сентября 2024 г. в 10:00': '2024-09-09T07:00Z',
      '12 марта 2024': '2024-03-11T21:00Z',
      '5 липня 2024, 10:00': '2024-07-05T07:00Z',
      '9 сентября, 10:00': '2024-09-09T07:00Z',
      'сегодня, 10:00': '2025-01-15T07:00Z',
      'вчера в 23:10': '2025-01-14T20:10Z',
      'Mon, 09 Sep 2024 10:00:00 MSK': '2024-09-09T07:00Z',
      'Mon, 09 Sep 2024 10:00:00 MSD': '2024-09-09T06:00Z',
    });
  });

  test('numbers: Moscow for dots, month first for slashes where it can be', () => {
    check({
      '09.09.2024 10:00': '2024-09-09T07:00Z',
      '09.09.2024 10:00:05 +0000': '2024-09-09T10:00:05Z',
      '12/25/2024': '2024-12-25T00:00Z',
      '25/12/2024 3:04 pm': '2024-12-25T15:04Z',
      '1725876000': '2024-09-09T10:00Z',
      '1725876000000': '2024-09-09T10:00Z',
    });
  });

  test('other languages', () => {
    check({
      '19 de abril de 2021': '2021-04-19T00:00Z',
      '1 juin 2023': '2023-06-01T00:00Z',
      '3. März 2024 10:00': '2024-03-03T10:00Z',
      'Κυρ, 11 Ιούλ 2004 12:00:00 EST': '2004-07-11T17:00Z',
      '2004-július-13T9:15-05:00': '2004-07-13T14:15Z',
      '2004년 05월 28일  01:31:15': '2004-05-27T16:31:15Z',
      '2004-05-25 오후 11:23:17': '2004-05-25T14:23:17Z',
    });
  });

  test('a zone said twice counts once, one that counts from Moscow does', () => {
    check({
      'Mon, 09 Sep 2024 10:00:00 +0300 (MSK)': '2024-09-09T07:00Z',
      'Mon, 09 Sep 2024 10:00:00 MSK+2': '2024-09-09T05:00Z',
    });
  });

  test('hours alone, weeks, years without a century', () => {
    check({
      '2003-12-31T10Z': '2003-12-31T10:00Z',
      '2003-12-31T10+01:00': '2003-12-31T09:00Z',
      '2003-W49-1': '2003-12-01T00:00Z',
      '2004-W02-1T16:00:00Z': '2004-01-05T16:00Z',
      '2004-W53-7': '2005-01-02T00:00Z',
      '03-12-31': '2003-12-31T00:00Z',
    });
  });

  test('months of central and eastern Europe, of Turkey and Finland, and of the Far East', () => {
    check({
      'zo, 07 mei 2006 09:42:31 +0200': '2006-05-07T07:42:31Z',
      'śr, 07 paź 2015 10:00:00 +0200': '2015-10-07T08:00Z',
      'st, 7 října 2015 10:00': '2015-10-07T10:00Z',
      'Çar, 07 Eki 2015 10:00:00 +0300': '2015-10-07T07:00Z',
      '7 октомври 2015 10:00 GMT': '2015-10-07T10:00Z',
      '7 лістапада 2023 09:15': '2023-11-07T06:15Z',
      'ke 7 lokakuuta 2015 10:00 GMT': '2015-10-07T10:00Z',
      'mar, 6 mai 2014 10:00:00 +0200': '2014-05-06T08:00Z',
      '2015年10月7日 下午3:05': '2015-10-07T07:05Z',
    });
  });

  test('implausible or no dates at all are null', () => {
    for (const text of [
      '',
      'soon',
      'Mon, 01 Jan 0001 00:00:00 GMT',
      '0000-00-00',
      '2024-13-01',
      '1970-01-01T00:00:00Z',
      '1989-12-31',
      '0',
      '32 May 2024',
    ]) {
      assert.equal(at(text), null, text);
    }
  });

  test('a day ahead is a clock that is wrong, more is a wrong date', () => {
    assert.equal(at('2025-01-16T11:59:00Z'), '2025-01-16T11:59:00.000Z');
    assert.equal(at('2025-01-16T12:01:00Z'), null);
  });

  test('endless input is no problem', { timeout: 10_000 }, () => {
    assert.equal(at(`${'1'.repeat(100_000)} jan `.repeat(10)), null);
    assert.equal(at(`${' '.repeat(1_000_000)}x`), null);
  });
});
