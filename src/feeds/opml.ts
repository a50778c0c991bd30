/** OPML 2.0: the interchange form of a list of sources. Groups are outlines around outlines. */
import { generateOpml, parseOpml } from 'feedsmith';
import { AppError, errorText } from '../lib/errors.js';
import { collapse, escapeHtml, truncate } from '../lib/text.js';
import { hasUserInfo, resolveUrl } from '../lib/url.js';

export type OpmlFeed = {
  url: string;
  title: string;
  siteUrl: string | null;
  groupName: string;
  /** Slug of a category, '' when the list names none. */
  category: string;
  language: string;
};

type Outline = {
  text?: string | undefined;
  title?: string | undefined;
  xmlUrl?: string | undefined;
  htmlUrl?: string | undefined;
  category?: string | undefined;
  language?: string | undefined;
  outlines?: Outline[] | undefined;
};

type LeafOut = ReturnType<typeof toOutline>;
type OutlineOut = LeafOut | { text: string; outlines: LeafOut[] };

const MAX_DEPTH = 10;
const MAX_LINES = 10_000;
// PostgreSQL indexes values of up to 2,700 bytes, and an address is looked up by an index.
const MAX_URL_BYTES = 2000;

/** One outline that names or should name a source; `address` never shows a password. */
export type OpmlLine = {
  title: string;
  address: string;
  groupName: string;
  /** Null when there is a problem. */
  feed: OpmlFeed | null;
  problem: 'no-address' | 'bad-address' | 'repeated' | null;
};

/** Throws AppError('not-opml') when the text is no OPML. Outlines without a usable address are left out. */
export function readOpml(text: string): OpmlFeed[] {
  return readOpmlLines(text).flatMap(({ feed }) => feed ?? []);
}

/** Every outline that is no group, with what is wrong with it. */
export function readOpmlLines(text: string): OpmlLine[] {
  const lines: OpmlLine[] = [];
  collect(bareAddresses(text) ?? parse(text), '', 0, { lines, seen: new Set() });
  return lines;
}

export function writeOpml(title: string, feeds: readonly OpmlFeed[], now: number): string {
  const groups = new Map<string, OpmlFeed[]>();
  for (const feed of feeds) groups.set(feed.groupName, [...(groups.get(feed.groupName) ?? []), feed]);
  const outlines = [...groups].flatMap(([name, members]): OutlineOut[] => {
    const leaves = members.map(toOutline);
    return name === '' ? leaves : [{ text: name, outlines: leaves }];
  });
  if (outlines.length === 0) return emptyOpml(title);
  return generateOpml({ head: { title, dateCreated: new Date(now) }, body: { outlines } });
}

/** The generator refuses a list without entries; a new site has such a list. */
function emptyOpml(title: string): string {
  const head = `<head><title>${escapeHtml(title)}</title></head>`;
  return `<?xml version="1.0" encoding="utf-8"?>\n<opml version="2.0">${head}<body/></opml>\n`;
}

function parse(text: string): Outline[] {
  try {
    return (parseOpml(text).body?.outlines ?? []) as Outline[];
  } catch (error) {
    throw new AppError('not-opml', { status: 422, params: { why: errorText(error) }, cause: error });
  }
}

/** What people paste: addresses, one a line, and nothing else. */
function bareAddresses(text: string): Outline[] | null {
  const lines = text.split(/\r?\n/, MAX_LINES).flatMap((line) => line.trim() || []);
  const isList = lines.length > 0 && lines.every((line) => /^(https?|feed):\S+$/i.test(line));
  return isList ? lines.map((xmlUrl) => ({ xmlUrl })) : null;
}

type Found = { lines: OpmlLine[]; seen: Set<string> };

function collect(outlines: Outline[], groupName: string, depth: number, found: Found): void {
  if (depth > MAX_DEPTH) return;
  for (const outline of outlines) {
    const name = collapse(outline.text ?? outline.title ?? '');
    const isGroup = outline.xmlUrl === undefined && outline.outlines !== undefined;
    if (!isGroup && found.lines.length < MAX_LINES) found.lines.push(readLine(outline, name, groupName, found.seen));
    if (outline.outlines) collect(outline.outlines, isGroup ? name : groupName, depth + 1, found);
  }
}

function readLine(outline: Outline, name: string, groupName: string, seen: Set<string>): OpmlLine {
  const url = usableUrl(outline.xmlUrl);
  const line = { title: name, address: url ?? withoutPassword(outline.xmlUrl ?? ''), groupName, feed: null };
  if (!outline.xmlUrl?.trim()) return { ...line, problem: 'no-address' };
  if (url === null) return { ...line, problem: 'bad-address' };
  if (seen.has(url)) return { ...line, problem: 'repeated' };
  seen.add(url);
  const feed = {
    url,
    title: name || url,
    siteUrl: resolveUrl(outline.htmlUrl),
    groupName,
    category: (outline.category ?? '').split(',')[0]?.replace(/^\//, '').trim() ?? '',
    language: /^[a-z]{2,3}/i.exec(outline.language ?? '')?.[0].toLowerCase() ?? '',
  };
  return { ...line, feed, problem: null };
}

function withoutPassword(address: string): string {
  return truncate(collapse(address.replace(/\/\/[^/@]*@/, '//…@')), 200);
}

function usableUrl(address: string | undefined): string | null {
  // Sources are public: an address with a password in it is not one to share.
  const url = hasUserInfo(address ?? '') ? null : resolveUrl(address);
  return url !== null && Buffer.byteLength(url) <= MAX_URL_BYTES ? url : null;
}

function toOutline(feed: OpmlFeed) {
  return {
    text: feed.title,
    title: feed.title,
    type: 'rss',
    xmlUrl: feed.url,
    ...(feed.siteUrl ? { htmlUrl: feed.siteUrl } : {}),
    ...(feed.category ? { category: feed.category } : {}),
    ...(feed.language ? { language: feed.language } : {}),
  };
}
