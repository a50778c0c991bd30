/**
 * Documents with a YAML head (the usual form of exported articles): one entry each. The head gives title, description,
 * permalink, date, author, tags; the body is HTML or Markdown. A head that is not quite YAML is read line by line.
 */
import { parse as parseYaml } from 'yaml';
import { AppError } from '../lib/errors.js';
import { cleanHtml, textToHtml } from '../lib/html.js';
import { parseLooseDate } from '../lib/loose-date.js';
import { renderMarkdown } from '../lib/markdown.js';
import type { SafeHtml } from '../lib/safe-html.js';
import { collapse, htmlToText, truncate } from '../lib/text.js';
import { resolveUrl } from '../lib/url.js';
import type { ParsedEntry, ParsedFeed } from './parsed-feed.js';
import { plainText } from './sanitise.js';

const MAX_HEAD = 16 * 1024;
// The YAML reader goes one level deeper for each of these, and V8 ends the whole process, not the worker alone, when
// the stack runs out while it compiles a regular expression. 500 levels are harmless, 1,000 are not.
const MAX_LEVELS_IN_LINE = 50;
const MAX_BRACKETS = 200;
const MAX_LEAD = 2000;
// Longer Markdown is shown as paragraphs: rendering time grows faster than length on hostile input.
const MAX_MARKDOWN_BODY = 200_000;

export type FrontMatterContext = { baseUrl: string | null; now: number };
export type FrontMatterFeed = Pick<ParsedFeed, 'title' | 'link' | 'language' | 'ttlMinutes' | 'entries'>;
type Head = Record<string, unknown>;

/** null when the text does not begin with a head. */
export function readFrontMatter(text: string, context: FrontMatterContext): FrontMatterFeed | null {
  const parts = splitHead(text);
  if (!parts || isTooDeep(parts.head)) return null;
  const head = readHead(parts.head);
  if (Object.keys(head).length === 0) return null;
  const language = field(head, 'lang', 'language', 'locale');
  return {
    title: field(head, 'site', 'source'),
    link: null,
    language: language || null,
    ttlMinutes: null,
    entries: [readEntry(head, parts.body, context)],
  };
}

function splitHead(text: string): { head: string; body: string } | null {
  const start = /^\s*---[^\S\n]*\r?\n/.exec(text);
  if (!start) return null;
  const rest = text.slice(start[0].length);
  const end = /^(?:---|\.\.\.)[^\S\n]*(?:\r?\n|$)/m.exec(rest.slice(0, MAX_HEAD));
  return end ? { head: rest.slice(0, end.index), body: rest.slice(end.index + end[0].length) } : null;
}

/** Counts what opens a level, wherever it stands: quotes are not understood, so a strange head is refused too often. */
function isTooDeep(head: string): boolean {
  if (/^[ \t]{51}/m.test(head) || count(head, /[[{]/g) > MAX_BRACKETS) return true;
  return head.split('\n').some((line) => count(line, /[[{]|[-?:][ \t]/g) > MAX_LEVELS_IN_LINE);
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

function readHead(head: string): Head {
  try {
    // The failsafe schema keeps every value a string: no dates, no booleans, no surprises. No aliases, no bombs.
    const value: unknown = parseYaml(head, {
      schema: 'failsafe',
      maxAliasCount: 0,
      uniqueKeys: false,
      logLevel: 'error',
    });
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return lowerKeys(value as Head);
  } catch {
    // "title: Vote: the day after" is what people write and YAML refuses.
  }
  const lines = head.matchAll(/^([\w-]{1,40})[^\S\n]*:[^\S\n]*(.*)$/gm);
  return Object.fromEntries([...lines].map(([, key = '', value = '']) => [key.toLowerCase(), unquote(value.trim())]));
}

function lowerKeys(head: Head): Head {
  return Object.fromEntries(Object.entries(head).map(([key, value]) => [key.toLowerCase(), value]));
}

function unquote(value: string): string {
  return /^(['"]).*\1$/.test(value) ? value.slice(1, -1) : value;
}

function readEntry(head: Head, body: string, { baseUrl, now }: FrontMatterContext): ParsedEntry {
  const permalink = field(head, 'permalink', 'url', 'link', 'canonical_url', 'canonical');
  const url = resolveUrl(permalink, baseUrl);
  const contentHtml = contentOf(body, field(head, 'description', 'summary', 'excerpt', 'lead'), url ?? baseUrl);
  const text = plainText(contentHtml);
  const title = collapse(htmlToText(field(head, 'title', 'headline', 'name')));
  return {
    title: title || truncate(collapse(text), 100) || url || permalink || '…',
    url,
    guid: field(head, 'guid', 'id', 'uuid') || permalink || null,
    published: parseLooseDate(
      field(head, 'date', 'published', 'pubdate', 'published_at', 'date_published', 'created'),
      now,
    ),
    updated: parseLooseDate(field(head, 'updated', 'lastmod', 'modified', 'last_modified_at', 'updated_at'), now),
    author: collapse(list(head, 'author', 'authors').join(', ')) || null,
    contentHtml,
    text,
    categories: [...new Set([...list(head, 'categories', 'category'), ...list(head, 'tags', 'keywords')])].slice(0, 50),
    enclosures: [],
  };
}

// The description is the article's first paragraph on its site; a body that repeats it keeps its own.
function contentOf(body: string, description: string, baseUrl: string | null): SafeHtml {
  const rendered = renderBody(body, baseUrl);
  const lead = truncate(collapse(htmlToText(description)), MAX_LEAD);
  const repeated = collapse(plainText(rendered)).includes(lead.replace(/[.…]+$/, '').slice(0, 200));
  return lead === '' || repeated ? rendered : (`${textToHtml(lead)}\n${rendered}`.trim() as SafeHtml);
}

function renderBody(body: string, baseUrl: string | null): SafeHtml {
  // A stray <b> does not make Markdown HTML; a paragraph or a link does.
  const isHtml = /<\/?(?:p|div|br|h[1-6]|ul|ol|li|table|blockquote|section|article|a)\b[^<>]*>/i.test(body);
  if (isHtml) return cleanHtml(body, { baseUrl });
  try {
    return renderMarkdown(body, { maxLength: MAX_MARKDOWN_BODY, baseUrl });
  } catch (error) {
    if (error instanceof AppError && error.code === 'text-too-long') return textToHtml(body);
    throw error;
  }
}

function field(head: Head, ...names: string[]): string {
  return list(head, ...names)[0] ?? '';
}

function list(head: Head, ...names: string[]): string[] {
  for (const name of names) {
    const value = head[name];
    const values = (Array.isArray(value) ? value : [value]).flatMap(asText);
    if (values.length > 0) return values;
  }
  return [];
}

function asText(value: unknown): string[] {
  if (typeof value === 'object' && value !== null && 'name' in value) return asText(value.name);
  const text = typeof value === 'string' ? value.trim() : '';
  return text === '' ? [] : [text];
}
