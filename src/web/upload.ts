/**
 * Forms with a file (multipart/form-data, RFC 7578), for the few addresses that take one. Files arrive as text under the name
 * of their field; a file that was not chosen leaves the field as it is. Bounded: one megabyte, ten fields.
 */
import type { RequestHandler } from 'express';
import { decodeBytes } from '../feeds/decode.js';
import { AppError } from '../lib/errors.js';

const MAX_BYTES = 1024 * 1024;
const MAX_PARTS = 10;
const MAX_HEAD = 2048;
const HEAD_END = '\r\n\r\n';

export function readUploads(paths: readonly string[]): RequestHandler {
  return async (req, _res, next) => {
    const boundary = boundaryOf(req.headers['content-type']);
    if (req.method !== 'POST' || boundary === null || !paths.includes(req.path)) return next();
    req.body = parseParts(await collect(req), boundary);
    next();
  };
}

async function collect(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream) {
    bytes += chunk.length;
    if (bytes > MAX_BYTES) throw new AppError('too-large', { status: 413 });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function boundaryOf(type: string | undefined): string | null {
  const match = /^multipart\/form-data\s*;.*?\bboundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i.exec(
    (type ?? '').slice(0, 500),
  );
  return match?.[1] ?? match?.[2] ?? null;
}

export function parseParts(body: Buffer, boundary: string): Record<string, string> {
  const fields: Record<string, string> = Object.create(null);
  const mark = `--${boundary}`;
  let at = body.indexOf(mark);
  for (let count = 0; at >= 0 && count < MAX_PARTS; count++) {
    const start = at + mark.length + 2;
    const next = body.indexOf(`\r\n${mark}`, start);
    const headEnd = body.indexOf(HEAD_END, start);
    if (next < 0 || headEnd < 0 || headEnd > next || headEnd - start > MAX_HEAD) break;
    const head = body.subarray(start, headEnd).toString('utf8');
    const content = body.subarray(headEnd + HEAD_END.length, next);
    const name = /\bname="([^"]{1,100})"/.exec(head)?.[1];
    const isFile = /\bfilename\*?=/.test(head);
    if (name && !(isFile && content.length === 0))
      fields[name] = isFile ? decodeBytes(content).text : content.toString('utf8');
    at = next + 2;
  }
  return fields;
}
