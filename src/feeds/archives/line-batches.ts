/**
 * A long file as batches of lines, with the place in the file where each batch ends: from there a broken import goes on.
 * Memory holds one batch. A line that is longer than a document may be is passed over and counted.
 */
import { createReadStream } from 'node:fs';
import { MAX_BYTES } from '../parse-document.js';

export type LineBatch = { lines: string[]; tooLong: number; end: number };

// Each batch ends with two small transactions of its own (how far the file is read, how the source did).
const LINES = 1000;
const BATCH_BYTES = 4 * 1024 * 1024;
const PIECE_BYTES = 1024 * 1024;
const NEWLINE = 0x0a;

export async function* lineBatches(file: string, start: number): AsyncGenerator<LineBatch> {
  let batch: LineBatch = { lines: [], tooLong: 0, end: start };
  let bytes = 0;
  let rest: Buffer[] = [];
  let restBytes = 0;
  let position = start;

  const take = (line: Buffer): void => {
    if (restBytes > MAX_BYTES) batch.tooLong++;
    else {
      const text = line
        .toString('utf8')
        .replace(/^\ufeff/, '')
        .trim();
      if (text !== '') batch.lines.push(text);
      bytes += line.length;
    }
    rest = [];
    restBytes = 0;
    batch.end = position;
  };

  for await (const piece of createReadStream(file, { start, highWaterMark: PIECE_BYTES }) as AsyncIterable<Buffer>) {
    let from = 0;
    for (let at = piece.indexOf(NEWLINE); at >= 0; at = piece.indexOf(NEWLINE, from)) {
      position += at + 1 - from;
      restBytes += at - from;
      take(rest.length === 0 ? piece.subarray(from, at) : Buffer.concat([...rest, piece.subarray(from, at)]));
      from = at + 1;
      if (batch.lines.length < LINES && bytes < BATCH_BYTES) continue;
      yield batch;
      batch = { lines: [], tooLong: 0, end: batch.end };
      bytes = 0;
    }
    position += piece.length - from;
    restBytes += piece.length - from;
    // Of a line that is too long already nothing more is kept.
    if (restBytes <= MAX_BYTES) rest.push(piece.subarray(from));
    else rest = [];
  }
  if (restBytes > 0) take(Buffer.concat(rest));
  if (batch.lines.length > 0 || batch.tooLong > 0) yield batch;
}
