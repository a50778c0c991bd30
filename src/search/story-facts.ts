/**
 * What an article claims: numbers with what they count, days of the month, names. In: a title and a text. Out: sets to
 * compare. "Two dead in Halvik" and "five dead in Severobor" share all their ordinary words: only these tell them apart.
 */
import { normaliseWord, termOf } from './analyse.js';
import { numberWords } from './number-words.js';

export type Claim = { value: string; counted: string; word: string };

export type Facts = {
  /** Numbers with the word they count, e.g. 5 and "погибш". */
  claims: Claim[];
  /** Days, as day.month. */
  days: Set<string>;
  /** Capitalised words that do not merely begin a sentence: term → as written. */
  names: Map<string, string>;
};

const PIECE = /\d+(?:[.,:]\d+)*|[\p{L}][\p{L}\p{M}]*(?:-[\p{L}][\p{L}\p{M}]*)*|[.!?…\n«"“]/gu;
// What a report claims of its event stands at its beginning; later numbers are background.
const LONGEST = 1500;
/** A number counts one of the next words: "5 опытных наблюдателей". */
const COUNTED_WITHIN = 2;

const MONTHS: readonly RegExp[] = [
  /^(янв|jan)/,
  /^(фев|feb)/,
  /^(март|mar(ch)?$)/,
  /^(апр|apr)/,
  /^(ма[йяе]$|may$)/,
  /^(июн|jun)/,
  /^(июл|jul)/,
  /^(авг|aug)/,
  /^(сен|sep)/,
  /^(окт|oct)/,
  /^(ноя|nov)/,
  /^(дек|dec)/,
];

type Piece = { text: string; isStart: boolean };

export function factsOf(title: string, text: string): Facts {
  const facts: Facts = { claims: [], days: new Set(), names: new Map() };
  for (const part of [title, text.slice(0, LONGEST)]) readPart(piecesOf(part), facts);
  return facts;
}

function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  let isStart = true;
  // "1 234" and "1\u00a0234" are one number.
  for (const [piece] of text.replace(/(?<=\d)[ \u00a0\u202f](?=\d{3}(?!\d))/g, '').matchAll(PIECE)) {
    if (/^[^\p{L}\p{N}]$/u.test(piece)) isStart = true;
    else {
      pieces.push({ text: piece, isStart });
      isStart = false;
    }
  }
  return pieces;
}

function readPart(pieces: readonly Piece[], facts: Facts): void {
  for (const [at, piece] of pieces.entries()) {
    const value = numberOf(piece.text);
    if (value !== undefined) readNumber(pieces, at, value, facts);
    else if (!piece.isStart && /^\p{Lu}/u.test(piece.text)) addName(piece.text, facts);
  }
}

function readNumber(pieces: readonly Piece[], at: number, value: string, facts: Facts): void {
  const month = monthOf(pieces[at + 1]) || monthOf(pieces[at - 1]);
  if (/^\d{1,2}$/.test(value) && month > 0) {
    facts.days.add(`${value}.${month}`);
    return;
  }
  for (let step = 1; step <= COUNTED_WITHIN; step++) {
    const word = pieces[at + step];
    if (!word || word.isStart || numberOf(word.text) !== undefined) return;
    const counted = termOf(word.text);
    if (counted !== '') facts.claims.push({ value, counted, word: word.text.toLowerCase() });
  }
}

/** 1…12, or 0. */
function monthOf(piece: Piece | undefined): number {
  const word = piece?.text.toLowerCase() ?? '';
  return MONTHS.findIndex((pattern) => pattern.test(word)) + 1;
}

function addName(surface: string, facts: Facts): void {
  for (const part of surface.split('-')) {
    const term = termOf(part);
    if (term.length > 1 && /^\p{Lu}/u.test(part)) facts.names.set(term, part);
  }
}

/** Digits with a point for the fraction; number words as digits. */
function numberOf(piece: string): string | undefined {
  if (/^\d/.test(piece)) return piece.replaceAll(',', '.').replace(/^0+(?=\d)/, '');
  return numberWords.get(normaliseWord(piece));
}
