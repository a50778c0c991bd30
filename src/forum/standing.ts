/**
 * How much a member may do, by how long and how well they are known. Pure tables: pages print them, use cases ask them.
 * Staff are moderators and administrators; a demo member cannot log in and is never asked.
 */
import type { User } from '../accounts/user.js';
import { DAY } from '../lib/clock.js';

export type Standing = 'new' | 'known' | 'trusted' | 'staff';

export type Allowance = {
  /** Posts within `seconds`. */
  pace: { points: number; seconds: number };
  linksPerPost: number;
  mentionsPerPost: number;
  mayVoteDown: boolean;
};

export type StandingFacts = Pick<User, 'role' | 'createdAt' | 'postCount'> & {
  /** The address of their mail is not confirmed yet. */
  isUnverified?: boolean;
};

const YOUNG = 3 * DAY;
const GROWN = 30 * DAY;
const FIRST_POSTS = 5;
const TRUSTED_AGE = 90 * DAY;
const TRUSTED_POSTS = 100;

export const allowances: Record<Standing, Allowance> = {
  new: { pace: { points: 3, seconds: 60 }, linksPerPost: 2, mentionsPerPost: 2, mayVoteDown: false },
  // Ten replies a minute are more than anybody writes with thought.
  known: { pace: { points: 10, seconds: 60 }, linksPerPost: 20, mentionsPerPost: 10, mayVoteDown: true },
  trusted: { pace: { points: 20, seconds: 60 }, linksPerPost: 50, mentionsPerPost: 20, mayVoteDown: true },
  staff: { pace: { points: 60, seconds: 60 }, linksPerPost: 200, mentionsPerPost: 50, mayVoteDown: true },
};

export function standingOf(member: StandingFacts, now: number): Standing {
  if (member.role !== 'member') return 'staff';
  const age = now - member.createdAt;
  if (member.isUnverified || age < YOUNG) return 'new';
  if (age < GROWN && member.postCount < FIRST_POSTS) return 'new';
  return age >= TRUSTED_AGE && member.postCount >= TRUSTED_POSTS ? 'trusted' : 'known';
}

export function allowanceOf(member: StandingFacts, now: number): Allowance {
  return allowances[standingOf(member, now)];
}

/** When a new member is new no longer if they write no more than now; for the words of a refusal. */
export function newUntil(member: StandingFacts): number {
  return member.createdAt + (member.postCount >= FIRST_POSTS ? YOUNG : GROWN);
}
