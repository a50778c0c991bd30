/**
 * Dates, numbers, sizes and durations as a reader of `language` in `timeZone` expects them. Times enter as milliseconds
 * since 1970 (UTC). One `Format` per language and zone serves all requests: making an `Intl` object costs more than a page.
 */
import type { Language } from './language.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Up to here "3 days ago" says more than a date. */
const RELATIVE_LIMIT = 7 * DAY;

/** British English: day before month and a 24-hour clock, as European readers of an English page expect. */
const locales: Record<Language, string> = { ru: 'ru', en: 'en-GB' };
const justNow: Record<Language, string> = { ru: 'только что', en: 'just now' };

export type Format = ReturnType<typeof createFormat>;

export function createFormat(language: Language, timeZone: string) {
  const locale = locales[language];
  return { ...createDates(language, timeZone), ...createAmounts(locale), language: createLanguageNames(locale) };
}

function createDates(language: Language, timeZone: string) {
  const locale = locales[language];
  const calendar = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(locale, options);
    return (ms: number) => withoutYearMark(format.format(ms));
  };
  const date = calendar({ day: 'numeric', month: 'long', year: 'numeric', timeZone });
  const time = calendar({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone });
  const zones = new Intl.DateTimeFormat(locale, { timeZoneName: 'short', timeZone });
  const utcDate = calendar({ day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
  return {
    date,
    time,
    shortDate: calendar({ day: 'numeric', month: 'short', year: 'numeric', timeZone }),
    dateTime: (ms: number) => `${date(ms)}, ${time(ms)}`,
    /** With the day of the week: the date line of the masthead. */
    day: calendar({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', timeZone }),
    iso: (ms: number) => new Date(ms).toISOString(),
    /** Of the page's times, at that moment: "UTC", "GMT+3". */
    zone: (ms: number) => zones.formatToParts(ms).find(({ type }) => type === 'timeZoneName')?.value ?? timeZone,
    /** `YYYY-MM-DD`, a day without a place or an hour (birthdays); what is no date comes back as it was. */
    calendarDate: (day: string) => (Number.isNaN(Date.parse(day)) ? day : utcDate(Date.parse(day))),
    relative: createRelative(language, date),
  };
}

/** Russian dates end in "г." in `Intl`; no newspaper prints it. */
function withoutYearMark(text: string): string {
  return text.replace(/\s?г\.$/u, '');
}

/** Always in numbers: "yesterday" names a day of the calendar, and 40 hours ago may be none of yesterday's. As in public/site.js. */
function createRelative(language: Language, date: (ms: number) => string) {
  const words = new Intl.RelativeTimeFormat(locales[language], { numeric: 'always' });
  return (ms: number, nowMs: number): string => {
    const distance = ms - nowMs;
    const size = Math.abs(distance);
    if (size < MINUTE) return justNow[language];
    if (size < HOUR) return words.format(Math.trunc(distance / MINUTE), 'minute');
    if (size < DAY) return words.format(Math.trunc(distance / HOUR), 'hour');
    if (size < RELATIVE_LIMIT) return words.format(Math.trunc(distance / DAY), 'day');
    return date(ms);
  };
}

function createAmounts(locale: string) {
  const plain = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const tenths = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const unit = (name: string) => {
    const options = { style: 'unit', unit: name, unitDisplay: 'short', maximumFractionDigits: 1 } as const;
    return new Intl.NumberFormat(locale, options);
  };
  // Smallest unit that keeps the number under the next one's size; sizes in bytes and in milliseconds.
  const sizes = steps([unit('byte'), 1], [unit('kilobyte'), 1e3], [unit('megabyte'), 1e6], [unit('gigabyte'), 1e9]);
  const spans = steps(
    [unit('millisecond'), 1],
    [unit('second'), 1e3],
    [unit('minute'), MINUTE],
    [unit('hour'), HOUR],
    [unit('day'), DAY],
  );
  // Figures of one table have the same number of decimals.
  return {
    number: (n: number) => plain.format(n),
    tenths: (n: number) => tenths.format(n),
    bytes: sizes,
    duration: spans,
  };
}

type Step = [format: Intl.NumberFormat, size: number];

function steps(first: Step, ...larger: Step[]) {
  return (amount: number): string => {
    const [format, size] = larger.findLast(([, start]) => amount >= start) ?? first;
    return format.format(amount / size);
  };
}

/** The name of a content language in the reader's own; a tag that is no language comes back as it was. */
function createLanguageNames(locale: string) {
  const names = new Intl.DisplayNames([locale], { type: 'language' });
  return (tag: string): string => {
    try {
      return names.of(tag) ?? tag;
    } catch {
      return tag;
    }
  };
}
