/** Which articles hold every word and phrase of a query. In: a parsed query. Out: slots with how well each word matched. */
import { cell } from './columns.js';
import type { Engine } from './engine.js';
import { isTitleEntry, slotOfEntry } from './postings.js';
import { EXPANDED_FROM, type ParsedQuery, type QueryWord } from './query-text.js';
import { rarity } from './term-weights.js';

/** The commonest terms an unfinished word may stand for; each costs one list to read. */
const MAX_EXPANSIONS = 24;
const TITLE_GAIN = 2.5;
/** What an article earns for a word it holds only by the word's beginning. */
const PREFIX_GAIN = 0.4;

export type Matches = { slots: Uint32Array; gains: Float64Array; best: number };

type WordTerms = { exact: number[]; expanded: number[]; frequency: number };

/** Undefined when some word occurs nowhere. */
export function matchWords(engine: Engine, { words, phrases }: ParsedQuery): Matches | undefined {
  const wanted = [
    ...words.map((word) => termsOfWord(engine, word)),
    ...phrases.flat().map((term) => termsOf(engine, [term])),
  ];
  // Rarest first: every later list only has to be compared with what is left.
  wanted.sort((a, b) => a.frequency - b.frequency);
  let matches: Matches | undefined;
  for (const word of wanted) {
    const found = gainsOfWord(engine, word);
    matches = matches ? intersect(matches, found) : found;
    if (matches.slots.length === 0) return undefined;
  }
  return matches;
}

/** Whether any article holds the word. */
export function isKnownWord(engine: Engine, word: QueryWord): boolean {
  return termsOfWord(engine, word).frequency > 0;
}

function termsOfWord(engine: Engine, word: QueryWord): WordTerms {
  const known = termsOf(engine, word.terms);
  if (word.prefix === null || (known.frequency > 0 && word.prefix.length < EXPANDED_FROM)) return known;
  const expanded = engine
    .terms()
    .startingWith(word.prefix, MAX_EXPANSIONS)
    .filter((term) => !known.exact.includes(term));
  return { exact: known.exact, expanded, frequency: known.frequency + frequencySum(engine, expanded) };
}

function termsOf(engine: Engine, texts: readonly string[]): WordTerms {
  const exact = texts.flatMap((text) => engine.terms().find(text) ?? []);
  return { exact, expanded: [], frequency: frequencySum(engine, exact) };
}

function frequencySum(engine: Engine, terms: readonly number[]): number {
  return terms.reduce((sum, term) => sum + engine.terms().frequencyOf(term), 0);
}

function gainsOfWord(engine: Engine, { exact, expanded, frequency }: WordTerms): Matches {
  const weight = rarity(engine.articles().count(), frequency);
  const lists = [
    ...exact.map((term) => ({ entries: engine.postings().entriesOf(term), gain: weight })),
    ...expanded.map((term) => ({ entries: engine.postings().entriesOf(term), gain: weight * PREFIX_GAIN })),
  ];
  return {
    ...(lists.length === 1 && lists[0] ? single(lists[0]) : merged(lists, engine.articles().slots())),
    best: weight * TITLE_GAIN,
  };
}

type List = { entries: Uint32Array; gain: number };
type Gains = Omit<Matches, 'best'>;

const gainOfEntry = (entry: number, gain: number) => (isTitleEntry(entry) ? gain * TITLE_GAIN : gain);

function single({ entries, gain }: List): Gains {
  return { slots: entries.map(slotOfEntry), gains: Float64Array.from(entries, (entry) => gainOfEntry(entry, gain)) };
}

/** An article that holds several of the terms earns the best one's gain. */
function merged(lists: readonly List[], slotCount: number): Gains {
  const gains = new Float64Array(slotCount);
  let found = 0;
  for (const { entries, gain } of lists) {
    for (const entry of entries) {
      const slot = slotOfEntry(entry);
      if (gains[slot] === 0) found++;
      gains[slot] = Math.max(cell(gains, slot), gainOfEntry(entry, gain));
    }
  }
  const slots = new Uint32Array(found);
  for (let slot = 0, at = 0; at < found; slot++) if (gains[slot] !== 0) slots[at++] = slot;
  return { slots, gains: Float64Array.from(slots, (slot) => cell(gains, slot)) };
}

function intersect(left: Matches, right: Matches): Matches {
  const slots = new Uint32Array(Math.min(left.slots.length, right.slots.length));
  const gains = new Float64Array(slots.length);
  let count = 0;
  for (let i = 0, j = 0; i < left.slots.length && j < right.slots.length; ) {
    const difference = cell(left.slots, i) - cell(right.slots, j);
    if (difference === 0) {
      slots[count] = cell(left.slots, i);
      gains[count++] = cell(left.gains, i) + cell(right.gains, j);
    }
    if (difference <= 0) i++;
    if (difference >= 0) j++;
  }
  return { slots: slots.subarray(0, count), gains: gains.subarray(0, count), best: left.best + right.best };
}
