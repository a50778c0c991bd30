/** Health of one source as its page shows it: alerts, what is usual, and thirty days as a picture and as a table. */
import type { Feed } from '../../feeds/feed.js';
import type { DayCount, DayOutcomes, FeedAlert } from '../../feeds/health-store.js';
import { DAY } from '../../lib/clock.js';

export const DAYS_SHOWN = 30;

export type HealthDay = {
  day: number;
  count: number;
  ok: number;
  failed: number;
  /** Of the bar and of the square below it, in the picture's own units. */
  x: number;
  y: number;
  height: number;
  state: 'ok' | 'mixed' | 'bad' | 'none';
};

export type FeedHealth = {
  /** How the last attempt failed: key of `t.feedFailures`, the server's status, and what the machine said. */
  failure: { kind: string; status: number; detail: string | null } | null;
  alerts: { kind: FeedAlert['kind']; openedAt: number }[];
  score: number;
  normalPerWeek: number | null;
  lastArticleAt: number | null;
  silentSince: number | null;
  moving: { to: string; times: number } | null;
  days: HealthDay[];
  total: number;
  /** Height of the line of what is usual for a day; null when unknown. */
  normalY: number | null;
};

/** Of the picture, in its own units; a bar and its gap are `STEP` wide. */
export const PICTURE = { step: 20, bar: 14, height: 120, top: 8, squareY: 126 };

export function firstDayShown(now: number): number {
  return Math.floor(now / DAY) * DAY - (DAYS_SHOWN - 1) * DAY;
}

export function toFeedHealth(
  feed: Feed,
  found: { alerts: FeedAlert[]; daily: DayCount[]; outcomes: DayOutcomes[] },
  now: number,
): FeedHealth {
  const first = firstDayShown(now);
  const counts = new Map(found.daily.map(({ day, count }) => [day, count]));
  const outcomes = new Map(found.outcomes.map((day) => [day.day, day]));
  const usual = feed.normalPerWeek === null ? null : feed.normalPerWeek / 7;
  const highest = Math.max(1, usual ?? 0, ...counts.values());
  const scale = (PICTURE.height - PICTURE.top) / highest;
  const days = Array.from({ length: DAYS_SHOWN }, (_, at): HealthDay => {
    const day = first + at * DAY;
    const { ok, failed } = outcomes.get(day) ?? { ok: 0, failed: 0 };
    const count = counts.get(day) ?? 0;
    const height = rounded(count * scale);
    const place = {
      x: at * PICTURE.step + (PICTURE.step - PICTURE.bar) / 2,
      y: rounded(PICTURE.height - height),
      height,
    };
    return { day, count, ok, failed, ...place, state: stateOf(ok, failed) };
  });
  return {
    failure: failureOf(feed),
    alerts: found.alerts.map(({ kind, openedAt }) => ({ kind, openedAt })),
    score: feed.failureScore,
    normalPerWeek: feed.normalPerWeek,
    lastArticleAt: feed.lastArticleAt,
    silentSince: feed.silentSince,
    moving: feed.movedTo === null ? null : { to: feed.movedTo, times: feed.movedCount },
    days,
    total: days.reduce((sum, { count }) => sum + count, 0),
    normalY: usual === null ? null : rounded(PICTURE.height - usual * scale),
  };
}

function failureOf({ failureCount, lastOutcome, lastDetail }: Feed): FeedHealth['failure'] {
  if (failureCount === 0 || lastOutcome === null) return null;
  const status = Number(/^HTTP (\d{3})$/.exec(lastDetail ?? '')?.[1] ?? 0);
  return { kind: kindOf(lastOutcome, status), status, detail: status > 0 ? null : lastDetail };
}

/** What an error answer asks of a moderator depends on its number. */
function kindOf(outcome: string, status: number): string {
  if (outcome !== 'http-status') return outcome;
  if (status === 401 || status === 403) return 'http-closed';
  if (status === 404) return 'http-missing';
  return status >= 500 ? 'http-trouble' : 'http-status';
}

function stateOf(ok: number, failed: number): HealthDay['state'] {
  if (ok + failed === 0) return 'none';
  if (failed === 0) return 'ok';
  return ok === 0 ? 'bad' : 'mixed';
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
