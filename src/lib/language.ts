/**
 * The language of a text as an ISO 639-1 code, '' when unsure. Letters decide first: they are cheap and right for the
 * scripts this forum meets most. Then the little words of a language; statistics of letter groups only at the end,
 * because they take milliseconds a text.
 */
import { detectAll } from 'tinyld';
import { languageByWords } from './language-words.js';

const SAMPLE = 1500;
const STATISTICS_SAMPLE = 300;
// Below this many letters the statistics guess; above, they are right far more often than not.
const ENOUGH_LETTERS = 60;
// How far the first guess must stand before the second, among so many languages.
const LATIN_LEAD = 2;

const CYRILLIC = ['ru', 'uk', 'be', 'bg', 'sr', 'mk', 'kk', 'tt', 'mn'];

/** Ranges of code units; the first that holds a letter counts it. */
const RANGES: ReadonlyArray<readonly [from: number, to: number, script: string]> = [
  [0x61, 0x7a, 'latin'],
  [0x41, 0x5a, 'latin'],
  [0x0400, 0x04ff, 'cyrillic'],
  [0x00c0, 0x024f, 'latin'],
  [0x0600, 0x06ff, 'arabic'],
  [0x3040, 0x30ff, 'ja'],
  [0xac00, 0xd7af, 'ko'],
  [0x4e00, 0x9fff, 'zh'],
  [0x0370, 0x03ff, 'el'],
  [0x0590, 0x05ff, 'he'],
  [0x10a0, 0x10ff, 'ka'],
  [0x0530, 0x058f, 'hy'],
  [0x0e00, 0x0e7f, 'th'],
];
const LANGUAGE_OF_SCRIPT = ['ja', 'ko', 'zh', 'el', 'he', 'ka', 'hy', 'th'];

export function detectLanguage(text: string): string {
  const sample = text.slice(0, SAMPLE);
  const { letters, of } = countScripts(sample);
  if (letters < 3) return '';
  if (of('cyrillic') > letters * 0.4) return cyrillic(sample.toLowerCase(), letters);
  if (of('latin') > letters * 0.6) return latin(sample.toLowerCase(), letters);
  if (of('arabic') > letters * 0.5) return /[پچژگ]/.test(sample) ? 'fa' : 'ar';
  return LANGUAGE_OF_SCRIPT.find((script) => of(script) > letters * 0.3) ?? '';
}

/** One pass over the text; a pattern for each script would take longer than all the rest of reading an entry. */
function countScripts(text: string) {
  const counts = new Map<string, number>();
  let letters = 0;
  let last = RANGES[0];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    // Spaces, digits and signs of ASCII.
    if (code < 0x41) continue;
    // Letters come in runs of one script.
    if (!last || code < last[0] || code > last[1]) last = RANGES.find(([from, to]) => code >= from && code <= to);
    if (!last && !/\p{L}/u.test(text.charAt(at))) continue;
    letters++;
    if (last) counts.set(last[2], (counts.get(last[2]) ?? 0) + 1);
  }
  return { letters, of: (script: string) => counts.get(script) ?? 0 };
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

function cyrillic(lower: string, letters: number): string {
  if (/[ғқұһ]/.test(lower)) return 'kk';
  if (/[әңүө]/.test(lower)) return 'tt';
  if (/ў/.test(lower)) return 'be';
  if (count(lower, /[іїєґ]/g) > count(lower, /[ыэё]/g)) return 'uk';
  if (/[ђћџљњ]/.test(lower)) return 'sr';
  if (/[ѓќѕ]/.test(lower)) return 'mk';
  // Russian writes ъ before vowels only.
  if (/ъ(?![еёюя])|(?<!\p{L})(?:които|който|която|ще|беше|според|със|във)(?!\p{L})/u.test(lower)) return 'bg';
  // A long text without ы, э and ё is not Russian; a short one nearly always is here.
  return /[ыэё]/.test(lower) || letters < ENOUGH_LETTERS
    ? 'ru'
    : statistics(lower, { only: CYRILLIC, lead: 1 }) || 'ru';
}

function latin(lower: string, letters: number): string {
  const byWords = languageByWords(lower);
  if (byWords !== '' || letters < ENOUGH_LETTERS) return byWords;
  return statistics(lower, { lead: LATIN_LEAD });
}

function statistics(sample: string, { lead, ...options }: { only?: string[]; lead: number }): string {
  const [first, second] = detectAll(sample.slice(0, STATISTICS_SAMPLE), options);
  return first && first.accuracy > lead * (second?.accuracy ?? 0) ? first.lang : '';
}
