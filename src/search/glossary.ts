/** The glossary of elections and digital politics. In: its lines. Out: stem → number of its meaning. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { shippedDataDir } from '../config/paths.js';
import { termOf } from './analyse.js';

export type Glossary = ReadonlyMap<string, number>;

/** A line holds Russian words, a tab, English words; words of one meaning are divided by commas. */
export function parseGlossary(text: string): Glossary {
  const meanings = new Map<string, number>();
  let last = 0;
  for (const line of text.split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    const [russian = [], english = []] = line.split('\t').map((words) => words.split(', ').map(termOf));
    // Отчёт and доклад are both a report: a line about a known English word adds to that word's meaning.
    const meaning = english.map((stem) => meanings.get(stem)).find((known) => known !== undefined) ?? last++;
    for (const stem of [...russian, ...english]) if (stem !== '' && !meanings.has(stem)) meanings.set(stem, meaning);
  }
  return meanings;
}

let shipped: Glossary | undefined;

/** Read once, by the thread that needs it. */
export function shippedGlossary(): Glossary {
  shipped ??= parseGlossary(readFileSync(path.join(shippedDataDir, 'glossary.tsv'), 'utf8'));
  return shipped;
}
