/** Hours and days (GMT) at which a publisher asks not to be read: RSS `skipHours` and `skipDays`. */
import { DAY, HOUR } from '../lib/clock.js';

/** `hours` 0–23, `days` 0 (Sunday) – 6. */
export type SkipTimes = { hours: number[]; days: number[] };

const WEEK_HOURS = 7 * 24;

/** The first moment from `time` on that is not skipped; `time` itself when everything would be. */
export function afterSkipped(time: number, skip: SkipTimes | null): number {
  if (!skip) return time;
  for (let hours = 0, at = time; hours <= WEEK_HOURS; hours++) {
    if (!isSkipped(at, skip)) return at;
    at = Math.floor(at / HOUR) * HOUR + HOUR;
  }
  return time;
}

/** Only what can be obeyed: all hours or all days together would end the feed. Null when nothing is left. */
export function soundSkipTimes(hours: readonly number[], days: readonly number[]): SkipTimes | null {
  const skip = {
    hours: [...new Set(hours.map((hour) => (hour === 24 ? 0 : hour)))].filter((hour) => hour >= 0 && hour < 24),
    days: [...new Set(days)].filter((day) => day >= 0 && day < 7),
  };
  if (skip.hours.length === 24) skip.hours = [];
  if (skip.days.length === 7) skip.days = [];
  return skip.hours.length + skip.days.length === 0 ? null : skip;
}

function isSkipped(time: number, { hours, days }: SkipTimes): boolean {
  const hour = Math.floor((time % DAY) / HOUR);
  return hours.includes(hour) || days.includes(new Date(time).getUTCDay());
}
