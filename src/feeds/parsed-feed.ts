/** A feed document as Hustings understands it: the one shape that every format is brought to. */
import type { SafeHtml } from '../lib/safe-html.js';
import type { PollingHints } from './polling-hints.js';

export type FeedFormat = 'rss' | 'rdf' | 'atom' | 'cdf' | 'json' | 'front-matter';

export type Enclosure = { url: string; type: string | null; length: number | null };

/** `alt` is plain text, '' when nothing describes it. */
export type LeadImage = { url: string; alt: string };

export type ParsedEntry = {
  /** Plain text; falls back to the text's first words, then to the entry's own address; '' when it has none of them. */
  title: string;
  /**
   * http(s) address as the feed gives it; relative only when the document's own address is unknown. Falls back to the
   * site's. Never an href before `canonicalUrl` or `resolveUrl`.
   */
  url: string | null;
  guid: string | null;
  /** ISO 8601 UTC; null when missing or implausible (before 1990 or over a day ahead). */
  published: string | null;
  updated: string | null;
  author: string | null;
  contentHtml: SafeHtml;
  /** `contentHtml` as plain text. */
  text: string;
  categories: string[];
  enclosures: Enclosure[];
  /** The picture that the source shows with it, by an absolute address. */
  image?: LeadImage | null;
  /** Primary language tag, where the source names it for each entry; else it is found from the text. */
  language?: string;
};

export type ParsedFeed = {
  format: FeedFormat;
  charset: string;
  /** What had to be mended to read the document, in a fixed vocabulary. */
  repairs: string[];
  title: string;
  link: string | null;
  language: string | null;
  /** Update interval that the feed itself asks for, in minutes. */
  ttlMinutes: number | null;
  /** How it wants to be asked; missing when it does not say. */
  hints?: PollingHints;
  entries: ParsedEntry[];
};

export type ParseFailure = 'not-a-feed' | 'empty' | 'html-page' | 'too-large' | 'too-deep' | 'took-too-long';

export type ParseOutcome = { ok: true; feed: ParsedFeed } | { ok: false; error: ParseFailure; detail: string };
