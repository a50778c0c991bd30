/** Options and arguments that several commands read the same way. A wrong one is wrong usage. */
import { type Command, InvalidArgumentError } from 'commander';

// The widest id that PostgreSQL compares.
const MAX_ID = 2_147_483_647;

export function toId(text: string): number {
  return whole(text, MAX_ID);
}

export function toIds(text: string, before: number[] = []): number[] {
  return [...before, toId(text)];
}

export function toLimit(text: string): number {
  return whole(text, 100);
}

/** A number of articles. */
export function toSize(text: string): number {
  return whole(text, 5_000_000);
}

export function toHttpUrl(text: string): string {
  if (!isHttpUrl(text)) throw new InvalidArgumentError('It must be an address that begins with https:// or http://');
  return text;
}

export function isHttpUrl(text: string): boolean {
  return /^https?:\/\//i.test(text) && URL.canParse(text);
}

export function withJson(command: Command): Command {
  return command.option('--json', 'print JSON on standard output');
}

export function withExamples(command: Command, ...examples: string[]): Command {
  return command.addHelpText(
    'after',
    `\nExamples:\n${examples.map((example) => `  $ hustings ${example}`).join('\n')}`,
  );
}

function whole(text: string, max: number): number {
  const value = /^[1-9]\d{0,9}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value <= max)) throw new InvalidArgumentError(`It must be a whole number from 1 to ${max}.`);
  return value;
}
