/**
 * Marks what a query matched in a text, word forms included. In: the query and any plain text. Out: runs that join to
 * exactly the text (snippet: to a part of it, with … where it is cut). Linear in the text.
 */
import { analyse, normaliseWord, type Token } from './analyse.js';
import type { Highlighted } from './document.js';
import { EXPANDED_FROM, parseQueryText } from './query-text.js';

export function highlight(queryText: string, text: string): Highlighted {
  return runs(text, matchingTokens(queryText, text), { start: 0, end: text.length });
}

/** The part of the text that holds most different words of the query; its beginning where it holds none. */
export function snippet(queryText: string, text: string, maxChars: number): Highlighted {
  const tokens = matchingTokens(queryText, text);
  const range = wordAligned(text, bestWindow(text, tokens, maxChars), maxChars);
  const cut = runs(text, tokens, range);
  if (range.start > 0) cut.unshift({ text: '…', isMatch: false });
  if (range.end < text.length) cut.push({ text: '…', isMatch: false });
  return joined(cut);
}

type Range = { start: number; end: number };

function matchingTokens(queryText: string, text: string): Token[] {
  const { words, phrases } = parseQueryText(queryText);
  const terms = new Set([...words.flatMap((word) => word.terms), ...phrases.flat()]);
  const prefixes = words.flatMap(({ prefix }) => prefix ?? []);
  if (terms.size + prefixes.length === 0) return [];
  const tokens = analyse(text);
  const exact = tokens.filter(({ term }) => terms.has(term));
  if (!prefixes.some((prefix) => prefix.length >= EXPANDED_FROM || exact.length === 0)) return exact;
  const begins = (surface: string) => prefixes.some((prefix) => normaliseWord(surface).startsWith(prefix));
  return tokens.filter(({ term, surface }) => terms.has(term) || begins(surface));
}

function runs(text: string, tokens: Token[], { start, end }: Range): Highlighted {
  const marked: Highlighted = [];
  let at = start;
  for (const token of tokens) {
    if (token.start < at || token.end > end) continue;
    if (token.start > at) marked.push({ text: text.slice(at, token.start), isMatch: false });
    marked.push({ text: text.slice(token.start, token.end), isMatch: true });
    at = token.end;
  }
  if (at < end) marked.push({ text: text.slice(at, end), isMatch: false });
  return marked;
}

/** Two pointers over the matches: the stretch of at most `maxChars` with most different terms, the earliest of equals. */
function bestWindow(text: string, tokens: Token[], maxChars: number): Range {
  const held = new Map<string, number>();
  let best = { different: 0, start: 0, end: 0 };
  let first = 0;
  for (const token of tokens) {
    held.set(token.term, (held.get(token.term) ?? 0) + 1);
    for (
      let left = tokens[first];
      left && left !== token && token.end - left.start > maxChars;
      left = tokens[++first]
    ) {
      const count = (held.get(left.term) ?? 1) - 1;
      if (count > 0) held.set(left.term, count);
      else held.delete(left.term);
    }
    if (held.size > best.different) best = { different: held.size, start: tokens[first]?.start ?? 0, end: token.end };
  }
  // A third of the room before the first match shows what the sentence is about.
  const start = Math.max(
    0,
    Math.min(best.start - Math.floor((maxChars - (best.end - best.start)) / 3), text.length - maxChars),
  );
  return { start, end: Math.min(text.length, start + maxChars) };
}

/** Cuts between words where a space is near. */
function wordAligned(text: string, { start, end }: Range, maxChars: number): Range {
  const reach = Math.min(24, Math.floor(maxChars / 4));
  const space = start > 0 ? text.slice(start, start + reach).search(/\s/) : -1;
  const lastSpace = end < text.length ? text.slice(end - reach, end).search(/\s\S*$/) : -1;
  return { start: space >= 0 ? start + space + 1 : start, end: lastSpace >= 0 ? end - reach + lastSpace : end };
}

function joined(parts: Highlighted): Highlighted {
  const whole: Highlighted = [];
  for (const part of parts) {
    const last = whole.at(-1);
    if (last && last.isMatch === part.isMatch) last.text += part.text;
    else whole.push({ ...part });
  }
  return whole;
}
