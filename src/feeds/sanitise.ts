/**
 * What the parser read, made fit to store and to show: plain-text titles, cleaned HTML, absolute addresses, plausible
 * dates. Fallbacks: title ← first words of the text ← address; address ← feedburner:origLink ← permalink guid ←
 * enclosure ← the feed's site. The order of entries stays.
 */
import { cleanHtml } from '../lib/html.js';
import { IMAGE_MARK, TRACKER } from '../lib/html-links.js';
import { parseLooseDate } from '../lib/loose-date.js';
import type { SafeHtml } from '../lib/safe-html.js';
import { collapse, htmlToText, truncate } from '../lib/text.js';
import { resolveUrl } from '../lib/url.js';
import type { ReadFeed, ReadItem } from './parse.js';
import type { Enclosure, LeadImage, ParsedEntry, ParsedFeed } from './parsed-feed.js';

const MAX_TITLE = 500;
const FALLBACK_TITLE = 100;

export type SanitiseContext = { baseUrl: string | null; now: number };
export type SanitisedFeed = Pick<ParsedFeed, 'title' | 'link' | 'language' | 'ttlMinutes' | 'hints' | 'entries'>;

export function sanitise(feed: ReadFeed, context: SanitiseContext): SanitisedFeed {
  const link = resolveUrl(feed.link, context.baseUrl);
  const site = link ?? resolveUrl(context.baseUrl);
  const language = /^[a-z]{2,3}(?:[-_][a-z0-9]+)*$/i.test(feed.language.trim()) ? feed.language.trim() : null;
  return {
    title: plain(feed.title) || hostOf(site),
    link,
    language,
    ttlMinutes: Number(feed.ttl) || null,
    ...(feed.hints ? { hints: feed.hints } : {}),
    entries: feed.items.map((item) => sanitiseItem(item, site, context)),
  };
}

function sanitiseItem(item: ReadItem, site: string | null, { baseUrl, now }: SanitiseContext): ParsedEntry {
  const enclosures = item.enclosures
    .map((enclosure) => absolute(enclosure, site))
    .filter((enclosure) => enclosure !== null);
  const own = ownAddress(item, baseUrl) ?? enclosures[0]?.url ?? null;
  const contentHtml = cleanHtml(item.html, { baseUrl: item.base || resolveUrl(own, site) || site });
  const text = plainText(contentHtml);
  const image = leadImage(item.image, item.base || resolveUrl(own, site) || site);
  return {
    // '' is left for an entry that has no title, no text and no address: there is nothing to show.
    title: plain(item.title) || truncate(collapse(text), FALLBACK_TITLE) || own || '',
    url: own ?? site,
    guid: collapse(item.guid) || null,
    published: firstDate(item.published, now),
    updated: firstDate(item.updated, now),
    author: plain(item.author) || null,
    contentHtml,
    text,
    categories: item.categories.map(plain).filter((category) => category !== ''),
    enclosures,
    ...(image ? { image } : {}),
  };
}

/** Counters pass as pictures in feeds too. */
function leadImage(image: LeadImage | null, base: string | null): LeadImage | null {
  const url = resolveUrl(image?.url, base);
  return image === null || url === null || TRACKER.test(url) ? null : { url, alt: truncate(plain(image.alt), 300) };
}

const RELATIVE = /^(?![a-z][a-z\d+.-]*:|\/\/)[^\s"'<>\\]+$/i;

// The base of a relative address is an xml:base (already applied) or the document's own address; the site's is not.
// A document without either (a file) keeps its relative addresses as written, for the caller who knows better.
function ownAddress(item: ReadItem, baseUrl: string | null): string | null {
  const permalink = /^https?:/i.test(item.permalink.trim()) ? item.permalink : '';
  const written = [item.link, item.originalLink, permalink].map((address) => address.replace(/&amp;/g, '&').trim());
  const absolute = written.map((address) => resolveUrl(address, baseUrl)).find((url) => url !== null);
  const link = written[0] ?? '';
  return baseUrl === null && RELATIVE.test(link) && !/^www\./i.test(link) ? link : (absolute ?? null);
}

/** Text of cleaned HTML; the sign that stands for an image is not text. */
export function plainText(html: SafeHtml): string {
  return htmlToText(html.replaceAll(IMAGE_MARK, ''));
}

function plain(html: string): string {
  return truncate(collapse(htmlToText(html)), MAX_TITLE);
}

function absolute(enclosure: Enclosure, site: string | null): Enclosure | null {
  const url = resolveUrl(enclosure.url, site);
  return url === null ? null : { ...enclosure, url };
}

function firstDate(dates: string[], now: number): string | null {
  return dates.map((date) => parseLooseDate(htmlToText(date), now)).find((date) => date !== null) ?? null;
}

function hostOf(address: string | null): string {
  return address === null ? '' : new URL(address).hostname.replace(/^www\./, '');
}
