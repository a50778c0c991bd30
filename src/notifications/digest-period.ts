/** The last complete day, week or month of a time zone: what a digest tells of. Pure. */

import { DAY, HOUR } from '../lib/clock.js';
import type { DigestRhythm } from './settings.js';

export type Rhythm = Exclude<DigestRhythm, 'off'>;
export const rhythms: Rhythm[] = ['daily', 'weekly', 'monthly'];

/** `key` names the period on the whole site, e.g. `weekly:2026-11-16`; from (included) to (not included), in ms. */
export type Period = { rhythm: Rhythm; key: string; from: number; to: number };

// Local time: nobody wants a letter at midnight.
const SENT_FROM = 7 * HOUR;
// Whoever was away for longer gets the next one; and choosing a rhythm late in a month brings no stale letter.
const SENT_UNTIL: Record<Rhythm, number> = { daily: DAY, weekly: 3 * DAY, monthly: 7 * DAY };

type Day = { year: number; month: number; day: number };

export function lastPeriod(rhythm: Rhythm, now: number, timeZone: string): Period {
  const today = dayOf(now, timeZone);
  const end = endOf(rhythm, today);
  const start = startOf(rhythm, end);
  const named = [start.year, start.month, start.day].map((part) => String(part).padStart(2, '0')).join('-');
  return { rhythm, key: `${rhythm}:${named}`, from: midnight(start, timeZone), to: midnight(end, timeZone) };
}

export function isTimeToSend({ rhythm, to }: Period, now: number): boolean {
  return now >= to + SENT_FROM && now < to + SENT_UNTIL[rhythm];
}

/** The newest day, Monday or first of a month that has begun. */
function endOf(rhythm: Rhythm, today: Day): Day {
  if (rhythm === 'daily') return today;
  if (rhythm === 'monthly') return { ...today, day: 1 };
  const sinceMonday = (new Date(utc(today)).getUTCDay() + 6) % 7;
  return moved(today, -sinceMonday);
}

function startOf(rhythm: Rhythm, end: Day): Day {
  if (rhythm === 'monthly') return { ...moved(end, -1), day: 1 };
  return moved(end, rhythm === 'daily' ? -1 : -7);
}

function moved(day: Day, days: number): Day {
  const date = new Date(utc(day) + days * DAY);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

function utc({ year, month, day }: Day): number {
  return Date.UTC(year, month - 1, day);
}

function dayOf(ms: number, timeZone: string): Day {
  const local = new Date(ms + offsetAt(ms, timeZone));
  return { year: local.getUTCFullYear(), month: local.getUTCMonth() + 1, day: local.getUTCDate() };
}

/** A second look, because the offset of the guess may be that of the other side of a clock change. */
function midnight(day: Day, timeZone: string): number {
  const guess = utc(day) - offsetAt(utc(day), timeZone);
  return utc(day) - offsetAt(guess, timeZone);
}

/** Local time minus UTC, in ms. */
function offsetAt(ms: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(ms);
  const of = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  const local = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'));
  return local - Math.floor(ms / 1000) * 1000;
}
