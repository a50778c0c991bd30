/** Addresses that let us wait are left alone for a while, twice as long after each further time. Kept in memory only. */
import { type Clock, HOUR, MINUTE } from '../lib/clock.js';

const FIRST_REST = MINUTE;
const LONGEST_REST = HOUR;
/** The oldest is forgotten beyond it. */
const REMEMBERED = 10_000;

type Rest = { ms: number; until: number };

export function createPushRests(clock: Clock) {
  const rests = new Map<string, Rest>();

  return {
    isResting: (address: string): boolean => (rests.get(address)?.until ?? 0) > clock(),

    noteAnswer: (address: string): void => void rests.delete(address),

    noteTimeout(address: string): void {
      const before = rests.get(address);
      const ms = before ? Math.min(before.ms * 2, LONGEST_REST) : FIRST_REST;
      rests.delete(address);
      rests.set(address, { ms, until: clock() + ms });
      const [oldest] = rests.keys();
      if (rests.size > REMEMBERED && oldest !== undefined) rests.delete(oldest);
    },
  };
}

export type PushRests = ReturnType<typeof createPushRests>;
