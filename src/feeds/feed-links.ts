/**
 * What a web page says about its feeds: `<link rel=alternate>`, its canonical address, and links that look like feeds.
 * Pure, linear, and run in the parse worker: pages are strangers' megabytes.
 */
import { Parser } from 'htmlparser2';
import { resolveUrl } from '../lib/url.js';
import { decodeBytes } from './decode.js';

export type PageInput = { bytes: Uint8Array; httpCharset?: string | null; baseUrl: string };
/** Absolute addresses, best first: what the page declares before what it merely links to. */
export type PageLinks = { declared: string[]; linked: string[]; canonical: string | null };

const FEED_TYPE = /^(?:application|text)\/(?:(?:rss|atom|rdf|feed)\+(?:xml|json)|xml|json)\b/i;
const FEED_ADDRESS =
  /(?:^|[/.?=_-])(?:rss2?|atom|feeds?|rdf)(?:$|[/.?=&_-])|\.(?:rss|atom|rdf)$|\/(?:rss|feed|atom|index)\.xml$/i;
// Comments to one article are no source of news.
const NOT_NEWS = /comments?\/feed|\/comments?[./]|wp-json|oembed/i;
const MAX_LINKS = 20;

export function readFeedLinks({ bytes, httpCharset, baseUrl }: PageInput): PageLinks {
  const { text } = decodeBytes(bytes, httpCharset);
  const declared = new Set<string>();
  const linked = new Set<string>();
  let canonical: string | null = null;
  let base = baseUrl;
  const add = (to: Set<string>, href: string | undefined) => {
    const url = resolveUrl(href, base);
    if (url !== null && to.size < MAX_LINKS && !NOT_NEWS.test(url)) to.add(url);
  };
  const parser = new Parser({
    onopentag(name, attribs) {
      if (name === 'base') base = resolveUrl(attribs.href, baseUrl) ?? base;
      const rel = (attribs.rel ?? '').toLowerCase().split(/\s+/);
      if (name === 'link' && rel.includes('canonical')) canonical ??= resolveUrl(attribs.href, base);
      if (name === 'link' && isAlternateFeed(rel, attribs.type)) add(declared, attribs.href);
      if (name === 'a' && (FEED_ADDRESS.test(attribs.href ?? '') || FEED_TYPE.test(attribs.type ?? '')))
        add(linked, attribs.href);
    },
  });
  parser.end(text);
  return { declared: [...declared], linked: [...linked].filter((url) => !declared.has(url)), canonical };
}

function isAlternateFeed(rel: string[], type: string | undefined): boolean {
  if (rel.includes('feed')) return true;
  return rel.includes('alternate') && FEED_TYPE.test((type ?? '').trim());
}
