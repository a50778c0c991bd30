/** Edits as an editor makes them, the same ones at every run. In: a text. Out: the text, somewhat different. */

export type Random = () => number;

/** Mulberry32: small, and the same everywhere. */
export function random(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export type Edits = {
  /** Share of the words that are each replaced, left out, misspelt or put behind the next one. */
  words: number;
  /** Share of the sentences left out; the first one stays. */
  sentences: number;
};

export function rewrite(text: string, edits: Edits, otherWord: () => string, chance: Random): string {
  const sentences = text.split(/(?<=[.!?…])\s+/);
  const kept = sentences.filter((_, at) => at === 0 || chance() >= edits.sentences);
  return kept.map((sentence) => rewriteSentence(sentence, edits.words, otherWord, chance)).join(' ');
}

function rewriteSentence(sentence: string, share: number, otherWord: () => string, chance: Random): string {
  const words = sentence.split(/\s+/);
  for (let at = 0; at < words.length; at++) {
    if (chance() < share) words[at] = edited(words, at, otherWord, chance);
  }
  return words.filter((word) => word !== '').join(' ');
}

function edited(words: string[], at: number, otherWord: () => string, chance: Random): string {
  const word = words[at] ?? '';
  const kind = Math.floor(chance() * 4);
  if (kind === 0) return otherWord();
  if (kind === 1) return '';
  if (kind === 2) return word.slice(0, 2) + word.slice(3);
  const next = words[at + 1];
  if (next === undefined) return word;
  words[at + 1] = word;
  return next;
}
