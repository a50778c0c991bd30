/**
 * When to ask a feed again. Pure: the clock and the chance are arguments.
 * Enters: how the attempt ended and what is known of the feed. Leaves: the next attempt and the reason in one word,
 * which the pages show. Invariants: never before the publisher's own limits; never silent for ever, except after 410.
 */
import { DAY, HOUR, MINUTE, SECOND } from '../lib/clock.js';
import { afterSkipped, type SkipTimes } from './skip-times.js';

/** Which rule decided. A closed list: each is a message key. */
export const SCHEDULE_REASONS = [
  'default',
  'activity',
  'ttl',
  'cache',
  'push',
  'skip',
  'retry-after',
  'host-wait',
  'backoff',
  'gone',
] as const;
export type ScheduleReason = (typeof SCHEDULE_REASONS)[number];

export type ScheduleInput = {
  now: number;
  /** A `FetchOutcome` fits as it is. A document that could not be read counts as `failed`. */
  outcome:
    | { kind: 'fresh' | 'unchanged' | 'failed'; cacheSeconds: number | null }
    | { kind: 'limited'; cacheSeconds: number | null; retryAfterMs: number | null }
    | { kind: 'gone' };
  ttlMinutes: number | null;
  /** Mean time between items, see `meanGapMs`; null when unknown. */
  meanGapMs: number | null;
  /** Attempts in a row that failed or were limited, this one included. */
  failures: number;
  /** When the publisher does not want to be asked. */
  skip?: SkipTimes | null;
  /** A hub tells us what is new: asking is for safety only. */
  isPushed?: boolean;
  /** From 0 to 1. */
  random: number;
};

/** `nextAt` is null when only a person can start the feed again. */
export type Schedule = { nextAt: number | null; why: ScheduleReason };

export type ScheduleLimits = typeof SCHEDULE_LIMITS;
export const SCHEDULE_LIMITS = {
  defaultMs: 30 * MINUTE,
  minMs: 5 * MINUTE,
  /** The longest that a quiet feed waits by our own choice. */
  maxMs: 6 * HOUR,
  /** Between two looks at a source whose hub pushes. */
  pushedMs: 6 * HOUR,
  /** The longest that a publisher's ttl or cache, or our back-off, can stretch it. */
  ceilingMs: DAY,
  /** Retry-After is an order, yet a wrong one must not end a feed. */
  retryCeilingMs: 7 * DAY,
  jitter: 0.1,
};

type Answered = Exclude<ScheduleInput['outcome'], { kind: 'gone' }>;
type Wait = { ms: number; why: ScheduleReason };

export function nextAttempt(input: ScheduleInput, limits: ScheduleLimits = SCHEDULE_LIMITS): Schedule {
  const { outcome } = input;
  if (outcome.kind === 'gone') return { nextAt: null, why: 'gone' };
  return outsideSkipped(waited(input, outcome, limits), input.skip ?? null);
}

function waited(input: ScheduleInput, outcome: Answered, limits: ScheduleLimits): Schedule & { nextAt: number } {
  const { now } = input;
  const own = input.isPushed ? { ms: limits.pushedMs, why: 'push' as const } : usualWait(input.meanGapMs, limits);
  const usual = stretched(own, input.ttlMinutes, outcome.cacheSeconds, limits);
  if (outcome.kind === 'limited' && outcome.retryAfterMs !== null) {
    const asked = Math.min(outcome.retryAfterMs, limits.retryCeilingMs);
    return at(now, asked > usual.ms ? { ms: asked, why: 'retry-after' } : usual, input.random, limits);
  }
  const failed = outcome.kind === 'limited' || outcome.kind === 'failed';
  return at(now, failed ? backedOff(usual, input.failures, limits) : usual, input.random, limits);
}

function outsideSkipped({ nextAt, why }: Schedule & { nextAt: number }, skip: SkipTimes | null): Schedule {
  const allowed = afterSkipped(nextAt, skip);
  return allowed === nextAt ? { nextAt, why } : { nextAt: allowed, why: 'skip' };
}

/**
 * Mean time between the newest items, the wait for the next one included, so that a feed that falls silent slows down.
 * Null for fewer than three dated items.
 */
export function meanGapMs(publishedTimes: readonly number[], now: number): number | null {
  const newest = publishedTimes
    .filter((time) => time <= now)
    .sort((a, b) => b - a)
    .slice(0, 20);
  const oldest = newest.at(-1);
  return newest.length < 3 || oldest === undefined ? null : (now - oldest) / newest.length;
}

function usualWait(gap: number | null, limits: ScheduleLimits): Wait {
  if (gap === null) return { ms: limits.defaultMs, why: 'default' };
  return { ms: clamp(gap / 2, limits.minMs, limits.maxMs), why: 'activity' };
}

function stretched(own: Wait, ttlMinutes: number | null, cacheSeconds: number | null, limits: ScheduleLimits): Wait {
  const asked: Wait[] = [
    { ms: Math.min((ttlMinutes ?? 0) * MINUTE, limits.ceilingMs), why: 'ttl' },
    { ms: Math.min((cacheSeconds ?? 0) * SECOND, limits.ceilingMs), why: 'cache' },
  ];
  return asked.reduce((longest, wait) => (wait.ms > longest.ms ? wait : longest), own);
}

function backedOff(usual: Wait, failures: number, limits: ScheduleLimits): Wait {
  return { ms: Math.min(usual.ms * 2 ** clamp(failures, 1, 20), limits.ceilingMs), why: 'backoff' };
}

/** Jitter may shorten our own choices, never what a publisher asked for, and never lengthens beyond the ceiling. */
function at(now: number, wait: Wait, random: number, limits: ScheduleLimits): Schedule & { nextAt: number } {
  const isOurs = ['default', 'activity', 'push', 'backoff'].includes(wait.why);
  const spread = limits.jitter * (isOurs ? 2 * random - 1 : random);
  const ceiling = wait.why === 'retry-after' ? limits.retryCeilingMs : limits.ceilingMs;
  return { nextAt: now + Math.round(Math.min(wait.ms * (1 + spread), ceiling)), why: wait.why };
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
