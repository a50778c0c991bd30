/**
 * Addresses of pages. `resolveUrl` keeps an address as its source wrote it; `canonicalUrl` gives the one form under
 * which the same page is known in every feed; `urlKey` makes a database key of that form.
 */
import { createHash } from 'node:crypto';
import { isTrackingParameter } from './url-tracking.js';

// Longer ones come from mistakes and attacks only; browsers and servers stop at about this length too.
const MAX_LENGTH = 4096;
const HTTP = /^https?:\/\//i;

/** Absolute http(s) address or null. An address that is already absolute and sound is returned as written. */
export function resolveUrl(href: string | null | undefined, base?: string | null): string | null {
  const wanted = withScheme((href ?? '').trim());
  if (wanted === '' || wanted.length > MAX_LENGTH) return null;
  const url = parse(wanted, base);
  if (!url) return null;
  // A user name in front of the host is only ever a disguise (https://bank.example@evil.example).
  const sound = HTTP.test(wanted) && !/[\s\\"'<>`]/.test(wanted) && url.username === '' && url.password === '';
  return sound ? wanted : withoutCredentials(url).href;
}

/** Whether a name or password stands in front of the host: `resolveUrl` drops them, a form should refuse them. */
export function hasUserInfo(address: string): boolean {
  const url = parse(withScheme(address.trim()));
  return url !== null && (url.username !== '' || url.password !== '');
}

export function canonicalUrl(address: string): string | null {
  const text = address.trim();
  const url = text.length <= MAX_LENGTH ? parse(text) : null;
  if (!url) return null;
  withoutCredentials(url);
  // `#!` addresses name pages; every other fragment names a place inside one.
  if (!url.hash.startsWith('#!')) url.hash = '';
  url.hostname = url.hostname.replace(/\.+$/, '');
  url.search = withoutTracking(url.search);
  url.pathname = url.pathname.replace(/(?:%20|%0a|%0d|%22|%e2%80%9[cd])+$/i, '');
  return url.href.length <= MAX_LENGTH ? url.href : null;
}

/**
 * Key of a canonical address: 22 characters, stable. http and https, with and without `www.`, with and without the last
 * slash, and parameters in any order are one page here.
 */
export function urlKey(canonical: string): string {
  const url = new URL(canonical);
  const query = url.search.slice(1).split('&').sort().join('&');
  const page = `${url.host.replace(/^www\./, '')}${url.pathname.replace(/\/+$/, '')}?${query}${url.hash}`;
  return createHash('sha256').update(page).digest('base64url').slice(0, 22);
}

function withScheme(href: string): string {
  if (/^www\.[^/]+\./i.test(href)) return `http://${href}`;
  if (href.startsWith('//')) return `https:${href}`;
  return href.replace(/^feed:(?:\/\/)?(?=https?:)/i, '').replace(/^feed:\/\//i, 'http://');
}

function parse(address: string, base?: string | null): URL | null {
  const from = base && URL.canParse(base) ? base : undefined;
  const url = URL.canParse(address, from) ? new URL(address, from) : null;
  return url && (url.protocol === 'http:' || url.protocol === 'https:') && url.hostname !== '' ? url : null;
}

function withoutCredentials(url: URL): URL {
  url.username = '';
  url.password = '';
  return url;
}

function withoutTracking(search: string): string {
  const kept = search
    .slice(1)
    .split('&')
    .filter((pair) => pair !== '' && pair !== '=' && !isTrackingParameter(pair));
  return kept.length === 0 ? '' : `?${kept.join('&')}`;
}
