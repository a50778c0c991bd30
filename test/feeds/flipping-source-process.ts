/**
 * The sources' process in a world of its own: `7.flip.example` is public when asked first, and the seventh private
 * spelling from then on; every other name leads to this machine.
 */
import { createSourceMethods } from '../../src/feeds/source-methods.js';
import type { HostAddress } from '../../src/lib/address-guard.js';
import { createHttpGet } from '../../src/lib/http-get.js';
import { serveProcess } from '../../src/lib/worker-server.js';
import { loopbackInternet } from '../support/loopback-internet.js';
import { PRIVATE_SPELLINGS } from '../support/private-spellings.js';

const asked = new Map<string, number>();

async function lookup(host: string): Promise<HostAddress[]> {
  const flip = /^(\d+)\.flip\.example$/.exec(host)?.[1];
  const times = asked.get(host) ?? 0;
  asked.set(host, times + 1);
  if (flip === undefined) return [{ address: '127.0.0.1', family: 4 }];
  const spelling = PRIVATE_SPELLINGS[Number(flip)] ?? '';
  return [{ address: times === 0 ? '8.8.8.8' : spelling.replace(/^\[|\]$/g, ''), family: 4 }];
}

serveProcess((settings: { allowHosts: string[]; ports: number[]; userAgent: string }) =>
  createSourceMethods(createHttpGet({ ...settings, lookup, connector: loopbackInternet })),
);
