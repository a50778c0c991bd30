/**
 * The addresses of a host name. Asks DNS directly, because `dns.lookup` occupies one of the few threads that the
 * database and password hashing also need: four dead names would stop the site for as long as they take to time out.
 */
import { promises as dns } from 'node:dns';
import type { HostAddress, HostLookup } from './address-guard.js';

/** `servers` replaces the name servers that the machine is set up with. */
export type SystemLookupOptions = { timeoutMs?: number; tries?: number; servers?: readonly string[] };

export function createSystemLookup(options: SystemLookupOptions = {}): HostLookup {
  const resolver = new dns.Resolver({ timeout: options.timeoutMs ?? 2000, tries: options.tries ?? 2 });
  if (options.servers) resolver.setServers(options.servers);
  return async (hostname) => {
    const results = await Promise.allSettled([resolver.resolve4(hostname), resolver.resolve6(hostname)]);
    const found = [...answers(results[0], 4), ...answers(results[1], 6)];
    if (found.length > 0) return found;
    if (results.some(timedOut)) throw new Error(`no DNS answer for ${hostname}`);
    // DNS answered at once that it knows nothing. A hosts file, mDNS or a company's own service may still know the name.
    return askSystem(hostname);
  };
}

async function askSystem(hostname: string): Promise<HostAddress[]> {
  const found = await dns.lookup(hostname, { all: true });
  return found.map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 }));
}

function answers(result: PromiseSettledResult<string[]>, family: 4 | 6): HostAddress[] {
  return result.status === 'fulfilled' ? result.value.map((address) => ({ address, family })) : [];
}

function timedOut(result: PromiseSettledResult<string[]>): boolean {
  return result.status === 'rejected' && (result.reason as NodeJS.ErrnoException).code === 'ETIMEOUT';
}
