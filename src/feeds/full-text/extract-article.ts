/**
 * A publisher's page → the article on it, cleaned, or why not. Pure; runs in the page worker, because a megabyte of
 * hostile markup costs seconds.
 * Invariants: nothing deep reaches the recursive readers (20,000 nested elements block linkedom for a quarter of a
 * minute); the result is the article that the feed spoke of, not a consent wall, a list or another article.
 */
import { Readability } from '@mozilla/readability';
import { parseHTML } from 'linkedom';
import { CLEANER_VERSION, cleanHtml } from '../../lib/html.js';
import { deeperThan, hasMoreTags } from '../../lib/html-depth.js';
import type { SafeHtml } from '../../lib/safe-html.js';
import { collapse, truncate } from '../../lib/text.js';
import { resolveUrl } from '../../lib/url.js';
import { decodeBytes } from '../decode.js';
import { leadOf } from '../draft.js';
import { plainText } from '../sanitise.js';
import { isSameArticle } from './same-article.js';

export type PageInput = {
  bytes: Uint8Array;
  httpCharset: string | null;
  /** Where the page was found in the end. */
  url: string;
  /** What the feed said. */
  title: string;
  text: string;
};

export type PageImage = { url: string; alt: string };
export type PageArticle = {
  html: SafeHtml;
  text: string;
  lead: string;
  cleanerVersion: number;
  image: PageImage | null;
};
export type ExtractFailure = 'too-deep' | 'too-many-tags' | 'no-article' | 'other-article' | 'not-longer';
export type ExtractOutcome =
  | ({ ok: true } & PageArticle)
  | { ok: false; reason: ExtractFailure; detail: string; image: PageImage | null };

// Real pages stay below 60; the whole page is deeper than the articles that the cleaner sees.
const MAX_DEPTH = 256;
const MAX_ELEMENTS = 60_000;
const MAX_TEXT = 200_000;
// Fewer characters more are a byline or a "read also".
const LEAST_GAIN = 80;

export function extractArticle(input: PageInput): ExtractOutcome {
  const { text: page } = decodeBytes(input.bytes, input.httpCharset ?? metaCharset(input.bytes));
  // Before the depth, whose count reads every tag: a million of them take the tree half a minute.
  if (hasMoreTags(page, MAX_ELEMENTS)) return refuse('too-many-tags', `over ${MAX_ELEMENTS} tags`, null);
  if (deeperThan(page, MAX_DEPTH)) return refuse('too-deep', `over ${MAX_DEPTH} levels`, null);
  const { document } = parseHTML(page);
  const base = resolveUrl(document.querySelector('base[href]')?.getAttribute('href'), input.url) ?? input.url;
  const image = pageImage(document, base);
  const found = readArticle(document);
  if (!found) return refuse('no-article', 'nothing that reads like an article', image);
  const html = cleanHtml(found.html, { baseUrl: base });
  const text = truncate(plainText(html), MAX_TEXT);
  if (!isSameArticle(input, { title: found.title, text }))
    return refuse('other-article', truncate(collapse(found.title), 120), image);
  if (text.length < input.text.length + LEAST_GAIN || html.length > MAX_TEXT * 2)
    return refuse('not-longer', `${text.length} against ${input.text.length} characters`, image);
  return { ok: true, html, text, lead: leadOf(text, input.title), cleanerVersion: CLEANER_VERSION, image };
}

type PageDocument = ReturnType<typeof parseHTML>['document'];

function readArticle(document: PageDocument): { title: string; html: string } | null {
  try {
    const read = new Readability(document, { maxElemsToParse: MAX_ELEMENTS, charThreshold: 200 }).parse();
    return read?.content ? { title: read.title ?? '', html: read.content } : null;
  } catch {
    // Too many elements, or markup that the library stumbles over: no article for us.
    return null;
  }
}

/** What the publisher shows where the article is shared. */
export function pageImage(document: PageDocument, base: string): PageImage | null {
  const meta = (name: string) =>
    document.querySelector(`meta[property="${name}"], meta[name="${name}"]`)?.getAttribute('content') ?? '';
  const address = ['og:image:secure_url', 'og:image', 'og:image:url', 'twitter:image', 'twitter:image:src']
    .map(meta)
    .find((value) => value.trim() !== '');
  const url = resolveUrl(address, base);
  const alt = truncate(collapse(meta('og:image:alt') || meta('twitter:image:alt')), 300);
  return url === null ? null : { url, alt };
}

/** Pages name their charset in a tag that must stand in the first kilobyte (HTML standard). */
function metaCharset(bytes: Uint8Array): string | null {
  const head = Buffer.from(bytes.subarray(0, 2048)).toString('latin1');
  return /<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{1,40})/i.exec(head)?.[1]?.toLowerCase() ?? null;
}

function refuse(reason: ExtractFailure, detail: string, image: PageImage | null): ExtractOutcome {
  return { ok: false, reason, detail, image };
}
