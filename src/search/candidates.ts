/**
 * Which articles might be similar: MiniSearch over each article's heaviest terms only, analysed beforehand.
 * In: thread ids and terms. Out: thread ids, most promising first. The ranking proper happens in similar.ts.
 */
import MiniSearch, { type AsPlainObject, type Options } from 'minisearch';

export type CandidateEntry = { id: number; terms: readonly string[] };

export type WeightedTerm = { term: string; weight: number };

const OPTIONS: Options<CandidateEntry> = {
  fields: ['terms'],
  // Terms are ready for use: MiniSearch neither cuts nor changes them. Its types expect text, hence the casts.
  stringifyField: (value) => value as string,
  tokenize: (value) => value as unknown as string[],
  processTerm: (term) => term,
  // Removal is exact (the same terms are handed back), so there is nothing to sweep up later.
  autoVacuum: false,
};

/** `entries` are loaded at once, several times faster than one by one. */
export function createCandidates(entries: readonly CandidateEntry[] = []) {
  const index =
    entries.length === 0 ? new MiniSearch(OPTIONS) : MiniSearch.loadJS<CandidateEntry>(asPlainIndex(entries), OPTIONS);

  /**
   * The `limit` ids whose heavy terms carry most weight. MiniSearch asks `boostDocument` about every posting before it
   * builds a result object; adding up there and answering 0 ("skip") spares those objects, which take most of its time,
   * and its factor for the number of matched terms, which lets many weak terms beat few strong ones.
   */
  function find(terms: readonly WeightedTerm[], limit: number): number[] {
    const weights = new Map(terms.map(({ term, weight }) => [term, weight]));
    const sums = new Map<number, number>();
    index.search('terms', {
      tokenize: () => [...weights.keys()],
      boostDocument: (id: number, term) => {
        sums.set(id, (sums.get(id) ?? 0) + (weights.get(term) ?? 0));
        return 0;
      },
    });
    return largest(sums, limit);
  }

  return {
    add: (entry: CandidateEntry) => index.add(entry),
    /** `terms` as they were added. */
    remove: (entry: CandidateEntry) => index.remove(entry),
    find,
  };
}

export type Candidates = ReturnType<typeof createCandidates>;

/** The keys of the largest values, the lower key of equals; sorts only what may be among them. */
function largest(sums: ReadonlyMap<number, number>, limit: number): number[] {
  const values = Float64Array.from(sums.values()).sort();
  const least = values[Math.max(0, values.length - limit)] ?? 0;
  const best = [...sums].filter(([, sum]) => sum >= least).sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  return best.slice(0, limit).map(([id]) => id);
}

/** What MiniSearch's own `toJSON` would give after adding the entries (serialisation version 2). */
function asPlainIndex(entries: readonly CandidateEntry[]): AsPlainObject {
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
