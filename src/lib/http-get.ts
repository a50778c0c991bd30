/**
 * The only way this server asks anything of another: GET from (or POST to) an address that a stranger chose, against a server that may be
 * hostile. Enters: an address, headers and limits. Leaves: a response within the limits, or a reason from a closed list.
 * Invariants: every hop passes the address guard; never from https to http; each limit holds while data streams;
 * no socket outlives its request (connections are not reused: feeds are asked for once in half an hour).
 */
import { setMaxListeners } from 'node:events';
import { type AddressPolicy, checkUrl, guardedLookup, type HostLookup } from './address-guard.js';
import type { ConnectorParts } from './guarded-connector.js';
import { HttpFailure, type HttpFailureReason, toHttpFailure } from './http-failure.js';
import { type HopAnswer, type HopRequest, requestHop, timeout } from './http-hop.js';
import { createSystemLookup } from './system-lookup.js';

export type HttpGetOptions = {
  headers?: Record<string, string>;
  /** Both on the wire and after inflating. */
  maxBytes?: number;
  /** For everything together, redirects included. */
  timeoutMs?: number;
  /** For each hop, from the DNS question to the response's headers. */
  headersTimeoutMs?: number;
  maxRedirects?: number;
  /** Sends this by POST instead; redirects are then refused, as nobody can tell whom the body was meant for. */
  post?: { body: Uint8Array };
  signal?: AbortSignal;
};

export type Redirect = { status: number; to: string };

export type HttpResponse = {
  kind: 'response';
  status: number;
  headers: Record<string, string>;
  body: Uint8Array;
  /** The address that answered, after redirects, without a fragment. */
  url: string;
  redirects: Redirect[];
  ms: number;
  /** Bytes of the body on the wire, before inflating. */
  bytes: number;
};
export type HttpGetFailed = { kind: 'failed'; reason: HttpFailureReason; detail: string; ms: number };
export type HttpGetOutcome = HttpResponse | HttpGetFailed;
export type HttpGet = (url: string, options?: HttpGetOptions) => Promise<HttpGetOutcome>;

export type HttpGetSettings = AddressPolicy & {
  userAgent: string;
  lookup?: HostLookup;
} & Pick<ConnectorParts, 'connector'>;

type Limits = Required<Pick<HttpGetOptions, 'maxBytes' | 'timeoutMs' | 'headersTimeoutMs' | 'maxRedirects'>>;
type Journey = Limits & Pick<HopRequest, 'headers' | 'abort' | 'parts' | 'post'>;

const DEFAULTS: Limits = { maxBytes: 10_000_000, timeoutMs: 20_000, headersTimeoutMs: 5_000, maxRedirects: 5 };

export function createHttpGet(settings: HttpGetSettings) {
  const resolve = guardedLookup(settings, settings.lookup ?? createSystemLookup());
  const parts: ConnectorParts = { ...settings, policy: settings, resolve };
  const closing = new AbortController();
  // One listener for each request in flight, and there may be many.
  setMaxListeners(0, closing.signal);

  const httpGet: HttpGet = async (url, options = {}) => {
    const started = performance.now();
    const limits = limitsOf(options);
    const leash = startLeash(limits.timeoutMs, [closing.signal, options.signal]);
    const headers = { ...standardHeaders(settings.userAgent), ...options.headers };
    try {
      const answer = await followRedirects(url, { ...limits, headers, abort: leash.abort, parts, post: options.post });
      return { kind: 'response', ...answer, ms: since(started) };
    } catch (error) {
      const { signal } = leash.abort;
      const failure = toHttpFailure(signal.aborted ? signal.reason : error);
      return { kind: 'failed', reason: failure.reason, detail: failure.message, ms: since(started) };
    } finally {
      leash.end();
    }
  };

  /** Ends what is in flight; later calls fail at once. */
  const close = () => closing.abort();
  return Object.assign(httpGet, { close });
}

/** One signal that ends everything of a request: its own time, the caller's wish, the shutdown, or the end itself. */
function startLeash(timeoutMs: number, others: (AbortSignal | undefined)[]) {
  const abort = new AbortController();
  // Every hop adds its own few.
  setMaxListeners(0, abort.signal);
  const stop = () => abort.abort(new HttpFailure('network', 'aborted'));
  const timer = setTimeout(() => abort.abort(timeout(timeoutMs)), timeoutMs);
  for (const other of others) other?.addEventListener('abort', stop, { once: true });
  if (others.some((other) => other?.aborted)) stop();
  const end = () => {
    clearTimeout(timer);
    for (const other of others) other?.removeEventListener('abort', stop);
    abort.abort(new HttpFailure('network', 'finished'));
  };
  return { abort, end };
}

async function followRedirects(
  start: string,
  journey: Journey,
): Promise<HopAnswer & { url: string; redirects: Redirect[] }> {
  const { policy } = journey.parts;
  const redirects: Redirect[] = [];
  let url = checked(start, policy);
  let headers = journey.headers;
  for (;;) {
    const answer = await requestHop({ ...journey, url, headers });
    if (!('location' in answer)) return { ...answer, url: withoutFragment(url), redirects };
    if (redirects.length >= journey.maxRedirects)
      throw new HttpFailure('redirects', `over ${redirects.length} redirects`);
    const next = checked(absolute(answer.location, url), policy);
    if (url.protocol === 'https:' && next.protocol === 'http:') throw new HttpFailure('downgrade', `to ${next.href}`);
    if (next.origin !== url.origin) headers = withoutSecrets(headers);
    redirects.push({ status: answer.status, to: withoutFragment(next) });
    url = next;
  }
}

function standardHeaders(userAgent: string): Record<string, string> {
  return { 'user-agent': userAgent, 'accept-encoding': 'gzip, br, deflate', accept: '*/*' };
}

function limitsOf(options: HttpGetOptions): Limits {
  return {
    maxBytes: options.maxBytes ?? DEFAULTS.maxBytes,
    timeoutMs: options.timeoutMs ?? DEFAULTS.timeoutMs,
    headersTimeoutMs: options.headersTimeoutMs ?? DEFAULTS.headersTimeoutMs,
    maxRedirects: options.post ? 0 : (options.maxRedirects ?? DEFAULTS.maxRedirects),
  };
}

function checked(text: string, policy: AddressPolicy): URL {
  const check = checkUrl(text, policy);
  if (!check.ok) throw new HttpFailure(check.reason, check.detail);
  return check.url;
}

/** undici reads header bytes as Latin-1, while servers write UTF-8 into Location; the URL parser then escapes it. */
function absolute(location: string, base: URL): string {
  const text = Buffer.from(location, 'latin1').toString('utf8');
  return URL.canParse(text, base.href) ? new URL(text, base).href : '';
}

function withoutSecrets(headers: Record<string, string>): Record<string, string> {
  const isSecret = (name: string) => /^(authorization|cookie|proxy-authorization)$/i.test(name);
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !isSecret(name)));
}

function withoutFragment(url: URL): string {
  return url.href.slice(0, url.href.length - url.hash.length);
}

function since(started: number): number {
  return Math.round(performance.now() - started);
}
