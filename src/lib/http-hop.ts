/** One request to one checked address: the headers in time, then the body within its limits, then no socket left. */
import { Client, type Dispatcher } from 'undici';
import { type ConnectorParts, createGuardedConnector } from './guarded-connector.js';
import { readBody } from './http-body.js';
import { HttpFailure } from './http-failure.js';

export type HopRequest = {
  url: URL;
  headers: Record<string, string>;
  post: { body: Uint8Array } | undefined;
  maxBytes: number;
  headersTimeoutMs: number;
  /** Aborted when the whole request ends, for whatever reason. */
  abort: AbortController;
  parts: ConnectorParts;
};

export type HopAnswer = { status: number; headers: Record<string, string>; body: Uint8Array; bytes: number };
export type HopRedirect = { status: number; location: string };

const REDIRECTS = new Set([301, 302, 303, 307, 308]);
// Node's default of 16 KB is less than some news sites send in cookies and policies.
const MAX_HEADER_BYTES = 64 * 1024;

export async function requestHop(request: HopRequest): Promise<HopAnswer | HopRedirect> {
  const { url, maxBytes, headersTimeoutMs, abort } = request;
  const client = createClient(request);
  const late = setTimeout(() => abort.abort(timeout(headersTimeoutMs, 'no headers')), headersTimeoutMs);
  try {
    const path = url.pathname + url.search;
    const method = request.post ? 'POST' : 'GET';
    const body = request.post?.body ?? null;
    const response = await client.request({ method, path, headers: request.headers, body, signal: abort.signal });
    clearTimeout(late);
    // Destroying the client below fails a body that nobody reads; without a listener that would end the process.
    response.body.on('error', () => undefined);
    const headers = plainHeaders(response.headers);
    const location = REDIRECTS.has(response.statusCode) ? headers.location : undefined;
    if (location !== undefined) return { status: response.statusCode, location };
    if (Number(headers['content-length']) > maxBytes)
      throw new HttpFailure('too-large', `${headers['content-length']} bytes`);
    const read = await readBody(response.body, headers['content-encoding'] ?? '', maxBytes);
    return { status: response.statusCode, headers, ...read };
  } finally {
    clearTimeout(late);
    await client.destroy();
  }
}

/** A client for one request, so that ending the request ends its socket and the guard judges each hop anew. */
function createClient({ url, parts, abort }: HopRequest): Client {
  return new Client(url.origin, {
    connect: createGuardedConnector(parts, abort.signal),
    pipelining: 0,
    // The request's own timers rule; undici's would be a second opinion with a coarser clock.
    headersTimeout: 0,
    bodyTimeout: 0,
    maxHeaderSize: MAX_HEADER_BYTES,
  });
}

function plainHeaders(headers: Dispatcher.ResponseData['headers']): Record<string, string> {
  const entries = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value ?? '')] as const);
  return Object.fromEntries(entries);
}

export function timeout(ms: number, what = 'not finished'): HttpFailure {
  return new HttpFailure('timeout', `${what} after ${ms} ms`);
}
