/**
 * Dates as feeds write them: RFC 822 and ISO 8601 with all their misreadings, Unix time, asctime, numeric dates, and
 * month names in eighteen languages ("Пн, 09 сен 2024 10:00 MSK", "9 сентября 2024, 10:00"). In: any text and the current
 * time. Out: ISO 8601 UTC, or null when it is no date or an implausible one (before 1990, over a day ahead).
 *
 * A date without a zone is UTC, except in the Russian forms (Cyrillic words, or `09.09.2024` with dots), which are
 * Moscow time: the outlets that write so mean it. `03/04/2024` is read month first, as in the USA, where it can be.
 */
import { DAY, MINUTE } from './clock.js';
import { monthOf, zoneMinutes } from './loose-date-words.js';

const EARLIEST = Date.UTC(1990, 0, 1);
const MOSCOW = 180;
// Tokyo's too.
const SEOUL = 540;
const BEIJING = 480;
const MAX_LENGTH = 120;

type Day = { year: number; month: number; day: number };
type Time = { hours: number; minutes: number; seconds: number; ms: number };

export function parseLooseDate(value: string | null | undefined, now: number): string | null {
  const text = (value ?? '').slice(0, MAX_LENGTH).replace(/\s+/g, ' ').trim().toLowerCase();
  if (text === '') return null;
  const time = fromUnix(text) ?? fromIso(text) ?? fromWeek(text) ?? fromWords(text, now);
  return time !== null && time >= EARLIEST && time <= now + DAY ? new Date(time).toISOString() : null;
}

function fromUnix(text: string): number | null {
  if (/^\d{9,10}(?:\.\d+)?$/.test(text)) return Math.round(Number(text) * 1000);
  return /^\d{12,13}$/.test(text) && !/^(?:19|20)\d{10}$/.test(text) ? Number(text) : null;
}

const ISO = /^(\d{4})(?:[-/.]?(\d{2})(?:[-/.]?(\d{2}))?|-?(\d{3}))?(?:(?:t|[ ,]+|(?<=\d{8}))(.*))?$/;

function fromIso(text: string): number | null {
  const match = ISO.exec(text);
  if (!match) return null;
  const [, year = '', month, day, ordinal, rest = ''] = match;
  const time = readTime(rest) ?? hourAlone(rest);
  if (rest.trim() !== '' && time === null) return null;
  const date = ordinal
    ? { year: Number(year), month: 1, day: Number(ordinal) }
    : { year: Number(year), month: Number(month ?? 1), day: Number(day ?? 1) };
  if (date.month < 1 || date.month > 12 || date.day < 1 || date.day > (ordinal ? 366 : 31)) return null;
  return instant(date, time, readZone(rest) ?? homeZone(rest));
}

// "2003-12-31T10Z"
function hourAlone(text: string): Time | null {
  const hours = /^(\d{2})(?:z|[+-]\d{2}(?::?\d{2})?)$/.exec(text.trim())?.[1];
  return hours === undefined || Number(hours) > 24 ? null : { hours: Number(hours), minutes: 0, seconds: 0, ms: 0 };
}

/** ISO week dates: 2003-W49-1, the day being Monday when none is named. */
function fromWeek(text: string): number | null {
  const match = /^(\d{4})-?w(\d{2})(?:-?([1-7]))?(?:[t ](.*))?$/.exec(text);
  if (!match) return null;
  const [, year, week, day = 1, rest = ''] = match;
  const fourth = new Date(Date.UTC(Number(year), 0, 4));
  // The fourth of January lies in the first week, which begins on a Monday.
  const ofYear = 4 - ((fourth.getUTCDay() + 6) % 7) + (Number(week) - 1) * 7 + Number(day) - 1;
  return instant({ year: Number(year), month: 1, day: ofYear }, readTime(rest), readZone(rest) ?? 0);
}

