/** Use case of a recurring job: what is usual for each source, who has fallen silent, and the alerts that follow. */
import type { Clock } from '../lib/clock.js';
import type { HealthStore, Normal, WeekCount } from './health-store.js';
import { normalPerWeek, silentSince, WEEKS } from './own-normal.js';

export type CheckHealthParts = {
  health: Pick<HealthStore, 'countWeekly' | 'listNormals' | 'updateNormals' | 'syncAlerts'>;
  clock: Clock;
};

export function createCheckHealth({ health, clock }: CheckHealthParts) {
  return async function checkHealth(): Promise<{ opened: number; closed: number }> {
    const now = clock();
    const [weeks, before] = await Promise.all([health.countWeekly(now, WEEKS + 1), health.listNormals()]);
    const byFeed = new Map<number, WeekCount[]>();
    for (const week of weeks) byFeed.set(week.feedId, [...(byFeed.get(week.feedId) ?? []), week]);
    const changed = before
      .map((normal) => ({ normal, next: judge(normal, byFeed.get(normal.id) ?? [], now) }))
      .filter(({ normal, next }) => !isSame(normal, next));
    await health.updateNormals(changed.map(({ next }) => next));
    return health.syncAlerts(now);
  };
}

function judge(before: Normal, weeks: readonly WeekCount[], now: number): Normal {
  const counts = new Map(weeks.map((week) => [week.weeksAgo, week.count]));
  const oldest = Math.max(0, ...counts.keys());
  const complete = Array.from({ length: Math.min(oldest, WEEKS) }, (_, at) => counts.get(at + 1) ?? 0);
  const newest = weeks.length > 0 ? Math.max(...weeks.map((week) => week.newest)) : before.lastArticleAt;
  // A source that was silent for all the weeks we look at keeps the normal it fell short of.
  const usual = (weeks.length > 0 ? normalPerWeek(complete) : null) || before.normalPerWeek;
  return { id: before.id, normalPerWeek: usual, lastArticleAt: newest, silentSince: silentSince(usual, newest, now) };
}

function isSame(one: Normal, other: Normal): boolean {
  const text = ({ normalPerWeek: usual, lastArticleAt, silentSince: since }: Normal) =>
    `${usual} ${lastArticleAt} ${since}`;
  return text(one) === text(other);
}
