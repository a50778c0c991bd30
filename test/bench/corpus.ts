/**
 * Articles by the hundred thousand: sentences of the demo's articles drawn anew for each, with invented names and numbers,
 * so that vocabulary grows with size as it does in real news. The same seed gives the same corpus.
 */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { shippedDataDir } from '../../src/config/paths.js';
import { parseDocument } from '../../src/feeds/parse-document.js';
import type { SearchDocument } from '../../src/search/document.js';
import { mulberry32 } from '../../src/search/eval-scale.js';

export type CorpusArticle = { title: string; text: string; language: string; publishedAt: number };

const HOUR = 3_600_000;
const NEWEST = Date.parse('2026-11-22T12:00:00Z');
const SENTENCES_PER_ARTICLE = 7;
const syllables = [
  'ба',
  'ве',
  'го',
  'ди',
  'жу',
  'за',
  'ки',
  'ло',
  'ме',
  'но',
  'пу',
  'ра',
  'се',
  'ти',
  'фо',
  'хи',
  'ча',
  'шо',
];

export async function readSentences(): Promise<Record<'ru' | 'en', { titles: string[]; sentences: string[] }>> {
  const folder = path.join(shippedDataDir, 'demo', 'feeds');
  const pools = {
    ru: { titles: [] as string[], sentences: [] as string[] },
    en: { titles: [] as string[], sentences: [] as string[] },
  };
  for (const file of await readdir(folder)) {
    const outcome = await parseDocument({ bytes: await readFile(path.join(folder, file)), now: NEWEST });
    if (!outcome.ok) throw new Error(`${file}: ${outcome.error}`);
    for (const entry of outcome.feed.entries) {
      const pool = /[а-я]/i.test(entry.title) ? pools.ru : pools.en;
      pool.titles.push(entry.title);
      pool.sentences.push(...entry.text.split(/(?<=[.!?…])\s+/).filter((sentence) => sentence.length > 30));
    }
  }
  return pools;
}

export async function createCorpus(): Promise<(index: number) => CorpusArticle> {
  const pools = await readSentences();
  return (index) => {
    const random = mulberry32(index + 1);
    const language = random() < 0.7 ? 'ru' : 'en';
    const pool = pools[language];
    const pick = (list: string[]) => list[Math.floor(random() * list.length)] ?? '';
    const name = inventedName(random);
    const text = Array.from({ length: SENTENCES_PER_ARTICLE }, () => pick(pool.sentences));
    text.splice(1, 0, `${name}: ${Math.floor(random() * 100_000)}.`);
    return {
      title: `${pick(pool.titles).split(' ').slice(0, 6).join(' ')} ${name}`,
      text: text.join(' '),
      language,
      publishedAt: NEWEST - Math.floor(random() * 24 * 365 * 3) * HOUR,
    };
  };
}

export function toDocument(article: CorpusArticle, id: number): SearchDocument {
  return { id, version: id, ...article, categoryId: 1 + (id % 5), feedIds: [1 + (id % 40)] };
}

function inventedName(random: () => number): string {
  const word = Array.from({ length: 3 }, () => syllables[Math.floor(random() * syllables.length)]).join('');
  return word.charAt(0).toUpperCase() + word.slice(1);
}
