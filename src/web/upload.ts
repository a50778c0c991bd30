/**
 * Forms with a file (multipart/form-data, RFC 7578), for the routes that take one. Bounded: one megabyte, ten parts, one
 * file, in the field `file`. Its bytes become text only after the form's token was found right, and in another thread: to
 * guess an encoding takes long. A file that was not chosen leaves the field as it is.
 */
import type { RequestHandler } from 'express';
import { AppError } from '../lib/errors.js';

const MAX_BYTES = 1024 * 1024;
const MAX_PARTS = 10;
const MAX_HEAD = 2048;
const HEAD_END = '\r\n\r\n';
const FILE = 'file';

export type DecodeFile = (bytes: Uint8Array) => Promise<string>;

export const skipOtherForms: RequestHandler = (req, _res, next) =>
  next(boundaryOf(req.headers['content-type']) === null ? 'route' : undefined);

/** Leaves the fields as text, the file as bytes. */
export const takeUpload: RequestHandler = async (req, _res, next) => {
  req.body = parseParts(await collect(req), boundaryOf(req.headers['content-type']) ?? '');
  next();
};

export function decodeFile(decode: DecodeFile): RequestHandler {
  return async (req, _res, next) => {
    const fields = (req.body ?? {}) as Record<string, unknown>;
    if (fields[FILE] instanceof Uint8Array) fields[FILE] = await decode(fields[FILE]);
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

export function parseParts(body: Buffer, boundary: string): Record<string, string | Uint8Array> {
  const fields: Record<string, string | Uint8Array> = Object.create(null);
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
    if (name && !isFile) fields[name] = content.toString('utf8');
    // A copy, or the whole body would go to the other thread with it.
    else if (name === FILE && content.length > 0) fields[FILE] ??= new Uint8Array(content);
    at = next + 2;
  }
  return fields;
}
