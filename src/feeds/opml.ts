/** OPML 2.0: the interchange form of a list of sources. Groups are outlines around outlines. */
import { generateOpml, parseOpml } from 'feedsmith';
import { AppError, errorText } from '../lib/errors.js';
import { collapse, escapeHtml } from '../lib/text.js';
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
// PostgreSQL indexes values of up to 2,700 bytes, and an address is looked up by an index.
const MAX_URL_BYTES = 2000;

/** Throws AppError('not-opml') when the text is no OPML. Outlines without a usable address are left out. */
export function readOpml(text: string): OpmlFeed[] {
  const outlines = parse(text);
  const feeds = new Map<string, OpmlFeed>();
  collect(outlines, '', 0, feeds);
  return [...feeds.values()];
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

function collect(outlines: Outline[], groupName: string, depth: number, into: Map<string, OpmlFeed>): void {
  if (depth > MAX_DEPTH) return;
  for (const outline of outlines) {
    const name = collapse(outline.text ?? outline.title ?? '');
    const url = usableUrl(outline.xmlUrl);
    if (url !== null && !into.has(url)) {
      into.set(url, {
        url,
        title: name || url,
        siteUrl: resolveUrl(outline.htmlUrl),
        groupName,
        category: (outline.category ?? '').split(',')[0]?.replace(/^\//, '').trim() ?? '',
        language: /^[a-z]{2,3}/i.exec(outline.language ?? '')?.[0].toLowerCase() ?? '',
      });
    }
    if (outline.outlines) collect(outline.outlines, url === null ? name : groupName, depth + 1, into);
  }
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
