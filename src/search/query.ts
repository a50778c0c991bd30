/**
 * The search page's question. In: text, filters, order, page. Out: ids with scores, how many there are, and what may have
 * been meant. Every word and phrase must occur (word forms count, the last word may be unfinished). Only when nothing is
 * found: the other keyboard layout, then spelling; `didYouMean` is then the text whose results are returned.
 */
import { cell } from './columns.js';
import type { SearchAnswer, SearchHit, SearchQuery } from './document.js';
import type { Engine } from './engine.js';
import { otherLayout } from './keyboard-layout.js';
import { isKnownWord, type Matches, matchWords } from './matching.js';
import { type ParsedQuery, parseQueryText } from './query-text.js';
import { recencyFactor } from './recency.js';
import { nearestWord } from './spelling.js';

/** Nobody pages further; `total` still counts all. */
export const MAX_HITS = 1000;
/** Phrases are looked up in the records of the newest so many articles that hold all their words (about 10 µs each). */
const MAX_PHRASE_CHECKS = 3000;

export function search(engine: Engine, query: SearchQuery): SearchAnswer {
  const found = find(engine, query);
  if (found.length > 0 || query.text.trim() === '' || anyWithoutFilters(engine, query))
    return answer(found, query, null);
  for (const guess of [otherLayout(query.text), respelt(engine, query.text)]) {
    if (guess === undefined || guess === query.text) continue;
    const guessed = find(engine, { ...query, text: guess });
    if (guessed.length > 0) return answer(guessed, query, guess.trim());
  }
  return answer([], query, null);
}

type Found = { slot: number; gain: number };

function answer(hits: SearchHit[], { offset, limit }: SearchQuery, didYouMean: string | null): SearchAnswer {
  return { total: hits.length, hits: hits.slice(offset, Math.min(offset + limit, MAX_HITS)), didYouMean };
}

function find(engine: Engine, query: SearchQuery): SearchHit[] {
  const parsed = parseQueryText(query.text);
  const { found, best } = matched(engine, parsed, query);
  const articles = engine.articles();
  const newest = found.reduce((date, { slot }) => Math.max(date, articles.publishedAt(slot)), Number.NEGATIVE_INFINITY);
  const hits = found.map(({ slot, gain }) => ({
    id: articles.idOf(slot),
    date: articles.publishedAt(slot),
    score: (gain / best) * recencyFactor(newest, articles.publishedAt(slot)),
  }));
  const byDate = query.sort === 'newest' || best === 1;
  hits.sort((a, b) => (byDate ? 0 : b.score - a.score) || b.date - a.date || b.id - a.id);
  return hits.map(({ id, score }) => ({ id, score }));
}

/** `best` is the gain of an article that holds every word in its title. */
function matched(engine: Engine, parsed: ParsedQuery, query: SearchQuery): { found: Found[]; best: number } {
  if (!parsed.hasText) return { found: everything(engine, query), best: 1 };
  const matches = parsed.words.length + parsed.phrases.length > 0 ? matchWords(engine, parsed) : undefined;
  if (!matches) return { found: [], best: 1 };
  const alive = filtered(engine, matches, query);
  return { found: withPhrases(engine, alive, parsed.phrases), best: matches.best };
}

function everything(engine: Engine, { filters }: SearchQuery): Found[] {
  const { aliveSlots, matches } = engine.articles();
  return aliveSlots()
    .filter((slot) => matches(slot, filters))
    .map((slot) => ({ slot, gain: 1 }));
}

function filtered(engine: Engine, { slots, gains }: Matches, { filters }: SearchQuery): Found[] {
  const { isAlive, matches } = engine.articles();
  const found: Found[] = [];
  slots.forEach((slot, index) => {
    if (isAlive(slot) && matches(slot, filters)) found.push({ slot, gain: cell(gains, index) });
  });
  return found;
}

function withPhrases(engine: Engine, found: Found[], phrases: string[][]): Found[] {
  const wanted = phrases
    .filter(({ length }) => length > 1)
    .map((terms) => terms.map((term) => engine.terms().find(term) ?? -1));
  if (wanted.length === 0) return found;
  const { publishedAt, recordOf } = engine.articles();
  const newest = found.sort((a, b) => publishedAt(b.slot) - publishedAt(a.slot)).slice(0, MAX_PHRASE_CHECKS);
  return newest.filter(({ slot }) => {
    const { title, body } = recordOf(slot);
    return wanted.every((phrase) => isWithin(phrase, title) || isWithin(phrase, body));
  });
}

function isWithin(phrase: readonly number[], text: readonly number[]): boolean {
  const [first] = phrase;
  for (let at = text.indexOf(first ?? -1); at >= 0; at = text.indexOf(first ?? -1, at + 1)) {
    if (phrase.every((term, index) => text[at + index] === term)) return true;
  }
  return false;
}

// Something exists, only not under these filters: then the words were right.
function anyWithoutFilters(engine: Engine, query: SearchQuery): boolean {
  return Object.keys(query.filters).length > 0 && find(engine, { ...query, filters: {} }).length > 0;
}

function respelt(engine: Engine, text: string): string | undefined {
  const { words } = parseQueryText(text);
  const unknown = words.filter((word) => !isKnownWord(engine, word));
  let corrected = text;
  for (const { surface } of unknown) {
    const near = nearestWord(engine.terms(), surface);
    if (near === undefined) return undefined;
    corrected = corrected.replace(surface, near);
  }
  return unknown.length === 0 ? undefined : corrected;
}
