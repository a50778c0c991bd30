/**
 * An empty site's first start: categories, the curated sources, and, when none of the first few can be reached, the demo.
 * Leaves a site that has something to read. Does nothing on a site that has a source.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { shippedDataDir } from '../config/paths.js';
import type { FeedStore } from '../feeds/feed-store.js';
import type { CategorySeed } from '../news/category.js';
import type { CategoryStore } from '../news/category-store.js';
import type { Demo } from './load-demo.js';

export type FirstRunParts = {
  categories: Pick<CategoryStore, 'insertMissing'>;
  feeds: Pick<FeedStore, 'count'>;
  importOpml: (text: string) => Promise<{ added: number }>;
  demo: Demo;
};

export type FirstRunMode = 'auto' | 'demo' | 'empty';

export async function prepareSite(
  parts: FirstRunParts,
  mode: FirstRunMode,
): Promise<{ sources: number; demo: boolean }> {
  await parts.categories.insertMissing(await readJson<CategorySeed[]>('categories.json'));
  if (mode === 'empty' || (await parts.feeds.count()) > 0) return { sources: 0, demo: false };
  if (mode === 'demo') {
    await parts.demo.load();
    return { sources: 0, demo: true };
  }
  const { added } = await parts.importOpml(await readFile(path.join(shippedDataDir, 'feeds.opml'), 'utf8'));
  return { sources: added, demo: false };
}

async function readJson<T>(file: string): Promise<T> {
  return JSON.parse(await readFile(path.join(shippedDataDir, file), 'utf8')) as T;
}
