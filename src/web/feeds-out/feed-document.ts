/** A list of the site as RSS 2.0, Atom 1.0 or JSON Feed 1.1. */
import { generateAtomFeed, generateJsonFeed, generateRssFeed } from 'feedsmith';

export type OutItem = {
  /** Permanent address; also the item's id. */
  url: string;
  title: string;
  html: string;
  author: string | null;
  category: string | null;
  publishedAt: number;
  language: string;
};

export type OutFeed = {
  title: string;
  description: string;
  siteUrl: string;
  selfUrl: string;
  language: string;
  items: OutItem[];
};

export const outFormats = ['rss', 'atom', 'json'] as const;
export type OutFormat = (typeof outFormats)[number];

export const outTypes: Record<OutFormat, string> = {
  rss: 'application/rss+xml; charset=utf-8',
  atom: 'application/atom+xml; charset=utf-8',
  json: 'application/feed+json; charset=utf-8',
};

// What XML 1.0 (2.2) allows in a document; one other character makes readers refuse the whole of it.
const NOT_XML = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

const writers: Record<OutFormat, (feed: OutFeed) => string> = { rss: toRss, atom: toAtom, json: toJson };

export function writeFeed(feed: OutFeed, format: OutFormat): string {
  return writers[format](feed).replace(NOT_XML, '');
}

function toRss(feed: OutFeed): string {
  const document = generateRssFeed({
    title: feed.title,
    link: feed.siteUrl,
    description: feed.description,
    language: feed.language,
    lastBuildDate: newest(feed),
    atom: { links: [{ href: feed.selfUrl, rel: 'self', type: 'application/rss+xml' }] },
    items: feed.items.map((item) => ({
      title: item.title,
      link: item.url,
      guid: { value: item.url, isPermaLink: true },
      description: item.html,
      pubDate: new Date(item.publishedAt),
      ...(item.category ? { categories: [{ name: item.category }] } : {}),
      ...(item.author ? { dc: { creators: [item.author] } } : {}),
    })),
  });
  return tightenCdata(document);
}

function toAtom(feed: OutFeed): string {
  const document = generateAtomFeed({
    id: feed.siteUrl,
    title: { value: feed.title },
    subtitle: { value: feed.description },
    updated: newest(feed),
    links: [
      { href: feed.siteUrl, rel: 'alternate', type: 'text/html' },
      { href: feed.selfUrl, rel: 'self', type: 'application/atom+xml' },
    ],
    authors: [{ name: feed.title }],
    entries: feed.items.map((item) => ({
      id: item.url,
      title: { value: item.title },
      links: [{ href: item.url, rel: 'alternate', type: 'text/html' }],
      published: new Date(item.publishedAt),
      updated: new Date(item.publishedAt),
      content: { value: item.html, type: 'html' },
      ...(item.author ? { authors: [{ name: item.author }] } : {}),
      ...(item.category ? { categories: [{ term: item.category }] } : {}),
    })),
  });
  return tightenCdata(document);
}

function toJson(feed: OutFeed): string {
  const document = generateJsonFeed({
    title: feed.title,
    description: feed.description,
    home_page_url: feed.siteUrl,
    feed_url: feed.selfUrl,
    language: feed.language,
    items: feed.items.map((item) => ({
      id: item.url,
      url: item.url,
      title: item.title,
      content_html: item.html,
      date_published: new Date(item.publishedAt),
      ...(item.language ? { language: item.language } : {}),
      ...(item.author ? { authors: [{ name: item.author }] } : {}),
      ...(item.category ? { tags: [item.category] } : {}),
    })),
  });
  // The generator leaves out an empty list, which the format wants.
  return JSON.stringify({ items: [], ...(document as object) });
}

/** feedsmith indents character data, and many readers keep the line ends in titles and addresses. Only white space goes. */
function tightenCdata(xml: string): string {
  return xml.replace(/>\n\s*<!\[CDATA\[/g, '><![CDATA[').replace(/\]\]>\n\s*<\//g, ']]></');
}

function newest(feed: OutFeed): Date {
  return new Date(Math.max(0, ...feed.items.map((item) => item.publishedAt)));
}
