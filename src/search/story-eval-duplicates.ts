/**
 * How surely edited repeats are found: every document is edited by a generator that always makes the same edits, and
 * compared with itself. False positives are counted over the labelled pairs and over documents side by side in the set.
 */

import type { StoryDocument } from './story-eval.js';
import { type Random, random, rewrite } from './story-eval-edits.js';
import { type Profile, profileOf, type TermRarity } from './story-profile.js';
import { judge } from './story-verdict.js';

export type EditStrength = 'light' | 'medium' | 'heavy';

export type DuplicateFigures = {
  documents: number;
  recall: Record<EditStrength, number>;
  /** Of pairs that tell different events, the share taken for repeats. */
  falsePositives: number;
  compared: number;
};

type Labelled = { a: string; b: string; isSame: boolean };

/** Shorter texts have too few word triples to be repeats of anything. */
const SHORTEST_WORDS = 25;
const MOST_DOCUMENTS = 2000;
const NEIGHBOURS = 5;

/** Shares of the words that are replaced, left out or put elsewhere, and of the sentences left out. */
const STRENGTHS: Record<EditStrength, { words: number; sentences: number }> = {
  light: { words: 0.04, sentences: 0 },
  medium: { words: 0.1, sentences: 0.15 },
  heavy: { words: 0.2, sentences: 0.3 },
};

export function measureDuplicates(
  docs: readonly StoryDocument[],
  pairs: readonly Labelled[],
  rarity: TermRarity,
): DuplicateFigures {
  const long = docs.filter(({ text }) => text.split(/\s+/).length >= SHORTEST_WORDS).slice(0, MOST_DOCUMENTS);
  const profile = (document: StoryDocument, text = document.text): Profile =>
    profileOf({ ...document, id: 0, text, language: document.lang, publishedAt: null }, rarity);
  const profiles = new Map(long.map((document) => [document.id, profile(document)]));
  const recallOf = (strength: EditStrength) => {
    const chance = random(strength.length);
    const found = long.filter((document) => {
      const edited = profile(document, rewrite(document.text, STRENGTHS[strength], wordsOf(long, chance), chance));
      const original = profiles.get(document.id);
      return original !== undefined && judge(original, edited).isRepeat;
    });
    return long.length === 0 ? 0 : found.length / long.length;
  };
  const different = differentPairs(long, pairs, profiles);
  const wrong = different.filter(([left, right]) => judge(left, right).isRepeat).length;
  return {
    documents: long.length,
    recall: { light: recallOf('light'), medium: recallOf('medium'), heavy: recallOf('heavy') },
    falsePositives: different.length === 0 ? 0 : wrong / different.length,
    compared: different.length,
  };
}

/** A word of some other document, as an editor's own word would be. */
function wordsOf(docs: readonly StoryDocument[], chance: Random): () => string {
  return () => {
    const text = docs[Math.floor(chance() * docs.length)]?.text ?? '';
    const words = text.split(/\s+/);
    return words[Math.floor(chance() * words.length)] ?? '';
  };
}

/** Labelled as different, and each document with the next few, unless they are labelled the same. */
function differentPairs(
  docs: readonly StoryDocument[],
  pairs: readonly Labelled[],
  profiles: ReadonlyMap<string, Profile>,
): [Profile, Profile][] {
  const same = new Set(pairs.filter((pair) => pair.isSame).flatMap(({ a, b }) => [`${a} ${b}`, `${b} ${a}`]));
  const labelled = pairs.filter((pair) => !pair.isSame).map(({ a, b }): [string, string] => [a, b]);
  const beside = docs.flatMap(({ id }, at) =>
    docs.slice(at + 1, at + 1 + NEIGHBOURS).map((other): [string, string] => [id, other.id]),
  );
  return [...labelled, ...beside.filter(([a, b]) => !same.has(`${a} ${b}`))].flatMap(([a, b]) => {
    const [left, right] = [profiles.get(a), profiles.get(b)];
    return left && right ? [[left, right] as [Profile, Profile]] : [];
  });
}
