/**
 * The canonical form: RSS 2.0 with what RSS cannot say in elements of our own (`h:…`). It exists so that one small,
 * well-known parser reads every format. HTML travels in `h:html`, because rss-parser's own fields for it make snippets
 * in quadratic time. Titles are HTML; addresses are as written, or absolute where an xml:base made them so.
 */
import type { Enclosure, LeadImage } from './parsed-feed.js';
import type { PollingHints } from './polling-hints.js';

export type CanonicalEntry = {
  title: string;
  link: string;
  originalLink: string;
  guid: string;
  isPermalink: boolean;
  author: string;
  categories: string[];
  /** Every date found, best first: the reader takes the first that makes sense. */
  published: string[];
  updated: string[];
  html: string;
  /** The nearest xml:base of the content. */
  base: string | null;
  enclosures: Enclosure[];
  image: LeadImage | null;
};

export type CanonicalFeed = {
  title: string;
  link: string;
  language: string;
  ttlMinutes: number | null;
  hints?: PollingHints | null;
  entries: CanonicalEntry[];
};

export function writeCanonical(feed: CanonicalFeed): string {
  const head = [
    element('title', feed.title),
    element('link', feed.link),
    element('language', feed.language),
    element('ttl', feed.ttlMinutes === null ? '' : String(feed.ttlMinutes)),
    element('h:hints', feed.hints ? JSON.stringify(feed.hints) : ''),
  ];
  return `<rss version="2.0"><channel>${head.join('')}${feed.entries.map(writeEntry).join('')}</channel></rss>`;
}

function writeEntry(entry: CanonicalEntry): string {
  const parts = [
    element('title', entry.title),
    element('link', entry.link),
    element('h:originalLink', entry.originalLink),
    element('guid', entry.guid),
    element('h:permalink', entry.isPermalink ? entry.guid : ''),
    element('author', entry.author),
    ...entry.categories.map((category) => element('category', category)),
    ...entry.published.map((date) => element('h:published', date)),
    ...entry.updated.map((date) => element('h:updated', date)),
    element('h:html', entry.html),
    element('h:base', entry.base ?? ''),
    element('h:image', entry.image === null ? '' : JSON.stringify(entry.image)),
    ...entry.enclosures.map((enclosure) => element('h:enclosure', JSON.stringify(enclosure))),
  ];
  return `<item>${parts.join('')}</item>`;
}

// CDATA, because the strict reader spends most of its time on entities; an empty element is left out.
function element(name: string, value: string): string {
  const text = sound(value);
  return text.trim() === '' ? '' : `<${name}><![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]></${name}>`;
}

// XML 1.0 forbids them even escaped.
const FORBIDDEN = /[^\P{Cc}\t\n\r]|[\ufffe\uffff]/gu;

function sound(value: string): string {
  return value.replace(FORBIDDEN, '').toWellFormed();
}
