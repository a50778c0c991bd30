/**
 * Names and numbers of a report, as a reader would write them: whole names, numbers with what they count, in the words of
 * the text. In: a title and a text. Out: by what tells two of them apart, so that inflected forms are one.
 */
import { termOf } from './analyse.js';
import { numberWords } from './number-words.js';

export type Chips = {
  /** Terms of the name, joined by spaces → the name as written. */
  names: Map<string, string>;
  /** The number → the number with what it counts, as written. */
  numbers: Map<string, string>;
};

// What a report is about stands at its beginning.
const LONGEST = 1500;
// "1 870" is one number; "Farmers’ List" is one name.
const PIECE =
  /\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)|\d+(?:[.,:]\d+)*|\p{L}[\p{L}\p{M}]*(?:[-’']\p{L}[\p{L}\p{M}]*)*(?:’(?= \p{Lu}))?|\S/gu;
/** An adjective or two may stand between a number and what it counts: "six hundred registered voters". */
const COUNTED_WITHIN = 3;
const LONGEST_NAME = 3;
/** After a number: "шести городских округов", "два городских". Other endings of adjectives belong to other words. */
const RUSSIAN_ADJECTIVE = /(?:[иы]х|[иы]е)$/;
const RUSSIAN_OTHER =
  /(?:[оеа]го|[оеа]му|[иы]ми|ый|ая|ое|ую|л|ла|ло|ли|лся|лась|лись|ть|ться|ет|ют|ут|ит|ат|ят|ется|ются|ится|ятся|атся)$/;
/** Short ones that end like a verb. */
const RUSSIAN_COUNTED = /^(?:лет|минут|сут|тонн|мест|дел|сел|школ|баллов?)$/;
const ENGLISH_COUNTED = /(?:[^s]s|people|men|women|children|per|percent)$/;
const MAGNITUDE = /^(?:тысяч[аи]?|млн|млрд|миллион(?:а|ов)?|миллиард(?:а|ов)?|hundred|thousand|million|billion)$/;
/** "двух", "пяти", "двумя": only "два" and "пять" stand by themselves. */
const OBLIQUE = /^[а-я]+(?:х|м|мя|и|ью|ста)$/;
const NO_NAMES = new Set(
  (
    'monday tuesday wednesday thursday friday saturday sunday january february march april may june july august ' +
    'september october november december mr mrs ms dr minister president chair mayor prime the'
  ).split(' '),
);

type Piece = { text: string; end: number; start: number; isSign: boolean; beginsSentence: boolean };

export function chipsOf(title: string, text: string): Chips {
  const chips: Chips = { names: new Map(), numbers: new Map() };
  for (const part of [title.slice(0, LONGEST), text.slice(0, LONGEST)]) {
    const pieces = piecesOf(part);
    for (let at = 0; at < pieces.length; at++) {
      at += addName(part, pieces, { at, chips });
      addNumber(part, pieces, { at, chips });
    }
  }
  return chips;
}

function piecesOf(text: string): Piece[] {
  let beginsSentence = true;
  return [...text.matchAll(PIECE)].map((match) => {
    const [piece] = match;
    const isSign = !/[\p{L}\p{N}]/u.test(piece);
    const found = { text: piece, start: match.index, end: match.index + piece.length, isSign, beginsSentence };
    // A closing quotation mark or bracket changes nothing.
    if (!isSign) beginsSentence = false;
    else if (/[.!?…:«"“„—–]/.test(piece)) beginsSentence = true;
    return found;
  });
}

type Place = { at: number; chips: Chips };

/** Capitalised words in a row; returns how many pieces beyond the first were read. */
function addName(text: string, pieces: readonly Piece[], { at, chips }: Place): number {
  const row: Piece[] = [];
  for (let next = at; row.length < LONGEST_NAME; next++) {
    const piece = pieces[next];
    const isTouching = row.length === 0 || piece?.start === (row.at(-1)?.end ?? 0) + 1;
    if (!piece || piece.beginsSentence || !isTouching || !isNamed(piece.text)) break;
    row.push(piece);
  }
  const [first, last] = [row[0], row.at(-1)];
  if (!first || !last) return 0;
  const key = row.map((piece) => termOf(piece.text)).join(' ');
  const written = text.slice(first.start, last.end).replace(/[’']s$/, '');
  const known = chips.names.get(key);
  // The shortest form is the nearest to the one of a dictionary.
  if (known === undefined || written.length < known.length) chips.names.set(key, written);
  return row.length - 1;
}

function isNamed(word: string): boolean {
  return /^\p{Lu}/u.test(word) && termOf(word).length > 1 && !NO_NAMES.has(word.toLowerCase());
}

function addNumber(text: string, pieces: readonly Piece[], { at, chips }: Place): void {
  const number = pieces[at];
  const value = number && amountOf(number.text);
  if (!number || value === undefined || chips.numbers.has(value) || pieces[at - 1]?.text === '№') return;
  for (let step = 1; step <= COUNTED_WITHIN; step++) {
    const word = pieces[at + step];
    if (!word || word.isSign || /^\d|^\p{Lu}/u.test(word.text)) return;
    const kind = kindOf(word.text);
    if (kind === 'other' || isMisfit(value, word.text)) return;
    if (kind === 'adjective') continue;
    const end = word.text === 'per' ? (pieces[at + step + 1]?.end ?? word.end) : word.end;
    const written = text.slice(number.start, end).replace(/\s+/g, ' ');
    chips.numbers.set(value, written.charAt(0).toLowerCase() + written.slice(1));
    return;
  }
}

function kindOf(word: string): 'counted' | 'adjective' | 'other' {
  const lower = word.toLowerCase();
  if (MAGNITUDE.test(lower)) return 'adjective';
  // A part of a number that is written in two words.
  if (amountOf(lower) !== undefined) return 'other';
  if (/^[a-z’'-]+$/.test(lower)) {
    if (termOf(lower) === '' && lower !== 'per') return 'other';
    return ENGLISH_COUNTED.test(lower) ? 'counted' : 'adjective';
  }
  if (RUSSIAN_COUNTED.test(lower)) return 'counted';
  if (termOf(lower) === '' || lower.length < 3 || RUSSIAN_OTHER.test(lower)) return 'other';
  return RUSSIAN_ADJECTIVE.test(lower) ? 'adjective' : 'counted';
}

/** "35 пломба" is a number of something else: after five nothing is counted in the singular. */
function isMisfit(value: string, word: string): boolean {
  return /^[а-я]+[ая]$/.test(word) && /(?:[05-9]|1\d)$/.test(value) && !value.includes('.');
}

/** undefined for what is no number or stands in an oblique case, for one, and for years and times of day. */
function amountOf(piece: string): string | undefined {
  const word = piece.toLowerCase().replaceAll('ё', 'е');
  if (MAGNITUDE.test(word) || (OBLIQUE.test(word) && word !== 'три')) return undefined;
  const value = /^\d/.test(word) ? word.replace(/[ \u00a0\u202f]/g, '') : numberWords.get(word);
  if (value === undefined || value === '1' || /^(?:19|20)\d\d$|:/.test(value)) return undefined;
  return value.replaceAll(',', '.');
}
