/**
 * A response body, decompressed and held to its limits while it streams: a small bomb must be cut off long before it
 * has grown. Enters: the bytes on the wire and their Content-Encoding. Leaves: plain bytes, or an `HttpFailure`.
 */
import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import * as zlib from 'node:zlib';
import { HttpFailure } from './http-failure.js';

/** `bytes` counts what came over the wire, `body` is what it inflates to. */
export type ReadBody = { body: Uint8Array; bytes: number };

// Text rarely shrinks more than thirtyfold; zlib's own maximum is 1032 to 1. Small bodies may be as repetitive as they like.
const MAX_RATIO = 100;
const RATIO_FREE_BYTES = 1_000_000;
const MAX_ENCODINGS = 2;

type Decoder = NodeJS.ReadWriteStream;

export async function readBody(source: Readable, contentEncoding: string, maxBytes: number): Promise<ReadBody> {
  const meter = { wire: 0, maxBytes };
  const input = metered(source, meter);
  const first = await input.next();
  const head = first.done ? Buffer.alloc(0) : first.value;
  const decoders = decodersFor(contentEncoding, head);
  const chunks: Buffer[] = [];
  try {
    await pipeline([Readable.from(prepend(head, input), { objectMode: false }), ...decoders, collector(chunks, meter)]);
  } catch (error) {
    throw isZlibError(error) ? new HttpFailure('network', `cannot decode ${contentEncoding.slice(0, 80)}`) : error;
  }
  return { body: Buffer.concat(chunks), bytes: meter.wire };
}

type Meter = { wire: number; maxBytes: number };

async function* metered(source: Readable, meter: Meter): AsyncGenerator<Buffer> {
  for await (const chunk of source as AsyncIterable<Buffer>) {
    meter.wire += chunk.length;
    if (meter.wire > meter.maxBytes) throw tooLarge(meter);
    yield chunk;
  }
}

async function* prepend(head: Buffer, rest: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  yield head;
  yield* rest;
}

function collector(chunks: Buffer[], meter: Meter): Writable {
  let size = 0;
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      chunks.push(chunk);
      done(excess(size, meter));
    },
  });
}

function excess(size: number, meter: Meter): HttpFailure | null {
  if (size > RATIO_FREE_BYTES && size > meter.wire * MAX_RATIO) {
    return new HttpFailure('bomb', `${meter.wire} bytes became over ${size}`);
  }
  return size > meter.maxBytes ? tooLarge(meter) : null;
}

function tooLarge(meter: Meter): HttpFailure {
  return new HttpFailure('too-large', `over ${meter.maxBytes} bytes`);
}

/** Encodings are listed in the order they were applied, so the last one is taken off first. */
function decodersFor(contentEncoding: string, head: Buffer): Decoder[] {
  const names = contentEncoding
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter(isEncoded);
  if (names.length > MAX_ENCODINGS)
    throw new HttpFailure('network', `content-encoding ${contentEncoding.slice(0, 80)}`);
  return names.reverse().flatMap((name, index) => decoderFor(name, index === 0 ? head : null));
}

function isEncoded(name: string): boolean {
  // Some servers put the charset here.
  return name !== '' && name !== 'identity' && name !== 'none' && !name.startsWith('utf-8');
}

/** `head` are the first bytes when they can be seen; servers that label plain text as gzip are common enough. */
function decoderFor(name: string, head: Buffer | null): Decoder[] {
  // Sync flush: a stream without its trailer still gives all it holds, as in browsers.
  const options = { finishFlush: zlib.constants.Z_SYNC_FLUSH };
  if (name === 'gzip' || name === 'x-gzip') {
    return head && !(head[0] === 0x1f && (head.length === 1 || head[1] === 0x8b)) ? [] : [zlib.createGunzip(options)];
  }
  // RFC 9110 means zlib format by "deflate", many servers send it bare. A zlib header's low four bits are 8 (RFC 1950).
  if (name === 'deflate') {
    const isBare = head !== null && head.length > 0 && ((head[0] ?? 0) & 0x0f) !== 8;
    return [isBare ? zlib.createInflateRaw(options) : zlib.createInflate(options)];
  }
  if (name === 'br') return [zlib.createBrotliDecompress({ finishFlush: zlib.constants.BROTLI_OPERATION_FLUSH })];
  throw new HttpFailure('network', `content-encoding ${name.slice(0, 40)}`);
}

function isZlibError(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return code.startsWith('Z_') || code.startsWith('ERR_BROTLI') || code.startsWith('ERR__ERROR');
}
