/** Why two articles are alike, in words that stand in one of them. In: shared terms with what each carries. Out: words. */
import type { Token } from './analyse.js';

export type Shared = { term: number; weight: number };

const MIN_SHARED_TERMS = 3;
const MAX_SHARED_TERMS = 6;
/** Beyond the third, a shared term is named when it carries at least this part of the likeness. */
const TELLING_SHARE = 0.05;

/** Heaviest first, without repeats. */
export function namedTerms(surfaces: ReadonlyMap<number, string>, shared: readonly Shared[]): string[] {
  return [...new Set(namedShares(surfaces, shared).map(({ term }) => term))];
}

/** The same with each one's part of the likeness. */
export function namedShares(
  surfaces: ReadonlyMap<number, string>,
  shared: readonly Shared[],
): { term: string; share: number }[] {
  const total = shared.reduce((sum, { weight }) => sum + weight, 0);
  return (
    shared
      .toSorted((a, b) => b.weight - a.weight)
      .filter(({ weight }, rank) => rank < MIN_SHARED_TERMS || weight >= TELLING_SHARE * total)
      .slice(0, MAX_SHARED_TERMS)
      .flatMap(({ term, weight }) => {
        const surface = surfaces.get(term);
        return surface === undefined ? [] : [{ term: surface, share: weight / total }];
      })
      // A lone digit is half of a number that its comma has cut; it explains nothing.
      .filter(({ term }) => !/^\d$/.test(term))
  );
}

/** Each term as the text writes it most often; the earlier form where two are equal. */
export function surfacesByTerm(tokens: readonly Token[], numberOf: (token: Token) => number): Map<number, string> {
  const uses = new Map<number, Map<string, number>>();
  for (const token of tokens) {
    const number = numberOf(token);
    const forms = uses.get(number) ?? new Map<string, number>();
    forms.set(token.surface, (forms.get(token.surface) ?? 0) + 1);
    uses.set(number, forms);
  }
  const mostUsed = (forms: Map<string, number>) =>
    [...forms].reduce((best, form) => (form[1] > best[1] ? form : best))[0];
  return new Map([...uses].map(([number, forms]) => [number, mostUsed(forms)]));
}