const CLOCK = /(?<![\d+-])(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(?: ?([ap])\.?m\b\.?)?/;
const COMPACT_CLOCK = /^(\d{2})(\d{2})(\d{2})?(?:[.,](\d{1,9}))?(?=$|[ z+-])()/;

function readTime(text: string): Time | null {
  const match = CLOCK.exec(text) ?? COMPACT_CLOCK.exec(text.trim());
  if (!match) return null;
  const [, hours, minutes, seconds = 0, fraction = '0', half] = match;
  const time = {
    hours: Number(hours),
    minutes: Number(minutes),
    seconds: Number(seconds),
    ms: Math.floor(Number(`0.${fraction}`) * 1000),
  };
  const afternoon = half === 'p' || /오후|下午|午後/.test(text);
  if ((half || /오[전후]|[上下]午|午[前後]/.test(text)) && time.hours <= 12)
    time.hours = (time.hours % 12) + (afternoon ? 12 : 0);
  return time.hours > 24 || time.minutes > 59 || time.seconds > 60 ? null : time;
}

/** Minutes ahead of UTC; null when the text names no zone. `+0300`, `GMT+3`, `MSK`, `(MSK)`, `EST`. */
function readZone(text: string): number | null {
  const number = /(?:^|[\d\s(]|[a-zа-я])([+-])(\d{1,2})(?::?(\d{2}))?\)?(?: ?\(.*)?$/.exec(text);
  const word = /(?:^|[\s\d(])([a-zа-я]{1,4})(?:[+-]\d|\)|$|\s*\()/.exec(text)?.[1];
  const named = word === undefined || word === 'am' || word === 'pm' ? undefined : zoneMinutes(word);
  if (!number) return named ?? null;
  const [, sign, hours, minutes = 0] = number;
  const offset = (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1);
  // "MSK+2" counts from Moscow; "GMT+3" from zero, and "+0300 (MSK)" says one thing twice.
  return offset + (/(?:msk|мск)[+-]/.test(text) ? MOSCOW : 0);
}

function fromWords(text: string, now: number): number | null {
  const day = relativeDay(text, now) ?? namedDay(text, now) ?? numericDay(text);
  if (!day || day.month < 1 || day.month > 12 || day.day < 1 || day.day > 31) return null;
  const time = CLOCK.test(text) ? readTime(text) : dottedTime(text);
  return instant(day, time, zoneAfter(text) ?? homeZone(text));
}

// The zone of a date that names none, by its form; see the header.
function homeZone(text: string): number {
  if (/[년월오]/.test(text)) return SEOUL;
  if (/年/.test(text)) return /[時午]/.test(text) && !/[上下]午/.test(text) ? SEOUL : BEIJING;
  return /[а-яёіїєґ]|(?:^|\D)\d{1,2}\.\d{1,2}\.\d{4}/.test(text) ? MOSCOW : 0;
}

// The zone stands after the clock or at the end; the day's hyphens ("09-09-2024") must not be read as one.
function zoneAfter(text: string): number | null {
  const clock = CLOCK.exec(text);
  if (!clock) return null;
  const tail = text.slice(clock.index + clock[0].length);
  // asctime puts the year last: "Sun Jan 4 16:29:06 PST 2004".
  return readZone(tail.replace(/ (?:19|20)\d{2}$/, ''));
}

// "09.09.2024 10.15": hours with a dot, only where a full date with dots stands before.
function dottedTime(text: string): Time | null {
  const match = /\d{1,2}\.\d{1,2}\.\d{4},? (\d{1,2})\.(\d{2})$/.exec(text);
  return match ? { hours: Number(match[1]), minutes: Number(match[2]), seconds: 0, ms: 0 } : null;
}

function relativeDay(text: string, now: number): Day | null {
  const back = /^(?:сегодня|сьогодні|today)/.test(text) ? 0 : /^(?:вчера|вчора|yesterday)/.test(text) ? 1 : null;
  return back === null ? null : dayOf(now - back * DAY);
}

/** A month in words, the day beside it, and a year, which may be missing in news ("9 сентября, 10:00"). */
function namedDay(text: string, now: number): Day | null {
  const dayText = text.replace(CLOCK, ' ');
  const words = dayText.matchAll(/[\p{L}]{3,}/gu);
  for (const word of words) {
    const month = monthOf(word[0]);
    // "mar, 6 mai 2014": a Tuesday in Romance languages, where another month follows.
    if (month === undefined || (word[0] === 'mar' && namesMonth(dayText.slice(word.index + 3)))) continue;
    const before = /(\d{1,4})(?:st|nd|rd|th|er|º|-?го|-?е)?[\s.,/-]*(?:de |of )?$/.exec(
      dayText.slice(0, word.index),
    )?.[1];
    const numbers = [...dayText.slice(word.index + word[0].length).matchAll(/(?<![+\d:]|\s-)\d{1,4}(?!\d|:)/g)].map(
      (found) => found[0],
    );
    return pickDay(month, before, numbers, now);
  }
  return null;
}

function namesMonth(text: string): boolean {
  return (text.match(/\p{L}{3,}/gu) ?? []).some((word) => monthOf(word) !== undefined);
}

function pickDay(month: number, before: string | undefined, after: string[], now: number): Day | null {
  if (before !== undefined && before.length === 4) return { year: Number(before), month, day: Number(after[0] ?? 1) };
  const [day, year] = before === undefined ? after : [before, after[0]];
  if (day !== undefined && day.length === 4) return { year: Number(day), month, day: 1 };
  if (day === undefined) return null;
  if (year !== undefined) return { year: fullYear(year), month, day: Number(day) };
  const today = dayOf(now);
  const future = Date.UTC(today.year, month - 1, Number(day)) > now + DAY;
  return { year: future ? today.year - 1 : today.year, month, day: Number(day) };
}

function numericDay(text: string): Day | null {
  const yearFirst = /(\d{4})(?:[-/.]|년 ?|年)(\d{1,2})(?:[-/.]|월 ?|月)(\d{1,2})/.exec(text);
  if (yearFirst) return { year: Number(yearFirst[1]), month: Number(yearFirst[2]), day: Number(yearFirst[3]) };
  // Without a century, alone and with hyphens: the order of ISO 8601.
  const short = /^(\d{2})-(\d{2})-(\d{2})$/.exec(text);
  if (short) return { year: fullYear(short[1] ?? ''), month: Number(short[2]), day: Number(short[3]) };
  const dayFirst = /(?<!\d)(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?!\d)/.exec(text);
  if (!dayFirst) return null;
  const [first, second] = [Number(dayFirst[1]), Number(dayFirst[3])];
  const year = fullYear(dayFirst[4] ?? '');
  const american = dayFirst[2] === '/' && first <= 12;
  return american ? { year, month: first, day: second } : { year, month: second, day: first };
}

function fullYear(digits: string): number {
  const year = Number(digits);
  return digits.length > 2 ? year : year + (year < 90 ? 2000 : 1900);
}

function dayOf(time: number): Day {
  const moscow = new Date(time + MOSCOW * MINUTE);
  return { year: moscow.getUTCFullYear(), month: moscow.getUTCMonth() + 1, day: moscow.getUTCDate() };
}

function instant(date: Day, time: Time | null, zone: number): number {
  // Date.UTC reads the years 0–99 as 1900–1999; they are implausible here and must stay so.
  if (date.year < 100) return Number.NEGATIVE_INFINITY;
  const { hours, minutes, seconds, ms } = time ?? { hours: 0, minutes: 0, seconds: 0, ms: 0 };
  return Date.UTC(date.year, date.month - 1, date.day, hours, minutes, seconds, ms) - zone * MINUTE;
}
