/**
 * Term → articles that contain it, as entries: the article's slot and whether its title holds the term. A list is a chain
 * of byte blocks in one buffer that holds the distances between entries, so slots must come in rising order. About 1.6 bytes a posting, where a Map entry costs 30 or more.
 * A term's only posting (more than half of all terms) needs no block.
 * Nothing is ever taken out: readers skip articles that are no longer alive, and rebuilding drops them.
 */
import { cell, grown } from './columns.js';

const FIRST_BLOCK = 12;
const LARGEST_BLOCK = 4096;
const LINK_BYTES = 4;

type Lists = {
  /** Place 0 means "none". Distances are at least 1, so a zero byte where an entry should start ends a block early. */
  bytes: Uint8Array;
  used: number;
  /** By term: entries so far, first block, next free byte, end of the last block's entries, last entry. */
  counts: Uint32Array;
  heads: Uint32Array;
  tails: Uint32Array;
  limits: Uint32Array;
  lasts: Uint32Array;
};

export function createPostings() {
  const column = () => new Uint32Array(1024);
  const lists: Lists = {
    bytes: new Uint8Array(1 << 16),
    used: 1,
    counts: column(),
    heads: column(),
    tails: column(),
    limits: column(),
    lasts: column(),
  };

  /** `entry` is greater than every entry the term has had. */
  function add(term: number, entry: number): void {
    reserve(lists, term + 1);
    const count = cell(lists.counts, term);
    if (count === 1) append(lists, { term, rank: 0, distance: cell(lists.lasts, term) + 1 });
    if (count >= 1) append(lists, { term, rank: count, distance: entry - cell(lists.lasts, term) });
    lists.lasts[term] = entry;
    lists.counts[term] = count + 1;
  }

  /** Every entry of the term, rising, those of dead slots included. */
  function entriesOf(term: number): Uint32Array {
    const entries = new Uint32Array(term < lists.counts.length ? cell(lists.counts, term) : 0);
    if (entries.length === 1) entries[0] = cell(lists.lasts, term);
    if (entries.length > 1) readChain(lists, term, entries);
    return entries;
  }

  return { add, entriesOf, bytes: () => lists.bytes.length + lists.counts.length * 20 };
}

export type Postings = ReturnType<typeof createPostings>;

// Blocks grow with the list (unused room stays below half of it). Writer and reader derive a block's size from the
// number of entries before it, so no size is stored.
function blockSize(entriesBefore: number): number {
  let size = FIRST_BLOCK;
  while (size < entriesBefore && size < LARGEST_BLOCK) size *= 2;
  return size;
}

export const toEntry = (slot: number, isInTitle: boolean) => slot * 2 + (isInTitle ? 1 : 0);
export const slotOfEntry = (entry: number) => entry >>> 1;
export const isTitleEntry = (entry: number) => (entry & 1) === 1;

function entryBytes(distance: number): number {
  let bytes = 1;
  for (let left = distance; left > 127; left = Math.floor(left / 128)) bytes++;
  return bytes;
}

function reserve(lists: Lists, terms: number): void {
  lists.counts = grown(lists.counts, terms);
  lists.heads = grown(lists.heads, terms);
  lists.tails = grown(lists.tails, terms);
  lists.limits = grown(lists.limits, terms);
  lists.lasts = grown(lists.lasts, terms);
}

/** `rank` entries stand before this one. */
type Addition = { term: number; rank: number; distance: number };

function append(lists: Lists, { term, rank, distance }: Addition): void {
  let at = cell(lists.tails, term);
  const limit = cell(lists.limits, term);
  if (rank === 0) {
    at = newBlock(lists, term, rank);
    lists.heads[term] = at;
  } else if (at + entryBytes(distance) > limit) {
    at = newBlock(lists, term, rank);
    writeLink(lists.bytes, limit, at);
  }
  let left = distance;
  for (; left > 127; left = Math.floor(left / 128)) lists.bytes[at++] = (left & 127) | 128;
  lists.bytes[at++] = left;
  lists.tails[term] = at;
}

function newBlock(lists: Lists, term: number, rank: number): number {
  const at = lists.used;
  lists.used += blockSize(rank);
  lists.bytes = grown(lists.bytes, lists.used);
  lists.limits[term] = lists.used - LINK_BYTES;
  return at;
}

function readChain({ bytes, heads }: Lists, term: number, entries: Uint32Array): void {
  let at = cell(heads, term);
  let limit = at + blockSize(0) - LINK_BYTES;
  let entry = -1;
  for (let rank = 0; rank < entries.length; rank++) {
    if (at === limit || bytes[at] === 0) {
      at = readLink(bytes, limit);
      limit = at + blockSize(rank) - LINK_BYTES;
    }
    let byte = cell(bytes, at++);
    let distance = byte & 127;
    for (let shift = 7; byte > 127; shift += 7) {
      byte = cell(bytes, at++);
      distance += (byte & 127) << shift;
    }
    entry += distance;
    entries[rank] = entry;
  }
}

function writeLink(bytes: Uint8Array, from: number, to: number): void {
  for (let index = 0; index < LINK_BYTES; index++) bytes[from + index] = (to >>> (8 * index)) & 255;
}

function readLink(bytes: Uint8Array, from: number): number {
  let to = 0;
  for (let index = LINK_BYTES - 1; index >= 0; index--) to = to * 256 + cell(bytes, from + index);
  return to;
}
