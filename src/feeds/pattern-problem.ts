/** What is wrong with a pattern, in the words of the form rather than the library's. Pure. */
import { RE2JSSyntaxException } from 're2js';

export const PATTERN_PROBLEMS = [
  'group-open',
  'group-extra',
  'class-open',
  'range',
  'nothing-to-repeat',
  'repeated-twice',
  'repeat-count',
  'backslash',
  'escape',
  'look-around',
  'group-kind',
  'long',
  'other',
] as const;
export type PatternProblem = { kind: (typeof PATTERN_PROBLEMS)[number]; part: string };

const LONGEST_PART = 40;

/** By the beginning of what re2js says. */
const kinds: [string, PatternProblem['kind']][] = [
  ['missing closing )', 'group-open'],
  ['unexpected )', 'group-extra'],
  ['missing closing ]', 'class-open'],
  ['invalid character class', 'range'],
  ['missing argument to repetition', 'nothing-to-repeat'],
  ['invalid nested repetition', 'repeated-twice'],
  ['invalid repeat', 'repeat-count'],
  ['trailing backslash', 'backslash'],
  ['invalid escape', 'escape'],
  ['invalid or unsupported Perl syntax', 'group-kind'],
  ['invalid named capture', 'group-kind'],
  ['duplicate capture group name', 'group-kind'],
];

export function patternProblemOf(error: unknown): PatternProblem {
  if (!(error instanceof RE2JSSyntaxException)) return { kind: 'other', part: '' };
  const part = (error.input ?? '').slice(0, LONGEST_PART);
  // What other pattern languages have and a linear one cannot.
  if (/^\(\?(<?[=!]|>)/.test(part)) return { kind: 'look-around', part };
  const said = error.error;
  return { kind: kinds.find(([words]) => said.startsWith(words))?.[1] ?? 'other', part };
}
