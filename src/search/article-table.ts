/**
 * The articles themselves: one slot each, with the facts that filters and sorting read and the place of its record.
 * A changed article gets a new slot, so slots rise with every write; a slot that is not alive is skipped by every reader.
 */
import { type ArticleFacts, createFactColumns } from './article-facts.js';
import { cell, grown } from './columns.js';
import type { SearchFilters } from './document.js';
import {
  type ArticleRecord,
  createRecordPool,
  createWordReader,
  decodeFeedIds,
  decodeHeavy,
  decodeRecord,
  recordLength,
  type Words,
} from './record.js';
import type { Script } from './term-meanings.js';

export function createArticleTable() {
  const slotById = new Map<number, number>();
  const facts = createFactColumns();
  const pool = createRecordPool();
  const readWords = createWordReader();
  let slots = 0;
  let places = new Float64Array(256);
  let alive = new Uint8Array(256);
  /** The script of most words of the article (term-meanings.ts). */
  let scripts = new Uint8Array(256);

  const bytesOf = (slot: number) => pool.bytesAt(cell(places, slot));

  return {
    /** The id must not be in the table. */
    add(newFacts: ArticleFacts, bytes: Uint8Array, script: Script): number {
      const slot = slots++;
      places = grown(places, slots);
      alive = grown(alive, slots);
      scripts = grown(scripts, slots);
      scripts[slot] = script;
      facts.set(slot, newFacts);
      places[slot] = pool.append(bytes);
      alive[slot] = 1;
      slotById.set(newFacts.id, slot);
      return slot;
    },
    drop(slot: number): void {
      alive[slot] = 0;
      slotById.delete(facts.idOf(slot));
    },
    matches(slot: number, filters: SearchFilters): boolean {
      if (!facts.matches(slot, filters)) return false;
      return filters.feedId === undefined || decodeFeedIds(bytesOf(slot)).includes(filters.feedId);
    },
    isAlive: (slot: number) => alive[slot] === 1,
    scriptOf: (slot: number): Script => cell(scripts, slot) as Script,
    idOf: facts.idOf,
    publishedAt: facts.publishedAt,
    factsOf: facts.get,
    recordOf: (slot: number): ArticleRecord => decodeRecord(bytesOf(slot)),
    /** Good until it is asked again. */
    wordsOf: (slot: number): Words => readWords(bytesOf(slot)),
    heavyOf: (slot: number): number[] => decodeHeavy(bytesOf(slot)),
    /** The record as `add` was given it. */
    recordBytesOf: (slot: number) => bytesOf(slot).subarray(0, recordLength(bytesOf(slot))),
    slotOf: (id: number) => slotById.get(id),
    /** Rising: the oldest write first. */
    aliveSlots: () => [...slotById.values()].sort((a, b) => a - b),
    count: () => slotById.size,
    slots: () => slots,
    bytes: () => pool.bytes() + facts.bytes() + places.length * 10,
  };
}

export type ArticleTable = ReturnType<typeof createArticleTable>;
