/**
 * Use case: which feeds stand behind an address. Reads the page for what it declares, then tries what channels and common
 * software use; every candidate is fetched and read before it is offered.
 * Enters: the address of a site, a channel page, a dead feed. Leaves: a few candidates with their newest items, best first.
 */
import { type Clock, DAY, SECOND } from '../lib/clock.js';
import type { HttpGet } from '../lib/http-get.js';
import { canonicalUrl, urlKey } from '../lib/url.js';
import type { DraftedFeed } from './draft.js';
import type { PageLinks } from './feed-links.js';
import { fetchFeed } from './fetch.js';
import { hostKey } from './host-key.js';
import { channelFeeds, wellKnownFeeds } from './known-feed-addresses.js';
import type { DocumentReader, PageReader } from './parse-client.js';

export type FeedCandidate = {
  url: string;
  title: string;
  siteUrl: string | null;
  format: string;
  language: string;
  itemCount: number;
  itemsPerDay: number | null;
  newest: { title: string; publishedAt: number | null }[];
};

export type DiscoverParts = {
  httpGet: HttpGet;
  reader: DocumentReader & PageReader;
  clock: Clock;
};

const MAX_CANDIDATES = 6;
const MAX_TRIED = 14;
const NEWEST_SHOWN = 3;
// A person waits: who does not answer in this time is not offered.
const PATIENCE = { timeoutMs: 6 * SECOND };
const noLinks: PageLinks = { declared: [], linked: [], canonical: null };

export function createDiscoverFeeds(parts: DiscoverParts) {
  return async function discoverFeeds(address: string): Promise<FeedCandidate[]> {
    const { links, url } = await readPage(parts, address);
    const home = url === address ? [] : channelFeeds(address);
    const channels = [...home, ...channelFeeds(url), ...channelFeeds(links.canonical ?? '')];
    const named = await tryAll(parts, [...links.declared, ...channels]);
    if (named.length > 0) return named;
    // What a page merely links to may belong to somebody else.
    const own = links.linked.filter((link) => hostKey(link) === hostKey(url));
    return tryAll(parts, [...own, ...wellKnownFeeds(url), ...links.linked]);
  };
}

export type DiscoverFeeds = ReturnType<typeof createDiscoverFeeds>;

async function readPage(
  { httpGet, reader }: DiscoverParts,
  address: string,
): Promise<{ links: PageLinks; url: string }> {
  const page = await httpGet(address, PATIENCE);
  // A page that is not there leaves the usual places of its site.
  if (page.kind === 'failed') return { links: noLinks, url: address };
  const httpCharset = /charset=["']?([\w-]+)/i.exec(page.headers['content-type'] ?? '')?.[1] ?? null;
  const links = await reader.links({ bytes: page.body, httpCharset, baseUrl: page.url }).catch(() => noLinks);
  return { links, url: page.url };
}

/** Hosts side by side, one host's addresses one after another. */
async function tryAll(parts: DiscoverParts, addresses: readonly string[]): Promise<FeedCandidate[]> {
  const unique = new Map(addresses.map((url) => [keyOf(url), url]));
  const wanted = [...unique.values()].slice(0, MAX_TRIED);
  const byHost = new Map<string, string[]>();
  for (const url of wanted) byHost.set(hostKey(url), [...(byHost.get(hostKey(url)) ?? []), url]);
  const found = await Promise.all([...byHost.values()].map((urls) => tryInTurn(parts, urls)));
  const order = new Map(wanted.map((url, at) => [url, at]));
  const sorted = found.flat().sort((a, b) => (order.get(a.tried) ?? 0) - (order.get(b.tried) ?? 0));
  return [...new Map(sorted.map(({ candidate }) => [keyOf(candidate.url), candidate])).values()].slice(
    0,
    MAX_CANDIDATES,
  );
}

async function tryInTurn(parts: DiscoverParts, urls: readonly string[]) {
  const found: { tried: string; candidate: FeedCandidate }[] = [];
  for (const tried of urls) {
    const candidate = found.length < MAX_CANDIDATES ? await tryOne(parts, tried) : null;
    if (candidate) found.push({ tried, candidate });
  }
  return found;
}

async function tryOne({ httpGet, reader, clock }: DiscoverParts, url: string): Promise<FeedCandidate | null> {
  const fetched = await fetchFeed((address, options) => httpGet(address, { ...options, ...PATIENCE }), { url }, clock);
  if (fetched.kind !== 'fresh') return null;
  const document = { bytes: fetched.body, httpCharset: fetched.httpCharset, baseUrl: fetched.finalUrl, now: clock() };
  const read = await reader.read(document);
  return read.ok ? toCandidate(fetched.permanentUrl ?? url, read.feed) : null;
}

function toCandidate(url: string, feed: DraftedFeed): FeedCandidate {
  const times = feed.drafts.flatMap((draft) => draft.publishedAt ?? []);
  const newest = feed.drafts.toSorted((a, b) => (b.publishedAt ?? 0) - (a.publishedAt ?? 0)).slice(0, NEWEST_SHOWN);
  return {
    url,
    title: feed.title || hostKey(url),
    siteUrl: feed.link,
    format: feed.format,
    language: (feed.language ?? '').slice(0, 2).toLowerCase(),
    itemCount: feed.drafts.length,
    itemsPerDay: times.length < 2 ? null : perDay(times),
    newest: newest.map(({ title, publishedAt }) => ({ title, publishedAt })),
  };
}

function perDay(times: readonly number[]): number {
  const span = Math.max(DAY, Math.max(...times) - Math.min(...times));
  return Math.round((10 * times.length * DAY) / span) / 10;
}

function keyOf(url: string): string {
  const canonical = canonicalUrl(url);
  return canonical === null ? url : urlKey(canonical);
}
