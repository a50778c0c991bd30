/** How a command ends: its code, and for a failure the words on standard error. */
import { describeConfig } from '../config/describe-config.js';
import { ConfigError } from '../config/load-config.js';
import { errorText, textsFor } from '../i18n/texts.js';
import { AppError, errorText as wordsOf } from '../lib/errors.js';
import { collapse } from '../lib/text.js';

/** `interrupted` is what shells expect after Ctrl+C: 128 + SIGINT. */
export const ExitCode = { done: 0, badInput: 1, wrongUsage: 2, interrupted: 130 } as const;
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

type Params = AppError['params'];

/** Pages word these for readers or never meet them; an operator needs the facts. */
const operatorTexts: Record<string, (params: Params) => string> = {
  'bad-input': ({ why }) => `${why}`,
  'not-found': ({ what }) => `There is no such ${what ?? 'thing'}.`,
  'port-in-use': ({ where }) =>
    `Another program listens on ${where}. Stop it, or set PORT to another port (0 takes any free one).`,
  'database-unreachable': ({ where, why }) => `The database cannot be opened (${where}): ${why}`,
  'database-newer': ({ migrations }) =>
    `The database was written by a newer version (${migrations}). Update this program.`,
  'not-opml': ({ why }) => `This is not an OPML document: ${why}`,
  'opml-too-heavy': ({ why }) => `The list took too long or too much memory to read, nothing was added: ${why}`,
  'no-categories': () => 'The site has no categories yet: start it once with `hustings serve`.',
  'feed-exists': ({ url, title }) => `This source is already on the list: ${title || url}`,
};

/** An expected failure, said in full by the command itself. */
export function badInput(why: string): AppError {
  return new AppError('bad-input', { params: { why } });
}

/** One line, except for a list of wrong settings. The stack only when somebody is debugging. */
export function describeFailure(error: unknown): string {
  if (error instanceof ConfigError) return describeProblems(error.problems);
  if (error instanceof AppError) return collapse(describeAppError(error));
  if (isDebugging() && error instanceof Error && error.stack) return error.stack;
  return collapse(wordsOf(error));
}

function describeAppError({ code, params, message }: AppError): string {
  const own = Object.hasOwn(operatorTexts, code) ? operatorTexts[code] : undefined;
  if (own) return own(params);
  const t = textsFor('en');
  return Object.hasOwn(t.errors, code) ? errorText(t, code, params) : message;
}

function describeProblems(problems: readonly string[]): string {
  if (problems.length === 1) return `wrong setting ${problems[0]}`;
  return ['wrong settings:', ...problems.map((problem) => `  ${problem}`)].join('\n');
}

function isDebugging(): boolean {
  return describeConfig().some(({ name, value }) => name === 'LOG_LEVEL' && value === 'debug');
}
