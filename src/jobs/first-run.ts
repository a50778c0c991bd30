/**
 * An empty site's first start: categories, the curated sources, and, when none of the first few can be reached, the demo.
 * Leaves a site that has something to read. Does nothing on a site that has a source, unless its first fetch was cut short:
 * the note `first-run` stays at `fetching` until a source was read or the demo is there.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { shippedDataDir } from '../config/paths.js';
import type { FeedStore } from '../feeds/feed-store.js';
import type { Clock } from '../lib/clock.js';
import type { CategorySeed } from '../news/category.js';
import type { CategoryStore } from '../news/category-store.js';
import type { Demo } from './load-demo.js';
import type { NoteStore } from './note-store.js';

export type FirstRunParts = {
  categories: Pick<CategoryStore, 'insertMissing'>;
  feeds: Pick<FeedStore, 'count' | 'listDue'>;
  notes: NoteStore;
  clock: Clock;
  importOpml: (text: string) => Promise<{ added: number }>;
  demo: Demo;
};

export type FirstRunMode = 'auto' | 'demo' | 'empty';

/** `sources` are about to be fetched for the first time; `demo`: the demo has been loaded at once. */
export type FirstStart = { sources: number; demo: boolean; isFirstFetch: boolean };

const MAX_FIRST_SOURCES = 1000;
const nothing: FirstStart = { sources: 0, demo: false, isFirstFetch: false };

export async function prepareSite(parts: FirstRunParts, mode: FirstRunMode): Promise<FirstStart> {
  await ensureCategories(parts);
  if (mode === 'empty') return nothing;
  if (mode === 'auto' && (await parts.notes.find('first-run')) === 'fetching') {
    // The list itself may have been cut short; what is there stays as it is.
    await importCurated(parts);
    const due = await parts.feeds.listDue(parts.clock(), MAX_FIRST_SOURCES);
    return { ...nothing, sources: due.length, isFirstFetch: true };
  }
  if ((await parts.feeds.count()) > 0) return nothing;
  if (mode === 'demo') {
    await parts.demo.load();
    return { ...nothing, demo: true };
  }
  await parts.notes.upsert('first-run', 'fetching');
  const { added } = await importCurated(parts);
  return { ...nothing, sources: added, isFirstFetch: true };
}

async function importCurated(parts: FirstRunParts): Promise<{ added: number }> {
  return parts.importOpml(await readFile(path.join(shippedDataDir, 'feeds.opml'), 'utf8'));
}

/** The shipped sections that the site lacks; articles need one to stand in. */
export async function ensureCategories(parts: Pick<FirstRunParts, 'categories'>): Promise<void> {
  await parts.categories.insertMissing(await readJson<CategorySeed[]>('categories.json'));
}

async function readJson<T>(file: string): Promise<T> {
  return JSON.parse(await readFile(path.join(shippedDataDir, file), 'utf8')) as T;
}
