/**
 * The first half of an import: asks a publisher, and reads what it answered (decode, parse, normalise, sanitise,
 * fingerprint). Enters: the address and what was kept from the last success. Leaves: what the answer was and the
 * entries drafted, if any; the document itself stays here, which may be a process of its own (source-client.ts).
 */
import { errorText } from '../lib/errors.js';
import type { HttpGet } from '../lib/http-get.js';
import { type FetchRequest, type FreshHead, fetchFeed, type NotFresh } from './fetch.js';
import type { DocumentReader } from './parse-client.js';
import type { ReadOutcome } from './worker.js';

/** `now` is when it is asked. */
export type SourceRequest = FetchRequest & { now: number };

/** A bug on our side must not hide how the publisher answered. */
export type ReadBug = { ok: false; error: 'failed'; detail: string };

export type Unreadable = Extract<ReadOutcome, { ok: false }> | ReadBug;

/** `read` is missing when there is nothing new to read. */
export type SourceAnswer =
  | { fetched: NotFresh; read?: undefined }
  | { fetched: FreshHead; read: ReadOutcome | ReadBug };
export type ReadSource = (request: SourceRequest) => Promise<SourceAnswer>;

export function createReadSource({ httpGet, reader }: { httpGet: HttpGet; reader: DocumentReader }): ReadSource {
  return async ({ now, ...request }) => {
    const outcome = await fetchFeed(httpGet, request, () => now);
    if (outcome.kind !== 'fresh') return { fetched: outcome };
    const { body, ...fetched } = outcome;
    const document = { bytes: body, httpCharset: fetched.httpCharset, baseUrl: fetched.finalUrl, now };
    return { fetched, read: await readOrBug(reader, document) };
  };
}

async function readOrBug(reader: DocumentReader, document: Parameters<DocumentReader['read']>[0]) {
  try {
    return await reader.read(document);
  } catch (error) {
    return { ok: false, error: 'failed', detail: errorText(error) } satisfies ReadBug;
  }
}
