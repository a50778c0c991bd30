/**
 * A judged set grown to any size, to time an index of that size. In: real articles. Out: as many more as asked for, the
 * same for the same number.
 */
import type { EvalDocument } from './eval.js';

/** Stated by `eval similar --help` and beside every figure. */
export const SCALE_METHOD =
  'each further article takes the headline of one real article and the sentences of three, drawn at random; numbers are ' +
  'drawn anew and name-like words exchanged for invented ones, of which the n-th hundred of articles squared adds a new set: ' +
  'vocabulary grows with the square root of size, as in real news, and no article is a copy';

const SOURCES = 3;
/** Sets of invented names = √(articles / GROWTH): 32 at 100,000 articles, 100 at a million; about 2 and 0.7 terms an article. */
const GROWTH = 100;
const SENTENCES = 12;
const NAME = /(?<=[\p{Ll},;:»”"’)] +[«“"(]?)\p{Lu}\p{Ll}{3,}/gu;

export function createVariedDocuments(docs: readonly EvalDocument[]): (index: number) => EvalDocument {
  return (index) => {
    const random = mulberry32(index + 1);
    const pick = () => docs[Math.floor(random() * docs.length)] as EvalDocument;
    const sources = Array.from({ length: SOURCES }, pick);
    const [first] = sources as [EvalDocument];
    const sentences = sources.flatMap(({ text }) => sentencesOf(text).slice(0, SENTENCES / SOURCES));
    const invented = createInvention(Math.floor(random() * Math.sqrt(index / GROWTH)), random);
    const [title, ...text] = [first.title, ...sentences].map(invented);
    return { id: `varied-${index}`, title: title ?? '', text: text.join(' '), date: first.date, lang: first.lang };
  };
}

function sentencesOf(text: string): string[] {
  return text.split(/(?<=[.!?…])\s+/);
}

/** Two letters of a name change with its generation, and each number is drawn anew. */
function createInvention(generation: number, random: () => number): (text: string) => string {
  return (text) =>
    text
      .replace(/\d{2,}/g, (digits) => String(Math.floor(random() * 10 ** Math.min(4, digits.length))))
      .replace(NAME, (name) => {
        const offset = 1 + ((generation + name.length) % 23);
        return name.slice(0, 1) + shifted(name.slice(1, 3), offset, Math.floor(generation / 23)) + name.slice(3);
      });
}

function shifted(letters: string, first: number, second: number): string {
  return [...letters].map((letter, at) => shiftedLetter(letter, at === 0 ? first : second)).join('');
}

// Within the alphabet of the letter, so that the word stays a word of its script.
function shiftedLetter(letter: string, by: number): string {
  const base = /[а-я]/.test(letter) ? { start: 0x430, size: 32 } : { start: 0x61, size: 26 };
  const place = letter.charCodeAt(0) - base.start;
  return place < 0 || place >= base.size ? letter : String.fromCharCode(base.start + ((place + by) % base.size));
}

/** Mulberry32, a small public-domain generator: repeatable, and good enough to draw sentences. */
export function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
