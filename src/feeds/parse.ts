/** Canonical RSS to plain values, by rss-parser: this file is its only importer, and canonical RSS its only food. */
import Parser from 'rss-parser';
import type { Enclosure, LeadImage } from './parsed-feed.js';
import type { PollingHints } from './polling-hints.js';

export type ReadItem = {
  title: string;
  link: string;
  originalLink: string;
  guid: string;
  permalink: string;
  author: string;
  categories: string[];
  published: string[];
  updated: string[];
  html: string;
  base: string;
  enclosures: Enclosure[];
  image: LeadImage | null;
};

export type ReadFeed = {
  title: string;
  link: string;
  language: string;
  ttl: string;
  hints: PollingHints | null;
  items: ReadItem[];
};

const SINGLE = ['h:originalLink', 'h:permalink', 'h:html', 'h:base', 'h:image'];
const REPEATED = ['h:published', 'h:updated', 'h:enclosure'];

type Raw = Record<string, unknown>;

export async function parseCanonical(xml: string): Promise<ReadFeed> {
  const item = [...SINGLE.map((name) => [name, name]), ...REPEATED.map((name) => [name, name, { keepArray: true }])];
  // The library's types know one shape of customFields, its code and manual three.
  const options = { customFields: { item, feed: [['h:hints', 'h:hints']] } } as unknown as Parser.ParserOptions<
    Raw,
    Raw
  >;
  const feed = await new Parser<Raw, Raw>(options).parseString(xml);
  return {
    title: text(feed.title),
    link: text(feed.link),
    language: text(feed.language),
    ttl: text(feed.ttl),
    hints: text(feed['h:hints']) === '' ? null : (JSON.parse(text(feed['h:hints'])) as PollingHints),
    items: feed.items.map((raw) => readItem(raw as Raw)),
  };
}

function readItem(raw: Raw): ReadItem {
  return {
    title: text(raw.title),
    link: text(raw.link),
    originalLink: text(raw['h:originalLink']),
    guid: text(raw.guid),
    permalink: text(raw['h:permalink']),
    author: text(raw.author),
    categories: texts(raw.categories),
    published: texts(raw['h:published']),
    updated: texts(raw['h:updated']),
    html: text(raw['h:html']),
    base: text(raw['h:base']),
    image: raw['h:image'] === undefined ? null : (JSON.parse(text(raw['h:image'])) as LeadImage),
    // Written by writeCanonical a moment ago, so the JSON is ours.
    enclosures: texts(raw['h:enclosure']).map((json) => JSON.parse(json) as Enclosure),
  };
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.map(text).filter((one) => one !== '') : [];
}
