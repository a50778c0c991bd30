/** What comparing two articles needs of each, derived once. In: title, text, and how common terms are. Out: a profile. */
import type { StoryCandidate } from '../news/story.js';
import { analyse } from './analyse.js';
import { type Facts, factsOf } from './story-facts.js';

export type StoryArticle = {
  /** Article id. */
  id: number;
  title: string;
  text: string;
  language: string;
  /** Milliseconds; null where a judged set gives no date. */
  publishedAt: number | null;
  /** What tells sources apart. */
  source: string;
};

export function toStoryArticle({ id, title, text, language, publishedAt, feedId }: StoryCandidate): StoryArticle {
  return { id, title, text, language, publishedAt, source: String(feedId) };
}

/** How many articles there are, and in how many of them a term occurs. */
export type TermRarity = { articles: number; frequencyOf: (term: string) => number };

export type Profile = {
  article: StoryArticle;
  whole: Map<string, number>;
  title: Map<string, number>;
  lead: Map<string, number>;
  shingles: Set<number>;
  facts: Facts;
  weightOf: (term: string) => number;
};

// The recipe's weights: title 2, the first 60 terms 1, the rest 0.5; (1 + ln tf) · idf^0.75.
const TITLE_COUNT = 2;
const LATER_COUNT = 0.5;
const LEAD_TERMS = 60;
const OPENING_TERMS = 25;
const RARITY_POWER = 0.75;
const SHINGLE = 3;
// Two reports are compared by what they say at length, not by an appended archive.
const LONGEST_TEXT = 20_000;

export function profileOf(article: StoryArticle, rarity: TermRarity): Profile {
  const title = analyse(article.title).map((token) => token.term);
  const body = analyse(article.text.slice(0, LONGEST_TEXT)).map((token) => token.term);
  const weightOf = (term: string) =>
    Math.log(1 + rarity.articles / Math.max(1, rarity.frequencyOf(term))) ** RARITY_POWER;
  const counts = new Map<string, number>();
  const count = (term: string, amount: number) => void counts.set(term, (counts.get(term) ?? 0) + amount);
  for (const term of title) count(term, TITLE_COUNT);
  for (const [at, term] of body.entries()) count(term, at < LEAD_TERMS ? 1 : LATER_COUNT);
  const once = (terms: readonly string[]) => new Map(terms.map((term) => [term, weightOf(term)]));
  return {
    article,
    whole: new Map([...counts].map(([term, times]) => [term, Math.log(1 + times) * weightOf(term)])),
    title: once(title),
    lead: once([...title, ...body.slice(0, OPENING_TERMS)]),
    shingles: shinglesOf(body.length >= SHINGLE ? body : [...title, ...body]),
    facts: factsOf(article.title, article.text),
    weightOf,
  };
}

/** Every three terms in a row, as one number each (FNV-1a). */
function shinglesOf(terms: readonly string[]): Set<number> {
  const shingles = new Set<number>();
  for (let at = 0; at + SHINGLE <= terms.length; at++) {
    let hash = 0x811c9dc5;
    for (const letter of terms.slice(at, at + SHINGLE).join(' ')) {
      hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193);
    }
    shingles.add(hash >>> 0);
  }
  return shingles;
}
