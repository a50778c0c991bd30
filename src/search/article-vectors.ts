/**
 * Articles as vectors that one product compares. In: a record of term numbers. Out: a sparse vector of length 1 at most.
 * Each vector has two parts with keys of their own: all words of the article, and its title once more; their shares of
 * the length are fixed, so that product = (cosine of the wholes + TITLE_SHARE · cosine of the titles) / (1 + TITLE_SHARE).
 * Works in columns that stay with the index: a hundred articles are compared in about a millisecond.
 */
import { cell, grown } from './columns.js';
import { dampened, LATER, LEAD, LEAD_TERMS, TITLE, type ZonedTerms } from './term-weights.js';

/** `keys` are twice the term's number, and one more in the title's part. */
export type ArticleVector = { keys: Uint32Array; weights: Float64Array };

/** How rare terms are, as of one moment; any number from `known` on is a term that no indexed article holds. */
export type Rarity = {
  known: number;
  /** Multiplies each weight by the rarity of its key's term. One call for a whole vector: they are made by the hundred. */
  weigh: (keys: Uint32Array, weights: Float64Array) => void;
};

// Beside the wholes alone: nDCG@10 .693 (.687) on tgsilver_ru, .936 (.937) on ecbplus, whose titles are first sentences.
// Character 3- and 4-grams of titles gave the same.
const TITLE_SHARE = 0.15;
const WHOLE_PART = Math.sqrt(1 / (1 + TITLE_SHARE));
const TITLE_PART = Math.sqrt(TITLE_SHARE / (1 + TITLE_SHARE));

/** A question compares some hundred articles of a hundred words. */
const FIRST_ROOM = 1 << 15;

export const termOfKey = (key: number) => key >>> 1;
export const isTitleKey = (key: number) => (key & 1) === 1;
export const wholeKey = (term: number) => 2 * term;
const titleKey = (term: number) => 2 * term + 1;

export function createArticleVectors() {
  /** By key; all 0 between two vectors. */
  let counts = new Float64Array(1024);
  /** The vectors of one question, end to end: an array of its own for each would cost as much as its contents. */
  let keyRoom = new Uint32Array(FIRST_ROOM);
  let weightRoom = new Float64Array(FIRST_ROOM);
  let start = 0;
  let end = 0;

  function count(key: number, weight: number): void {
    if (key >= counts.length) counts = grown(counts, key + 1);
    const before = cell(counts, key);
    if (before === 0) keyRoom[end++] = key;
    counts[key] = before + weight;
  }

  /** Vectors made before keep the room they are in. */
  function reserve(keys: number): void {
    start = end;
    if (end + keys <= keyRoom.length) return;
    const size = Math.max(keys, 2 * keyRoom.length);
    [keyRoom, weightRoom, start, end] = [new Uint32Array(size), new Float64Array(size), 0, 0];
  }

  return {
    /** Those made so far are done with: their room is used again. */
    forget(): void {
      end = 0;
    },
    vectorOf({ title, body, rest }: ZonedTerms, rarity: Rarity): ArticleVector {
      reserve(2 * title.length + body.length + rest.length);
      for (let at = 0; at < title.length; at++) {
        count(wholeKey(title[at] as number), TITLE);
        count(titleKey(title[at] as number), TITLE);
      }
      for (let at = 0; at < body.length; at++) count(wholeKey(body[at] as number), at < LEAD_TERMS ? LEAD : LATER);
      for (let at = 0; at < rest.length; at++) count(wholeKey(rest[at] as number), LATER);
      const keys = keyRoom.subarray(start, end);
      const weights = weightRoom.subarray(start, end);
      for (let at = 0; at < keys.length; at++) {
        const key = cell(keys, at);
        weights[at] = dampened(cell(counts, key));
        counts[key] = 0;
      }
      rarity.weigh(keys, weights);
      scale(keys, weights);
      return { keys, weights };
    },
  };
}

export type ArticleVectors = ReturnType<typeof createArticleVectors>;

function scale(keys: Uint32Array, weights: Float64Array): void {
  let whole = 0;
  let title = 0;
  for (let index = 0; index < keys.length; index++) {
    const square = cell(weights, index) ** 2;
    if (isTitleKey(cell(keys, index))) title += square;
    else whole += square;
  }
  const wholeScale = WHOLE_PART / Math.sqrt(whole || 1);
  const titleScale = TITLE_PART / Math.sqrt(title || 1);
  for (let index = 0; index < keys.length; index++) {
    weights[index] = cell(weights, index) * (isTitleKey(cell(keys, index)) ? titleScale : wholeScale);
  }
}

export function weightsByKey({ keys, weights }: ArticleVector): ReadonlyMap<number, number> {
  const byKey = new Map<number, number>();
  for (let at = 0; at < keys.length; at++) byKey.set(cell(keys, at), cell(weights, at));
  return byKey;
}

/** What each shared term adds to the likeness. */
export function sharedTerms(
  weights: ReadonlyMap<number, number>,
  { keys, weights: others }: ArticleVector,
): { term: number; weight: number }[] {
  const shared = new Map<number, number>();
  for (let at = 0; at < keys.length; at++) {
    const weight = weights.get(cell(keys, at));
    if (weight === undefined) continue;
    const term = termOfKey(cell(keys, at));
    shared.set(term, (shared.get(term) ?? 0) + weight * cell(others, at));
  }
  return [...shared].map(([term, weight]) => ({ term, weight }));
}
