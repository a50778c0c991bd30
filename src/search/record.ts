/**
 * What the index keeps of one article's words: term numbers in reading order, as variable-length bytes (a common word
 * takes one or two). In: term numbers. Out: the same numbers. Records lie in large chunks, one never crosses two.
 */
import { grown } from './columns.js';

/** `rest` holds, once each, the words beyond the kept reading order; `heavy` those under which similar articles find this one. */
export type ArticleRecord = { feedIds: number[]; heavy: number[]; title: number[]; body: number[]; rest: number[] };

/** Term numbers in reading order. */
export type Words = { title: Uint32Array; body: Uint32Array; rest: Uint32Array };

const LISTS = 5;
const CHUNK_BYTES = 1 << 22;

export function createRecordPool() {
  const chunks: Uint8Array[] = [];
  let used = CHUNK_BYTES;

  /** Returns the record's place. */
  function append(bytes: Uint8Array): number {
    if (used + bytes.length > CHUNK_BYTES) {
      chunks.push(new Uint8Array(CHUNK_BYTES));
      used = 0;
    }
    const at = (chunks.length - 1) * CHUNK_BYTES + used;
    chunks.at(-1)?.set(bytes, used);
    used += bytes.length;
    return at;
  }

  function bytesAt(place: number): Uint8Array {
    const chunk = chunks[Math.floor(place / CHUNK_BYTES)];
    if (!chunk) throw new Error(`no record at ${place}`);
    return chunk.subarray(place % CHUNK_BYTES);
  }

  return { append, bytesAt, bytes: () => chunks.length * CHUNK_BYTES };
}

export function encodeRecord(record: ArticleRecord): Uint8Array {
  const lists = [record.feedIds, record.heavy, record.title, record.body, record.rest];
  const bytes: number[] = [];
  for (const list of lists) {
    pushNumber(bytes, list.length);
    for (const value of list) pushNumber(bytes, value);
  }
  return Uint8Array.from(bytes);
}

/** Reads one record from the start of `bytes`, which may run on beyond it. */
export function decodeRecord(bytes: Uint8Array): ArticleRecord {
  const cursor = { bytes, at: 0 };
  const feedIds = readList(cursor);
  const heavy = readList(cursor);
  const title = readList(cursor);
  const body = readList(cursor);
  const rest = readList(cursor);
  return { feedIds, heavy, title, body, rest };
}

/** The article's words alone, over and over in the same columns: what it leaves is good until it is asked again. */
export function createWordReader() {
  let room = new Uint32Array(2048);

  function read(cursor: Cursor, from: number): Uint32Array {
    const length = readNumber(cursor);
    room = grown(room, from + length);
    for (let at = from; at < from + length; at++) room[at] = readNumber(cursor);
    return room.subarray(from, from + length);
  }

  return (bytes: Uint8Array): Words => {
    const cursor = { bytes, at: 0 };
    for (let skipped = 0; skipped < 2; skipped++)
      for (let left = readNumber(cursor); left > 0; left--) readNumber(cursor);
    const title = read(cursor, 0);
    const body = read(cursor, title.length);
    return { title, body, rest: read(cursor, title.length + body.length) };
  };
}

/** How many bytes the record at the start of `bytes` takes. */
export function recordLength(bytes: Uint8Array): number {
  const cursor = { bytes, at: 0 };
  for (let list = 0; list < LISTS; list++) for (let left = readNumber(cursor); left > 0; left--) readNumber(cursor);
  return cursor.at;
}

/** The feeds alone: they stand first, so that a filter reads a few bytes. */
export function decodeFeedIds(bytes: Uint8Array): number[] {
  return readList({ bytes, at: 0 });
}

/** The second list alone. */
export function decodeHeavy(bytes: Uint8Array): number[] {
  const cursor = { bytes, at: 0 };
  readList(cursor);
  return readList(cursor);
}

function pushNumber(bytes: number[], value: number): void {
  let left = value;
  while (left > 127) {
    bytes.push((left & 127) | 128);
    left = Math.floor(left / 128);
  }
  bytes.push(left);
}

type Cursor = { bytes: Uint8Array; at: number };

function readList(cursor: Cursor): number[] {
  const list = new Array<number>(readNumber(cursor));
  for (let index = 0; index < list.length; index++) list[index] = readNumber(cursor);
  return list;
}

function readNumber(cursor: Cursor): number {
  let value = 0;
  let scale = 1;
  for (;;) {
    const byte = cursor.bytes[cursor.at++];
    if (byte === undefined) throw new RangeError('a record ends too early');
    value += (byte & 127) * scale;
    if (byte < 128) return value;
    scale *= 128;
  }
}
