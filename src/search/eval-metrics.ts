/**
 * How well a ranking answers, as figures from 0 to 1. Pure.
 * Gain is linear: an id's grade, or 1 for every relevant id where a query has no grades. nDCG's ideal order and the
 * recall's target use the same set, cut at the same depth; MAP and recall count ids of the `relevant` list.
 */

export type Qrel = { query: string; relevant: string[]; grades?: Record<string, number> };

export function ndcgAt(depth: number, ranked: readonly string[], qrel: Qrel): number {
  const gains = gainsOf(qrel);
  const ideal = [...gains.values()].sort((a, b) => b - a).slice(0, depth);
  const best = discounted(ideal);
  return best === 0 ? 0 : discounted(ranked.slice(0, depth).map((id) => gains.get(id) ?? 0)) / best;
}

/** Found among the first `depth`, of as many as could stand there. */
export function recallAt(depth: number, ranked: readonly string[], { relevant }: Qrel): number {
  const wanted = new Set(relevant);
  const found = ranked.slice(0, depth).filter((id) => wanted.has(id)).length;
  return wanted.size === 0 ? 0 : found / Math.min(depth, wanted.size);
}

/** Mean of the precision at each relevant id; ids that the ranking lacks count as 0. */
export function averagePrecision(ranked: readonly string[], { relevant }: Qrel): number {
  const wanted = new Set(relevant);
  let found = 0;
  let sum = 0;
  ranked.forEach((id, rank) => {
    if (!wanted.has(id)) return;
    found++;
    sum += found / (rank + 1);
  });
  return wanted.size === 0 ? 0 : sum / wanted.size;
}

export function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** `part` from 0 to 1; the value at or just above it. */
export function percentile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? 0;
}

function gainsOf({ relevant, grades }: Qrel): Map<string, number> {
  return grades ? new Map(Object.entries(grades)) : new Map(relevant.map((id) => [id, 1]));
}

function discounted(gains: readonly number[]): number {
  return gains.reduce((sum, gain, rank) => sum + gain / Math.log2(rank + 2), 0);
}
