/**
 * One condition, compiled: does an entry meet it, and by which words? Patterns are re2js (linear time in the text, no
 * back-references); runs in the rules' worker all the same.
 */
import { RE2JS } from 're2js';
import { compileWords, phrasesOf } from './match-words.js';
import { type PatternProblem, patternProblemOf } from './pattern-problem.js';
import {
  LONGEST_PATTERN,
  LONGEST_TERMS,
  MOST_PATTERNS,
  type RuleCondition,
  type RuleField,
  type RuleSubject,
  TEXT_LOOKED_AT,
} from './rule.js';

/** Null when the entry does not meet the condition. */
export type CompiledRule = (subject: RuleSubject) => string[] | null;

/** A key of `t.errors`, and which of the lines is meant. */
export type ConditionProblem = { code: string; params: Record<string, string | number> };

const WORDS_NAMED = 6;
const LONGEST_NAMED = 60;
// A topic's list belongs to the site and is longer than what one rule may hold.
const LONGEST_TOPIC = 60_000;

/** Finds, in one value of a field, the lines that occur in it. */
type Finder = (value: string, field: RuleField) => Map<number, string>;

export function compileRule(condition: RuleCondition): CompiledRule {
  const { find, size } = condition.matcher === 'pattern' ? patternFinder(condition.terms) : wordFinder(condition);
  return (subject) => {
    const found = new Map<number, string>();
    for (const field of condition.fields) {
      for (const value of valuesOf(subject, field)) {
        for (const [line, word] of find(value, field)) if (!found.has(line)) found.set(line, word);
      }
      if (!condition.isAll && found.size >= WORDS_NAMED) break;
    }
    const isMet = size > 0 && (condition.isAll ? found.size === size : found.size > 0);
    return isMet
      ? [...new Set(found.values())].slice(0, WORDS_NAMED).map((word) => word.slice(0, LONGEST_NAMED))
      : null;
  };
}

export function checkCondition({ matcher, terms }: RuleCondition): ConditionProblem | null {
  if (matcher === 'topic') return terms.length > LONGEST_TOPIC ? tooLong(LONGEST_TOPIC) : null;
  if (terms.length > LONGEST_TERMS) return tooLong(LONGEST_TERMS);
  if (matcher === 'words') return compileWords(terms).size === 0 ? { code: 'rule-no-words', params: {} } : null;
  const lines = patternsOf(terms);
  if (lines.length === 0) return { code: 'required', params: {} };
  if (lines.length > MOST_PATTERNS) return { code: 'rule-too-many', params: { max: MOST_PATTERNS } };
  for (const [at, line] of lines.entries()) {
    const problem = patternProblem(line);
    if (problem !== null) return { code: 'rule-pattern', params: { line: at + 1, ...problem } };
  }
  return null;
}

function patternProblem(line: string): PatternProblem | null {
  if (line.length > LONGEST_PATTERN) return { kind: 'long', part: String(LONGEST_PATTERN) };
  try {
    compilePattern(line);
    return null;
  } catch (error) {
    return patternProblemOf(error);
  }
}

function tooLong(max: number): ConditionProblem {
  return { code: 'too-long', params: { max } };
}

function patternsOf(terms: string): string[] {
  return terms
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function compilePattern(line: string): RE2JS {
  return RE2JS.compile(line, RE2JS.CASE_INSENSITIVE | RE2JS.MULTILINE);
}

function patternFinder(terms: string): { find: Finder; size: number } {
  const patterns = patternsOf(terms).map(compilePattern);
  const find: Finder = (value) => {
    const found = new Map<number, string>();
    for (const [line, pattern] of patterns.entries()) {
      const matcher = pattern.matcher(value);
      // Something without letters may be all that matched: the pattern itself then says more.
      if (matcher.find()) found.set(line, (matcher.group() ?? '').trim() || pattern.pattern());
    }
    return found;
  };
  return { find, size: patterns.length };
}

function wordFinder({ terms, fields }: RuleCondition): { find: Finder; size: number } {
  const words = compileWords(terms);
  const plain = phrasesOf(terms).map((line) => line.toLowerCase().replace(/^=|\*/g, ''));
  /** An address has no words and a language code no forms: these are compared as they stand. */
  const findPlain = (isMet: (line: string) => boolean) =>
    new Map(plain.flatMap((line, at) => (line !== '' && isMet(line) ? [[at, line] as const] : [])));
  const find: Finder = (value, field) => {
    if (field === 'url') return findPlain((line) => value.toLowerCase().includes(line));
    if (field === 'language') return findPlain((line) => value.toLowerCase() === line);
    return words.find(value);
  };
  const hasPlain = fields.some((field) => field === 'url' || field === 'language');
  return { find, size: hasPlain ? plain.length : words.size };
}

function valuesOf(subject: RuleSubject, field: RuleField): string[] {
  if (field === 'tag') return [...subject.tags];
  const value = field === 'text' ? subject.text.slice(0, TEXT_LOOKED_AT) : subject[field];
  return value === null || value === '' ? [] : [value];
}
