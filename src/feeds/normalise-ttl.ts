/** How often a feed wants to be asked: RSS `ttl` in minutes, or the syndication module's period and frequency. */
import { firstText } from './normalise-element.js';
import type { XmlElement } from './normalise-tree.js';

const PERIODS: Record<string, number> = { hourly: 60, daily: 1440, weekly: 10_080, monthly: 43_200, yearly: 525_600 };

/** Minutes, or null when the feed says nothing usable. */
export function readTtl(channel: XmlElement): number | null {
  const ttl = Number(firstText(channel, 'ttl') || Number.NaN);
  if (Number.isFinite(ttl) && ttl > 0) return Math.round(ttl);
  const period = PERIODS[firstText(channel, 'sy:updateperiod').toLowerCase()];
  const frequency = Number(firstText(channel, 'sy:updatefrequency') || 1);
  return period === undefined || !(frequency > 0) ? null : Math.max(1, Math.round(period / frequency));
}
