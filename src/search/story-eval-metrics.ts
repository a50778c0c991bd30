/** How well decisions over pairs agree with labels, as figures from 0 to 1. Pure. */

export type JudgedPair = { a: string; b: string; isSame: boolean; score: number; isJoined: boolean };

export type CurvePoint = { threshold: number; precision: number; recall: number };

export function f1Of(precision: number, recall: number): number {
  return precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);
}

/** One point for each score that occurs, highest first; equal scores are joined together. */
export function precisionRecallCurve(judged: readonly JudgedPair[]): {
  curve: CurvePoint[];
  averagePrecision: number;
} {
  const ranked = [...judged].sort((left, right) => right.score - left.score);
  const positives = ranked.filter((pair) => pair.isSame).length;
  const curve: CurvePoint[] = [];
  let found = 0;
  let averagePrecision = 0;
  for (const [at, pair] of ranked.entries()) {
    if (pair.isSame) found++;
    if (ranked[at + 1]?.score === pair.score) continue;
    const recall = positives === 0 ? 0 : found / positives;
    const precision = found / (at + 1);
    averagePrecision += precision * (recall - (curve.at(-1)?.recall ?? 0));
    curve.push({ threshold: pair.score, precision, recall });
  }
  return { curve, averagePrecision };
}

/**
 * B-cubed over the clusters that the joined pairs make. For each article: of those it was judged against, directly or
 * through its labelled event, which are in its cluster. Pairs that nobody judged count neither way.
 */
export function bcubed(judged: readonly JudgedPair[]): { precision: number; recall: number } {
  const clusterOf = components(judged.filter((pair) => pair.isJoined));
  const eventOf = components(judged.filter((pair) => pair.isSame));
  const neighbours = judgedNeighbours(judged, eventOf);
  let [precision, recall] = [0, 0];
  for (const [id, others] of neighbours) {
    const inCluster = others.filter((other) => clusterOf(other) === clusterOf(id));
    const inEvent = others.filter((other) => eventOf(other) === eventOf(id));
    const inBoth = inCluster.filter((other) => eventOf(other) === eventOf(id)).length;
    precision += inBoth / inCluster.length;
    recall += inBoth / inEvent.length;
  }
  const count = Math.max(1, neighbours.size);
  return { precision: precision / count, recall: recall / count };
}

/** Every article with itself, what it was judged against, and the rest of its event. */
function judgedNeighbours(judged: readonly JudgedPair[], eventOf: (id: string) => string): Map<string, string[]> {
  const sets = new Map<string, Set<string>>();
  const add = (id: string, other: string) => void sets.set(id, (sets.get(id) ?? new Set([id])).add(other));
  for (const { a, b } of judged) {
    add(a, b);
    add(b, a);
  }
  const events = groupByEvent([...sets.keys()], eventOf);
  for (const id of sets.keys()) for (const other of events.get(eventOf(id)) ?? []) add(id, other);
  return new Map([...sets].map(([id, others]) => [id, [...others]]));
}

function groupByEvent(ids: readonly string[], eventOf: (id: string) => string): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const id of ids) groups.set(eventOf(id), [...(groups.get(eventOf(id)) ?? []), id]);
  return groups;
}

/** The name of each id's connected component. */
function components(links: readonly { a: string; b: string }[]): (id: string) => string {
  const parents = new Map<string, string>();
  const rootOf = (id: string): string => {
    let root = id;
    for (let next = parents.get(root); next !== undefined; next = parents.get(root)) root = next;
    return root;
  };
  for (const { a, b } of links) {
    const [one, other] = [rootOf(a), rootOf(b)];
    if (one !== other) parents.set(one, other);
  }
  return rootOf;
}
