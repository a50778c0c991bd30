/**
 * How often a password may be tried. Every try reserves its points before anything is hashed, so a thousand tries at
 * once are counted like a thousand in a row. Four counts, all in the database:
 *
 * - pair     what was typed as login, from one network: 5 in 15 minutes. One stubborn network stops here and costs the
 *            account at most 5 of the 10 below, so its owner gets in from anywhere else.
 * - network  failures of one network against any account: 50 an hour (the same password tried on many names).
 * - account  what was typed as login, from all networks that are new to its account: 10 an hour. Many networks together
 *            stop here.
 * - known    networks that the account was logged in from within 90 days: they skip the account's count, so that
 *            strangers with many addresses cannot lock the owner out of home and office.
 *
 * Pair and account are counted by the text, so that a name and an e-mail have counts of their own: if tries with a
 * public name used up what an e-mail may be tried, that would tell whether the e-mail belongs to the name. What is not
 * an account has the same counts.
 * What was typed is kept hashed: people type passwords into the wrong field.
 */
import { createHash } from 'node:crypto';
import { DAY, HOUR, MINUTE, SECOND } from '../lib/clock.js';
import type { LimitRule, LimitVerdict, RateLimitStore } from './rate-limit-store.js';

export type LoginAttempt = { loginKey: string; userId: number | null; network: string };
export type Reservation = { ok: true; succeeded: () => Promise<void> } | { ok: false; seconds: number };
export type Throttle = ReturnType<typeof createThrottle>;

const rules = {
  pair: { name: 'login-pair', points: 5, seconds: (15 * MINUTE) / SECOND },
  network: { name: 'login-network', points: 50, seconds: HOUR / SECOND },
  account: { name: 'login-account', points: 10, seconds: HOUR / SECOND },
  known: { name: 'login-known', points: 1, seconds: (90 * DAY) / SECOND },
} satisfies Record<string, LimitRule>;

export function createThrottle(store: Pick<RateLimitStore, 'limiter'>) {
  const pair = store.limiter(rules.pair);
  const network = store.limiter(rules.network);
  const account = store.limiter(rules.account);
  const known = store.limiter(rules.known);

  return {
    reserve: async (attempt: LoginAttempt): Promise<Reservation> => {
      const keys = keysOf(attempt);
      const isKnown = await known.has(keys.known);
      // In this order, and no further than the first refusal: a blocked network must not use up the account's points.
      const verdict = await firstRefusal([
        () => pair.consume(keys.pair),
        () => network.consume(attempt.network),
        async () => (isKnown ? { ok: true } : account.consume(keys.account)),
      ]);
      if (!verdict.ok) return verdict;
      const succeeded = async () => {
        await pair.reset(keys.pair);
        await network.refund(attempt.network);
        if (!isKnown) await account.refund(keys.account);
        await known.reset(keys.known);
        await known.consume(keys.known);
      };
      return { ok: true, succeeded };
    },
  };
}

async function firstRefusal(checks: (() => Promise<LimitVerdict>)[]): Promise<LimitVerdict> {
  for (const check of checks) {
    const verdict = await check();
    if (!verdict.ok) return verdict;
  }
  return { ok: true };
}

function keysOf({ loginKey, userId, network }: LoginAttempt) {
  const typed = createHash('sha256').update(loginKey).digest('base64url');
  // Known is the account's, whichever way it was logged in: a change of password asks by name who came by e-mail.
  const account = userId === null ? typed : `#${userId}`;
  return { pair: `${typed}@${network}`, account: typed, known: `${account}@${network}` };
}
