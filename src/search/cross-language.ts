/**
 * Similar articles in the other script: a Russian report and the English one of the same event. Words that have a meaning
 * in common (term-meanings.ts) find and compare them; what only one language can say is left out of the comparison.
 * In: an article's term numbers. Out: candidates with a likeness from 0 to 1 and the meanings that carry it.
 */
import {
  type ArticleVector,
  isTitleKey,
  type Rarity,
  sharedTerms,
  termOfKey,
  weightsByKey,
  wholeKey,
} from './article-vectors.js';
import { cell } from './columns.js';
import type { Engine } from './engine.js';
import { CYRILLIC, LATIN, mainScript, OTHER_SCRIPT, type Script } from './term-meanings.js';
import type { ZonedTerms } from './term-weights.js';

export type Bridge = { script: Script; zones: ZonedTerms; vector: ArticleVector; rarity: Rarity };
export type BridgedMatch = { slot: number; likeness: number; shared: { term: number; weight: number }[] };

// As many terms as within one language (similar.ts); fewer candidates, for far fewer articles share a meaning than a word.
const QUERY_TERMS = 24;
const CANDIDATES = 40;
/** Numbers and brands find articles of the same script too; those are passed over. */
const FOUND = 200;
/** Two words may meet by chance (a surname, a number of per cent); an event shares more. */
const MIN_SHARED = 4;

/** The article by its meanings; terms from `known` on are in no other article. */
export function createBridge(engine: Engine, zones: ZonedTerms): Bridge {
  const meanings = engine.terms().meanings();
  const rarity = meaningRarity(engine);
  return {
    script: mainScript(engine.terms(), zones),
    zones,
    rarity,
    vector: engine.workspace().vectors.vectorOf(
      meant(zones, (term) => (term < engine.terms().size() ? meanings.meaningOf(term) : 0)),
      rarity,
    ),
  };
}

export function bridgedMatches(engine: Engine, bridge: Bridge, common: number): BridgedMatch[] {
  if (bridge.script !== LATIN && bridge.script !== CYRILLIC) return [];
  const wanted = termsOfOtherScript(engine, bridge, common);
  const isBridged = wanted.some(({ term }) => engine.terms().meanings().scriptOf(term) !== OTHER_SCRIPT);
  if (wanted.length < MIN_SHARED || !isBridged) return [];
  const weights = weightsByKey(bridge.vector);
  return engine
    .candidates()
    .find(wanted, FOUND)
    .filter((slot) => engine.articles().scriptOf(slot) === otherThan(bridge.script))
    .slice(0, CANDIDATES)
    .flatMap((slot) => compare(engine, bridge, { slot, weights }));
}

type Other = { slot: number; weights: ReadonlyMap<number, number> };

const otherThan = (script: Script) => (script === LATIN ? CYRILLIC : LATIN);

function compare(engine: Engine, { rarity }: Bridge, { slot, weights }: Other): BridgedMatch[] {
  const zones = meant(engine.articles().wordsOf(slot), engine.terms().meanings().meaningOf);
  if (!sharesEnough(zones, weights)) return [];
  const vector = engine.workspace().vectors.vectorOf(zones, rarity);
  const shared = sharedTerms(weights, vector);
  if (shared.length < MIN_SHARED) return [];
  return [{ slot, likeness: shared.reduce((sum, { weight }) => sum + weight, 0), shared }];
}

/** Most share one word that found them, and need not be weighed. */
function sharesEnough({ title, body, rest }: ZonedTerms, weights: ReadonlyMap<number, number>): boolean {
  const shared = new Set<number>();
  for (const list of [title, body, rest]) {
    for (let at = 0; at < list.length && shared.size < MIN_SHARED; at++) {
      const meaning = list[at] as number;
      if (weights.has(wholeKey(meaning))) shared.add(meaning);
    }
  }
  return shared.size >= MIN_SHARED;
}

/** Terms of the other script, and numbers, by which articles are filed; heaviest first. */
function termsOfOtherScript(engine: Engine, { script, vector }: Bridge, common: number) {
  const terms = engine.terms();
  const meanings = terms.meanings();
  const wanted: { term: number; weight: number }[] = [];
  vector.keys.forEach((key, index) => {
    if (isTitleKey(key)) return;
    for (const term of meanings.termsOf(termOfKey(key))) {
      const frequency = terms.frequencyOf(term);
      if (meanings.scriptOf(term) === script || frequency === 0 || frequency > common) continue;
      wanted.push({ term, weight: cell(vector.weights, index) });
    }
  });
  return wanted.sort((a, b) => b.weight - a.weight).slice(0, QUERY_TERMS);
}

function meaningRarity(engine: Engine): Rarity {
  const terms = engine.terms();
  const meanings = terms.meanings();
  const { ofFrequency } = engine.workspace().rarity(terms, engine.articles().count());
  const known = new Map<number, number>();
  const rarityOf = (meaning: number) => {
    const before = known.get(meaning);
    if (before !== undefined) return before;
    const frequency = meanings.termsOf(meaning).reduce((sum, term) => sum + terms.frequencyOf(term), 0);
    known.set(meaning, ofFrequency(frequency));
    return ofFrequency(frequency);
  };
  const weigh = (keys: Uint32Array, weights: Float64Array) => {
    for (let at = 0; at < keys.length; at++) weights[at] = cell(weights, at) * rarityOf(termOfKey(cell(keys, at)));
  };
  return { known: meanings.count(), weigh };
}

function meant({ title, body, rest }: ZonedTerms, meaningOf: (term: number) => number): ZonedTerms {
  const bridged = (list: ArrayLike<number>) => {
    const found: number[] = [];
    for (let at = 0; at < list.length; at++) {
      const meaning = meaningOf(list[at] as number);
      if (meaning > 0) found.push(meaning);
    }
    return found;
  };
  return { title: bridged(title), body: bridged(body), rest: bridged(rest) };
}
