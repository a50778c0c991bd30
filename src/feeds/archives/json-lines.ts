/**
 * Lines of JSON, one article each → article drafts, by source. Two shapes, which may be mixed:
 * `{id, title, text, date, lang, source, url}`, and a fuller one with `html`, `summary`, `updated`, `author(s)`, `tags`, `image`,
 * `enclosures: [{url, type, length}]`. Pure; runs in the archive worker.
 */
import { cleanHtml, textToHtml } from '../../lib/html.js';
import { parseLooseDate } from '../../lib/loose-date.js';
import { collapse, htmlToText, truncate } from '../../lib/text.js';
import { resolveUrl } from '../../lib/url.js';
import { type DraftedFeed, toDrafts } from '../draft.js';
import type { Enclosure, LeadImage, ParsedEntry } from '../parsed-feed.js';
import { plainText } from '../sanitise.js';

export type LinesInput = { lines: readonly string[]; baseUrl: string | null; now: number };
export type LinesRead = { groups: { source: string; drafted: DraftedFeed }[]; reasons: Record<string, number> };

type Json = Record<string, unknown>;

const MAX_TITLE = 500;

export function readLines({ lines, baseUrl, now }: LinesInput): LinesRead {
  const reasons: Record<string, number> = {};
  const bySource = new Map<string, { entries: ParsedEntry[]; language: string }>();
  for (const line of lines) {
    const item = parseObject(line);
    if (!item) {
      reasons['bad-json'] = (reasons['bad-json'] ?? 0) + 1;
      continue;
    }
    const source = collapse(text(item.source ?? item.site)).slice(0, 300);
    const group = bySource.get(source) ?? { entries: [], language: text(item.lang ?? item.language) };
    group.entries.push(readItem(item, baseUrl, now));
    bySource.set(source, group);
  }
  const groups = [...bySource].map(([source, { entries, language }]) => ({
    source,
    drafted: toDrafts({
      ...{ format: 'json' as const, charset: 'utf-8', repairs: [], title: source, link: null, ttlMinutes: null },
      ...{ language: language || null, entries },
    }),
  }));
  return { groups, reasons };
}

function readItem(item: Json, baseUrl: string | null, now: number): ParsedEntry {
  const url = resolveUrl(text(item.url ?? item.link ?? item.permalink), baseUrl);
  const html = text(item.html ?? item.content_html);
  const contentHtml =
    html === ''
      ? textToHtml(text(item.text ?? item.content_text ?? item.summary))
      : cleanHtml(html, { baseUrl: url ?? baseUrl });
  const plain = plainText(contentHtml);
  return {
    language: /^[a-z]{2,3}/i.exec(text(item.lang ?? item.language))?.[0].toLowerCase() ?? '',
    title: truncate(collapse(htmlToText(text(item.title))), MAX_TITLE) || truncate(collapse(plain), 100),
    url,
    guid: text(item.id ?? item.guid) || null,
    published: parseLooseDate(text(item.date ?? item.published ?? item.date_published), now),
    updated: parseLooseDate(text(item.updated ?? item.date_modified), now),
    author: collapse(texts(item.author ?? item.authors).join(', ')) || null,
    contentHtml,
    text: plain,
    categories: texts(item.tags).map(collapse),
    image: readImage(item, url ?? baseUrl),
    enclosures: objects(item.enclosures ?? item.attachments).flatMap((file) => readEnclosure(file, url)),
  };
}

function readImage(item: Json, base: string | null): LeadImage | null {
  const image = isObject(item.image) ? item.image : { url: item.image };
  const url = resolveUrl(text(image.url), base);
  return url === null ? null : { url, alt: collapse(text(image.alt)) };
}

function readEnclosure(file: Json, base: string | null): Enclosure[] {
  const url = resolveUrl(text(file.url), base);
  const length = Number(text(file.length ?? file.size_in_bytes));
  const type = text(file.type ?? file.mime_type).slice(0, 100) || null;
  return url === null ? [] : [{ url, type, length: Number.isSafeInteger(length) && length > 0 ? length : null }];
}

function parseObject(line: string): Json | null {
  try {
    const value: unknown = JSON.parse(line);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function objects(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter(isObject).slice(0, 50) : [];
}

/** Numbers serve as ids and times. */
function text(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}

function texts(value: unknown): string[] {
  const list = Array.isArray(value) ? value.slice(0, 50) : [value];
  return list.map((one) => (isObject(one) ? text(one.name) : text(one)).trim()).filter((one) => one !== '');
}
