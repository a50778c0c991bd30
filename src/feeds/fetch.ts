/**
 * First step of an import: asks a publisher for a feed document, as cheaply as it allows.
 * Enters: the address and what was kept from the last success. Leaves: one `FetchOutcome`; it never throws.
 * Invariants: an unchanged document is never parsed again, whether the publisher says so (304) or the bytes do.
 */
import { webcrypto } from 'node:crypto';
import { type Clock, systemClock } from '../lib/clock.js';
import type { HttpFailureReason } from '../lib/http-failure.js';
import type { HttpGet, HttpGetFailed, HttpResponse, Redirect } from '../lib/http-get.js';
import { cacheSeconds, retryAfterMs } from './http-freshness.js';
import { linkOf } from './http-links.js';

export type FetchRequest = {
  url: string;
  etag?: string | null;
  lastModified?: string | null;
  /** `bodyHash` of the last fresh outcome. */
  bodyHash?: string | null;
};

/** `status` is null when no response came; `bytes` is what came over the wire; `cacheSeconds` null when nothing was said. */
type Facts = { ms: number; bytes: number; status: number | null; cacheSeconds: number | null };
/** What to keep for the next request. `permanentUrl` is where 301 and 308 lead, null when they lead nowhere new. */
type Kept = { etag: string | null; lastModified: string | null; finalUrl: string; permanentUrl: string | null };

type Fresh = Facts &
  Kept & {
    kind: 'fresh';
    body: Uint8Array;
    httpCharset: string | null;
    contentType: string | null;
    bodyHash: string;
    /** From a `Link` header: a hub that pushes, and the topic's address there. */
    hub?: string | null;
    self?: string | null;
  };
export type NotFresh = Facts &
  (
    | ({ kind: 'unchanged' } & Kept)
    | { kind: 'gone' }
    | { kind: 'limited'; retryAfterMs: number | null }
    | { kind: 'failed'; reason: HttpFailureReason | 'http-status'; detail: string }
  );
export type FetchOutcome = Fresh | NotFresh;
/** What is told of it once the body has been read. */
export type FreshHead = Omit<Fresh, 'body'>;
export type Fetched = FreshHead | NotFresh;

const ACCEPT =
  'application/rss+xml, application/atom+xml, application/feed+json;q=0.9, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5';
// Longer or stranger validators would come back as a broken request header.
const VALIDATOR = /^[\x20-\x7e]{1,512}$/;

export async function fetchFeed(
  httpGet: HttpGet,
  last: FetchRequest,
  clock: Clock = systemClock,
): Promise<FetchOutcome> {
  const outcome = await httpGet(last.url, { headers: conditionalHeaders(last) });
  if (outcome.kind === 'failed') return noAnswer(outcome);
  return judge(outcome, last, clock());
}

export function noAnswer({ ms, reason, detail }: Omit<HttpGetFailed, 'kind'>): NotFresh {
  return { kind: 'failed', reason, detail, ms, bytes: 0, status: null, cacheSeconds: null };
}

async function judge(response: HttpResponse, last: FetchRequest, now: number): Promise<FetchOutcome> {
  const { status, headers, body, ms, bytes } = response;
  const facts: Facts = { ms, bytes, status, cacheSeconds: cacheSeconds(headers, now) };
  if (status === 304) return { kind: 'unchanged', ...facts, ...kept(response, last) };
  if (status === 410) return { kind: 'gone', ...facts };
  if (status === 429 || status === 503) return { kind: 'limited', ...facts, retryAfterMs: retryAfterMs(headers, now) };
  if (status < 200 || status > 299)
    return { kind: 'failed', reason: 'http-status', detail: `HTTP ${status}`, ...facts };
  const bodyHash = await sha256(body);
  if (bodyHash === last.bodyHash) return { kind: 'unchanged', ...facts, ...kept(response, {}) };
  const contentType = headers['content-type']?.slice(0, 200) ?? null;
  return {
    kind: 'fresh',
    ...facts,
    ...kept(response, {}),
    body,
    contentType,
    httpCharset: charsetOf(contentType),
    bodyHash,
    ...(headers.link
      ? { hub: linkOf(headers.link, 'hub', response.url), self: linkOf(headers.link, 'self', response.url) }
      : {}),
  };
}

function conditionalHeaders(last: FetchRequest): Record<string, string> {
  const etag = validator(last.etag);
  const lastModified = validator(last.lastModified);
  return {
    accept: ACCEPT,
    ...(etag ? { 'if-none-match': etag } : {}),
    ...(lastModified ? { 'if-modified-since': lastModified } : {}),
  };
}

/** A 304 need not repeat the validators: those of `previous` stay valid. */
function kept(response: HttpResponse, previous: Partial<FetchRequest>): Kept {
  return {
    etag: validator(response.headers.etag ?? previous.etag),
    lastModified: validator(response.headers['last-modified'] ?? previous.lastModified),
    finalUrl: response.url,
    permanentUrl: permanentTarget(response.redirects),
  };
}

/** Only the unbroken run of permanent redirects from the start counts: a temporary one may lead anywhere tomorrow. */
function permanentTarget(redirects: readonly Redirect[]): string | null {
  const temporary = redirects.findIndex(({ status }) => status !== 301 && status !== 308);
  const permanent = temporary === -1 ? redirects : redirects.slice(0, temporary);
  return permanent.at(-1)?.to ?? null;
}

function validator(value: string | null | undefined): string | null {
  return value && VALIDATOR.test(value) ? value : null;
}

function charsetOf(contentType: string | null): string | null {
  const match = /;\s*charset\s*=\s*["']?([\w.:-]{1,40})/i.exec(contentType ?? '');
  return match?.[1]?.toLowerCase() ?? null;
}

/** Runs on another thread, unlike `createHash`: ten megabytes would hold up the pages. */
async function sha256(body: Uint8Array): Promise<string> {
  return Buffer.from(await webcrypto.subtle.digest('SHA-256', body)).toString('hex');
}
