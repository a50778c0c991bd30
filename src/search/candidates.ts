/**
 * Which articles might be similar: each is filed under its heaviest terms only. The newest are held by MiniSearch; older
 * ones move, one at a time, to the archive: the same filing as distances in one byte array, with 40 bytes an article in
 * place of MiniSearch's 3,000. Where an article stands changes no answer.
 * In: slots and numbers of terms. Out: slots, most promising first. The ranking proper happens in similar.ts.
 */
import MiniSearch, { type AsPlainObject, type Options } from 'minisearch';
import { cell, grown } from './columns.js';
import { createPostings } from './postings.js';

export type WeightedTerm = { term: number; weight: number };

/** What candidates ask of the tables: the heavy terms of an article, and terms as MiniSearch holds them. */
export type CandidateSource = {
  textOf: (term: number) => string;
  heavyOf: (slot: number) => readonly number[];
  isAlive: (slot: number) => boolean;
};

/** Articles that MiniSearch holds, 3 KB each: two weeks of forty sources. */
export const RECENT_ARTICLES = 4000;

type Entry = { id: number; terms: readonly string[] };

const OPTIONS: Options<Entry> = {
  fields: ['terms'],
  // Terms are ready for use: MiniSearch neither cuts nor changes them. Its types expect text, hence the casts.
  stringifyField: (value) => value as string,
  tokenize: (value) => value as unknown as string[],
  processTerm: (term) => term,
  // Removal is exact (the same terms are handed back), so there is nothing to sweep up later.
  autoVacuum: false,
};

/** Starts with the articles of the slots below `slots`; new ones must come in rising order. */
export function createCandidates(source: CandidateSource, slots: number, recentArticles = RECENT_ARTICLES) {
  /** Slots below it are in the archive. */
  let firstRecent = Math.max(0, slots - recentArticles);
  const archive = createPostings();
  for (let slot = 0; slot < firstRecent; slot++) if (source.isAlive(slot)) file(slot);
  const recent = MiniSearch.loadJS<Entry>(asPlainIndex(recentEntries()), OPTIONS);
  /** What each slot's heavy terms weigh, for the question being answered; all 0 between questions. */
  let sums = new Float64Array(slots);

  function file(slot: number): void {
    for (const term of source.heavyOf(slot)) archive.add(term, slot);
  }

  function entryOf(slot: number): Entry {
    return { id: slot, terms: source.heavyOf(slot).map(source.textOf) };
  }

  function recentEntries(): Entry[] {
    const entries: Entry[] = [];
    for (let slot = firstRecent; slot < slots; slot++) if (source.isAlive(slot)) entries.push(entryOf(slot));
    return entries;
  }

  function add(slot: number): void {
    recent.add(entryOf(slot));
    sums = grown(sums, slot + 1);
    for (; slot - firstRecent >= recentArticles; firstRecent++) {
      if (!source.isAlive(firstRecent)) continue;
      recent.remove(entryOf(firstRecent));
      file(firstRecent);
    }
  }

  /** While the slot is still alive. The archive keeps it; `find` passes over it. */
  function remove(slot: number): void {
    if (slot >= firstRecent) recent.remove(entryOf(slot));
  }

  /** The `limit` slots whose heavy terms carry most weight, the older of equals. */
  function find(terms: readonly WeightedTerm[], limit: number): number[] {
    const found: number[] = [];
    const count = (slot: number, weight: number) => {
      const sum = cell(sums, slot);
      if (sum === 0) found.push(slot);
      sums[slot] = sum + weight;
    };
    for (const { term, weight } of terms) for (const slot of archive.entriesOf(term)) count(slot, weight);
    findRecent(terms, count);
    const best = heaviest(found.filter(source.isAlive), sums, limit);
    for (const slot of found) sums[slot] = 0;
    return best;
  }

  /**
   * MiniSearch asks `boostDocument` about every posting before it builds a result object; adding up there and answering 0
   * ("skip") spares those objects, which take most of its time, and its factor for the number of matched terms, which
   * lets many weak terms beat few strong ones.
   */
  function findRecent(terms: readonly WeightedTerm[], count: (slot: number, weight: number) => void): void {
    const weights = new Map(terms.map(({ term, weight }) => [source.textOf(term), weight]));
    recent.search('terms', {
      tokenize: () => [...weights.keys()],
      boostDocument: (slot: number, term) => {
        count(slot, weights.get(term) ?? 0);
        return 0;
      },
    });
  }

  return { add, remove, find, bytes: () => archive.bytes() + sums.byteLength };
}

export type Candidates = ReturnType<typeof createCandidates>;

/** The slots of the largest sums; sorts only what may be among them. */
function heaviest(slots: readonly number[], sums: Float64Array, limit: number): number[] {
  const better = (a: number, b: number) => cell(sums, b) - cell(sums, a) || a - b;
  let best: number[] = [];
  let least = 0;
  for (const slot of slots) {
    if (cell(sums, slot) < least) continue;
    best.push(slot);
    if (best.length < 4 * limit) continue;
    best = best.sort(better).slice(0, limit);
    least = cell(sums, best.at(-1) ?? 0);
  }
  return best.sort(better).slice(0, limit);
}

/** What MiniSearch's own `toJSON` would give after adding the entries (serialisation version 2): several times faster. */
function asPlainIndex(entries: readonly Entry[]): AsPlainObject {
  const postings = new Map<string, Record<string, number>>();
  entries.forEach(({ terms }, shortId) => {
    for (const term of terms) {
      const held = postings.get(term);
      if (held) held[shortId] = 1;
      else postings.set(term, { [shortId]: 1 });
    }
  });
  const lengths = entries.map(({ terms }) => terms.length);
  return {
    documentCount: entries.length,
    nextId: entries.length,
    documentIds: Object.fromEntries(entries.map(({ id }, shortId) => [shortId, id])),
    fieldIds: { terms: 0 },
    fieldLength: Object.fromEntries(lengths.map((length, shortId) => [shortId, [length]])),
    averageFieldLength: [lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, entries.length)],
    storedFields: {},
    dirtCount: 0,
    index: [...postings].map(([term, held]) => [term, { 0: held }]),
    serializationVersion: 2,
  } as unknown as AsPlainObject;
}
