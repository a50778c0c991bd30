/**
 * What is usual for a source, by its own past: the median of its weeks, so that one election night does not make every
 * later week look poor. Pure.
 */
import { DAY } from '../lib/clock.js';

export const WEEKS = 8;
export const WEEK = 7 * DAY;

// Fewer weeks tell nothing of what is usual.
const WEEKS_NEEDED = 2;
// No holiday, and no long weekend, is a silence.
const LEAST_SILENCE = 3 * DAY;
// Three times the usual pause between two articles.
const PAUSES = 3;

/** `counts`: articles of the complete weeks since it first brought one, in any order. Null when there are too few. */
export function normalPerWeek(counts: readonly number[]): number | null {
  if (counts.length < WEEKS_NEEDED) return null;
  const sorted = counts.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}

/** When the silence began to be unusual; null while it is not, or when nothing is usual. */
export function silentSince(perWeek: number | null, lastArticleAt: number | null, now: number): number | null {
  if (!perWeek || lastArticleAt === null) return null;
  const unusualAt = lastArticleAt + Math.max(LEAST_SILENCE, (PAUSES * WEEK) / perWeek);
  return now >= unusualAt ? unusualAt : null;
}
