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

const SCRIPTS: ReadonlyArray<readonly [RegExp, string]> = [
  [/[\u3040-\u30ff]/g, 'ja'],
  [/[\uac00-\ud7af]/g, 'ko'],
  [/[\u4e00-\u9fff]/g, 'zh'],
  [/[\u0370-\u03ff]/g, 'el'],
  [/[\u0590-\u05ff]/g, 'he'],
  [/[\u10a0-\u10ff]/g, 'ka'],
  [/[\u0530-\u058f]/g, 'hy'],
  [/[\u0e00-\u0e7f]/g, 'th'],
];

export function detectLanguage(text: string): string {
  const sample = text.slice(0, SAMPLE);
  const letters = count(sample, /\p{L}/gu);
  if (letters < 3) return '';
  if (count(sample, /[\u0400-\u04ff]/g) > letters * 0.4) return cyrillic(sample.toLowerCase(), letters);
  if (count(sample, /[a-z\u00c0-\u024f]/gi) > letters * 0.6) return latin(sample.toLowerCase(), letters);
  if (count(sample, /[\u0600-\u06ff]/g) > letters * 0.5) return /[پچژگ]/.test(sample) ? 'fa' : 'ar';
  return SCRIPTS.find(([pattern]) => count(sample, pattern) > letters * 0.3)?.[1] ?? '';
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
