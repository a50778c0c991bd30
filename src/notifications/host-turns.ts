/** So many requests to one host at a time; the rest of its requests wait for theirs in the order they came. */
import { hostKey } from '../feeds/host-key.js';

type Host = { active: number; waiting: (() => void)[] };

export function createHostTurns(most: number) {
  const hosts = new Map<string, Host>();

  return async function takeTurn<T>(url: string, work: () => Promise<T>): Promise<T> {
    const key = hostKey(url);
    const host = hosts.get(key) ?? { active: 0, waiting: [] };
    hosts.set(key, host);
    // Whoever ends hands its place over, so that nobody slips in between.
    if (host.active >= most) await new Promise<void>((resolve) => host.waiting.push(resolve));
    else host.active++;
    try {
      return await work();
    } finally {
      const next = host.waiting.shift();
      if (next) next();
      else if (--host.active === 0) hosts.delete(key);
    }
  };
}

export type HostTurns = ReturnType<typeof createHostTurns>;
