/**
 * Which addresses this server may be asked to open. Feeds, sites, images and imported lists all name addresses that
 * strangers chose, so every one of them passes here twice: as text (`checkUrl`) and after DNS (`guardedLookup`).
 *
 * Enters: an address or a host name, and the operator's policy. Leaves: a parsed URL or the addresses that may be dialled.
 * Invariants: only http(s), no credentials, only allowed ports, only public unicast addresses; ALL answers of a name
 * must be public, and what is dialled is one of the checked answers, never a second look-up.
 */
import { isIP, isIPv6 } from 'node:net';
import ipaddr from 'ipaddr.js';
import { errorText } from './errors.js';

export type AddressPolicy = {
  /** Private hosts, or hosts on unusual ports, that the operator trusts: `127.0.0.1`, `127.0.0.1:8080`, `[::1]:*`, `intranet.local`. */
  allowHosts: readonly string[];
  /** Ports that any public host may be reached on. */
  ports?: readonly number[];
};

export type UrlCheck =
  | { ok: true; url: URL }
  | { ok: false; reason: 'bad-address' | 'blocked-address'; detail: string };

export type HostAddress = { address: string; family: 4 | 6 };
export type HostLookup = (hostname: string) => Promise<readonly HostAddress[]>;
export type HostCheck =
  | { ok: true; addresses: readonly HostAddress[] }
  | { ok: false; reason: 'blocked-address' | 'dns'; detail: string };

const DEFAULT_PORTS: readonly number[] = [80, 443];
const MAX_URL_LENGTH = 4096;
const ALLOW_ENTRY = /^(\[[^\]]+\]|[^\s:/@?#\\[\]]+)(?::(\d{1,5}|\*))?$/;
// IANA gives out global unicast IPv6 from this block alone; the rest of "unicast" is unassigned space.
const GLOBAL_IPV6 = ipaddr.parseCIDR('2000::/3');

/** The URL parser turns every spelling of an IPv4 host (hexadecimal, octal, short, full-width) into four decimal parts. */
export function checkUrl(text: string, policy: AddressPolicy): UrlCheck {
  const url = text.length <= MAX_URL_LENGTH ? parseUrl(text) : null;
  if (!url) return bad('not an address');
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return bad(`scheme ${url.protocol}`);
  if (url.username || url.password) return bad('credentials in the address');
  const host = plainHost(url.hostname);
  if (!isIP(host) && host.split('.').includes('')) return bad('empty label in the host');
  const port = portOf(url);
  if (isAllowed(policy, host, port)) return { ok: true, url };
  if (!(policy.ports ?? DEFAULT_PORTS).includes(port)) return blocked(`port ${port}`);
  if (isIP(host) ? !isPublicAddress(host) : isLocalName(host)) return blocked(`host ${host}`);
  return { ok: true, url };
}

/** A name with one private answer among public ones is refused whole: the order of answers is the attacker's. */
export function guardedLookup(policy: AddressPolicy, lookup: HostLookup) {
  return async (hostname: string, port: number): Promise<HostCheck> => {
    const host = plainHost(hostname);
    const addresses = await answersFor(host, lookup);
    if (typeof addresses === 'string') return { ok: false, reason: 'dns', detail: addresses };
    if (isAllowed(policy, host, port)) return { ok: true, addresses };
    const refused = addresses.find(({ address }) => !isPublicAddress(address));
    if (refused) return { ok: false, reason: 'blocked-address', detail: `${host} is ${refused.address}` };
    return { ok: true, addresses };
  };
}

/** Takes what a resolver or a socket reports; anything but a plain address text is not public. */
export function isPublicAddress(address: string): boolean {
  if (!isIP(address) || address.includes('%')) return false;
  const parsed = ipaddr.process(address);
  if (parsed.range() !== 'unicast') return false;
  return parsed.kind() === 'ipv4' || parsed.match(GLOBAL_IPV6);
}

/** True when the operator listed this host; an entry without a port, or with `*`, stands for all ports. */
export function isAllowed(policy: AddressPolicy, hostname: string, port: number): boolean {
  const ports = allowedPorts(policy.allowHosts).get(plainHost(hostname));
  return ports !== undefined && (ports.has(null) || ports.has(port));
}

type AllowedPorts = ReadonlyMap<string, ReadonlySet<number | null>>;
// A list is asked for every address of every request, and reading its entries costs more than answering.
const readLists = new WeakMap<readonly string[], AllowedPorts>();

/** By host: the ports that are allowed; null is all of them. */
function allowedPorts(list: readonly string[]): AllowedPorts {
  const known = readLists.get(list);
  if (known) return known;
  const ports = new Map<string, Set<number | null>>();
  for (const entry of list.map(parseAllowEntry)) {
    if (entry) ports.set(entry.host, (ports.get(entry.host) ?? new Set()).add(entry.port));
  }
  readLists.set(list, ports);
  return ports;
}

/** For the configuration to refuse an entry that could never match. */
export function isAllowEntry(text: string): boolean {
  return parseAllowEntry(text) !== null;
}

export function portOf(url: URL): number {
  if (url.port) return Number(url.port);
  return url.protocol === 'https:' ? 443 : 80;
}

function parseAllowEntry(text: string): { host: string; port: number | null } | null {
  const entry = text.trim();
  const match = ALLOW_ENTRY.exec(isIPv6(entry) ? `[${entry}]` : entry);
  const url = match?.[1] ? parseUrl(`http://${match[1]}/`) : null;
  if (!match || !url) return null;
  const port = match[2] === undefined || match[2] === '*' ? null : Number(match[2]);
  return { host: plainHost(url.hostname), port };
}

async function answersFor(host: string, lookup: HostLookup): Promise<readonly HostAddress[] | string> {
  const family = isIP(host);
  if (family === 4 || family === 6) return [{ address: host, family }];
  try {
    const answers = await lookup(host);
    return answers.length > 0 ? answers : `no address for ${host}`;
  } catch (error) {
    return errorText(error);
  }
}

function plainHost(hostname: string): string {
  return hostname
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '');
}

function isLocalName(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost');
}

function parseUrl(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null;
}

function bad(detail: string): UrlCheck {
  return { ok: false, reason: 'bad-address', detail };
}

function blocked(detail: string): UrlCheck {
  return { ok: false, reason: 'blocked-address', detail };
}
