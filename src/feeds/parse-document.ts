/**
 * Bytes to a feed: decode → normalise → parse → sanitise. Pure: no network, no clock, no files. Hostile input costs
 * time and memory in proportion to its size and never throws; callers still run it in a thread (parse-client.ts).
 */
import { decodeBytes } from './decode.js';
import { readFrontMatter } from './front-matter.js';
import { normalise } from './normalise.js';
import { parseCanonical } from './parse.js';
import type { ParseOutcome } from './parsed-feed.js';
import { sanitise } from './sanitise.js';

export const MAX_BYTES = 10 * 1024 * 1024;

export type ParseInput = {
  bytes: Uint8Array;
  /** From the Content-Type header. */
  httpCharset?: string | null;
  /** Where the document came from: what its relative addresses start from. */
  baseUrl?: string | null;
  fileName?: string;
  /** Milliseconds since 1970; dates over a day later are not believed. */
  now: number;
};

export async function parseDocument(input: ParseInput): Promise<ParseOutcome> {
  if (input.bytes.byteLength === 0) return { ok: false, error: 'empty', detail: 'no bytes' };
  if (input.bytes.byteLength > MAX_BYTES) return { ok: false, error: 'too-large', detail: `over ${MAX_BYTES} bytes` };
  const context = { baseUrl: input.baseUrl ?? null, now: input.now };

  const { text, charset, repairs } = decodeBytes(input.bytes, input.httpCharset);
  const article = readFrontMatter(text, context);
  if (article) return { ok: true, feed: { format: 'front-matter', charset, repairs, ...article } };

  const normalised = normalise(text, context.baseUrl);
  if (!normalised.ok) return normalised;
  const read = await parseCanonical(normalised.xml);
  const feed = sanitise(read, context);
  return {
    ok: true,
    feed: { format: normalised.format, charset, repairs: [...repairs, ...normalised.repairs], ...feed },
  };
}
