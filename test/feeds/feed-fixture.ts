/** Reading the feed fixtures, and parsing them at one fixed time. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { type ParseInput, parseDocument } from '../../src/feeds/parse-document.js';
import type { ParsedFeed } from '../../src/feeds/parsed-feed.js';

export const NOW = Date.UTC(2025, 0, 1);

// The fixtures stay beside the sources; compiled tests run three folders deeper than the project's root.
const FOLDER = new URL('../../../test/fixtures/feeds/', import.meta.url);

export function readFixture(name: string): Promise<Buffer> {
  return readFile(new URL(name, FOLDER));
}

export async function feedOf(source: string | Uint8Array, options: Partial<ParseInput> = {}): Promise<ParsedFeed> {
  const bytes = typeof source === 'string' ? new TextEncoder().encode(source) : source;
  const outcome = await parseDocument({ bytes, now: NOW, ...options });
  assert.ok(outcome.ok, outcome.ok ? '' : `${outcome.error}: ${outcome.detail}`);
  return outcome.feed;
}

export async function fixtureFeed(name: string, options: Partial<ParseInput> = {}): Promise<ParsedFeed> {
  return feedOf(await readFixture(name), options);
}

/** An RSS 2.0 document around one item's markup. */
export function rssItem(item: string): string {
  return `<?xml version="1.0"?><rss version="2.0"><channel><title>t</title><link>https://site.example/</link><item>${item}</item></channel></rss>`;
}
