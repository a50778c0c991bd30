/** What a document says about how it wants to be asked: a hub that pushes, its own address, hours to leave it alone. */
import { type SkipTimes, soundSkipTimes } from './skip-times.js';

export type PollingHints = { hub: string | null; self: string | null; skip: SkipTimes | null };

const DAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

export type HintTexts = {
  hubs: readonly string[];
  selves: readonly string[];
  hours: readonly string[];
  days: readonly string[];
};

/** Null when the document says nothing of the kind. */
export function toHints({ hubs, selves, hours, days }: HintTexts): PollingHints | null {
  const numbers = hours.filter((hour) => /^\d{1,2}$/.test(hour.trim())).map(Number);
  const skip = soundSkipTimes(
    numbers,
    days.map((day) => DAYS.indexOf(day.trim().toLowerCase())),
  );
  const hub = httpAddress(hubs);
  return hub === null && skip === null ? null : { hub, self: httpAddress(selves), skip };
}

function httpAddress(addresses: readonly string[]): string | null {
  return addresses.find((address) => address.length <= 2000 && /^https?:\/\//i.test(address)) ?? null;
}
