/** How much two dates' distance takes from a score. */
import { DAY } from '../lib/clock.js';

// .7 + .3 · 2^(−days / 7) was measured neutral on the judged sets; a half-life of one day costs .2 of nDCG.
const FLOOR = 0.7;
const HALF_LIFE_DAYS = 7;

/** 1 for the same moment, down to 0.7 for dates far apart. */
export function recencyFactor(fromMs: number, toMs: number): number {
  const days = Math.abs(fromMs - toMs) / DAY;
  return Number.isFinite(days) ? FLOOR + (1 - FLOOR) * 2 ** (-days / HALF_LIFE_DAYS) : 1;
}
