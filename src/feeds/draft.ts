/**
 * Entry as parsed → article draft: canonical address, identity, language, lead. Costs hashing and statistics,
 * so it runs in the parse worker.
 */
import { CLEANER_VERSION } from '../lib/html.js';
import { detectLanguage } from '../lib/language.js';
import { type SafeHtml, trustStoredHtml } from '../lib/safe-html.js';
import { escapeHtml, truncate } from '../lib/text.js';
import { canonicalUrl, urlKey } from '../lib/url.js';
import type { ArticleDraft } from '../news/article.js';
import { fingerprint } from '../news/fingerprint.js';
import type { ParsedEntry, ParsedFeed } from './parsed-feed.js';

const LEAD_LENGTH = 260;
// What one article may carry into the database; longer texts are cut, at a word.
const MAX_TEXT = 200_000;
const MAX_TAGS = 12;
const LONGEST_TAG = 60;
const MAX_ENCLOSURES = 10;

export type DraftedFeed = Omit<ParsedFeed, 'entries'> & { drafts: ArticleDraft[]; cleanerVersion: number };

export function toDrafts(feed: ParsedFeed): DraftedFeed {
  const { entries, ...head } = feed;
  const siteKey = keyOf(feed.link);
  const guids = uniqueValues(entries.map((entry) => entry.guid));
  const urls = uniqueValues(entries.map((entry) => keyOf(entry.url)));
  const drafts = entries.map((entry) => {
    const draft = toDraft(entry, feed.language);
    // An id or address that stands for several entries, or an address that is the site's own, identifies none of them.
    const isOwnGuid = entry.guid !== null && guids.has(entry.guid);
    const isOwnUrl = draft.urlKey !== null && urls.has(draft.urlKey) && draft.urlKey !== siteKey;
    return { ...draft, guidKey: isOwnGuid ? draft.guidKey : null, urlKey: isOwnUrl ? draft.urlKey : null };
  });
  return { ...head, drafts, cleanerVersion: CLEANER_VERSION };
}

function toDraft(entry: ParsedEntry, feedLanguage: string | null): ArticleDraft {
  const canonical = entry.url === null ? null : canonicalUrl(entry.url);
  const html = entry.contentHtml.length <= MAX_TEXT * 2 ? entry.contentHtml : null;
  const text = truncate(entry.text, MAX_TEXT);
  const tags = entry.categories.filter((tag) => tag.length <= LONGEST_TAG).slice(0, MAX_TAGS);
  const enclosures = entry.enclosures.slice(0, MAX_ENCLOSURES);
  const keys = fingerprint({
    guid: entry.guid,
    canonicalUrl: canonical,
    title: entry.title,
    author: entry.author,
    html: entry.contentHtml,
    tags,
    enclosures,
    published: entry.published,
  });
  return {
    ...keys,
    urlKey: canonical === null ? null : urlKey(canonical),
    url: canonical,
    title: entry.title,
    author: entry.author,
    language: entry.language || detectLanguage(`${entry.title}\n${text}`) || primaryTag(feedLanguage),
    html: html ?? asParagraph(text),
    text,
    lead: leadOf(text, entry.title),
    tags,
    enclosures,
    image: entry.image ?? null,
    publishedAt: milliseconds(entry.published ?? entry.updated),
    editedAt: milliseconds(entry.updated),
  };
}

function uniqueValues(values: (string | null)[]): Set<string> {
  const counts = new Map<string, number>();
  for (const value of values) if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
  return new Set([...counts].filter(([, count]) => count === 1).map(([value]) => value));
}

function keyOf(address: string | null): string | null {
  const canonical = address === null ? null : canonicalUrl(address);
  return canonical === null ? null : urlKey(canonical);
}

function milliseconds(iso: string | null): number | null {
  return iso === null ? null : Date.parse(iso);
}

function primaryTag(language: string | null): string {
  return /^[a-z]{2,3}/i.exec(language ?? '')?.[0].toLowerCase() ?? '';
}

/** The first words for lists. Many sources begin the text with the headline again. */
export function leadOf(text: string, title: string): string {
  const body = text.startsWith(title) ? text.slice(title.length).replace(/^[\s.:—–-]+/u, '') : text;
  return truncate(body, LEAD_LENGTH);
}

function asParagraph(text: string): SafeHtml {
  return trustStoredHtml(`<p>${escapeHtml(text)}</p>`);
}
