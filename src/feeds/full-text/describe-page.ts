/** A page's headline and first words, for a member who wants to talk about it. Runs in the page worker. */
import { Readability } from '@mozilla/readability';
import { parseHTML } from 'linkedom';
import { deeperThan, hasMoreTags } from '../../lib/html-depth.js';
import { collapse, truncate } from '../../lib/text.js';
import { decodeBytes } from '../decode.js';

export type PageSource = { bytes: Uint8Array; httpCharset: string | null };
export type PageDescription = { title: string; excerpt: string };

// What tells of a page stands at its beginning.
const MAX_BYTES = 500_000;
const MAX_DEPTH = 256;
const MAX_ELEMENTS = 60_000;
const LONGEST_TITLE = 300;
// A quotation that tells what the page is about; the rest is read at its source.
const LONGEST_EXCERPT = 600;

/** Empty texts where the page has none that reads like an article. */
export function describePage({ bytes, httpCharset }: PageSource): PageDescription {
  const { text: page } = decodeBytes(bytes.subarray(0, MAX_BYTES), httpCharset);
  if (hasMoreTags(page, MAX_ELEMENTS) || deeperThan(page, MAX_DEPTH)) return { title: '', excerpt: '' };
  const { document } = parseHTML(page);
  const meta = (name: string) =>
    document.querySelector(`meta[property="${name}"], meta[name="${name}"]`)?.getAttribute('content') ?? '';
  const title = meta('og:title') || (document.querySelector('title')?.textContent ?? '');
  const summary = meta('og:description') || meta('description');
  const excerpt = summary || bodyOf(document);
  return { title: truncate(collapse(title), LONGEST_TITLE), excerpt: truncate(collapse(excerpt), LONGEST_EXCERPT) };
}

function bodyOf(document: ReturnType<typeof parseHTML>['document']): string {
  try {
    return new Readability(document, { maxElemsToParse: MAX_ELEMENTS }).parse()?.textContent ?? '';
  } catch {
    // Too many elements, or markup that the library stumbles over.
    return '';
  }
}
