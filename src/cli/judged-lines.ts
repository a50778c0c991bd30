/** Judged sets as files of JSON lines, and figures about them. */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { errorText } from '../lib/errors.js';
import { badInput } from './exit.js';

// Sets written by other programs have numbers for ids, and leave out what they do not know.
export const id = z.union([z.string(), z.number()]).transform(String);
export const word = z
  .string()
  .nullish()
  .transform((value) => value ?? '');
export async function readLines<T>(file: string, schema: z.ZodType<T>): Promise<T[]> {
  const values: T[] = [];
  try {
    for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })) {
      if (line.trim() !== '') values.push(schema.parse(JSON.parse(line)));
    }
    return values;
  } catch (error) {
    const why =
      error instanceof z.ZodError
        ? error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')
        : errorText(error);
    throw badInput(`${file}, after ${values.length} good lines: ${why}`);
  }
}

/** Four decimals say all that such sets can tell apart. */
export function rounded<T>(figures: T): T {
  const round = (_key: string, value: unknown) => (typeof value === 'number' ? Math.round(1e4 * value) / 1e4 : value);
  return JSON.parse(JSON.stringify(figures, round)) as T;
}
