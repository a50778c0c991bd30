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
import { isObject, type Json, objects, parseObject, string } from '../json-value.js';
import type { Enclosure, LeadImage, ParsedEntry } from '../parsed-feed.js';
import { plainText } from '../sanitise.js';

export type LinesInput = { lines: readonly string[]; baseUrl: string | null; now: number };
export type LinesRead = { groups: { source: string; drafted: DraftedFeed }[]; reasons: Record<string, number> };

const MAX_TITLE = 500;
const MAX_LISTED = 50;

export function readLines({ lines, baseUrl, now }: LinesInput): LinesRead {
  const reasons: Record<string, number> = {};
  const bySource = new Map<string, { entries: ParsedEntry[]; language: string }>();
  for (const line of lines) {
    const item = parseObject(line);
    if (!item) {
      reasons['bad-json'] = (reasons['bad-json'] ?? 0) + 1;
      continue;
    }
    const source = collapse(string(item.source ?? item.site)).slice(0, 300);
    const group = bySource.get(source) ?? { entries: [], language: string(item.lang ?? item.language) };
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
  const url = resolveUrl(string(item.url ?? item.link ?? item.permalink), baseUrl);
  const html = string(item.html ?? item.content_html);
  const contentHtml =
    html === ''
      ? textToHtml(string(item.text ?? item.content_text ?? item.summary))
      : cleanHtml(html, { baseUrl: url ?? baseUrl });
  const plain = plainText(contentHtml);
  return {
    language: /^[a-z]{2,3}/i.exec(string(item.lang ?? item.language))?.[0].toLowerCase() ?? '',
    title: truncate(collapse(htmlToText(string(item.title))), MAX_TITLE) || truncate(collapse(plain), 100),
    url,
    guid: string(item.id ?? item.guid) || null,
    published: parseLooseDate(string(item.date ?? item.published ?? item.date_published), now),
    updated: parseLooseDate(string(item.updated ?? item.date_modified), now),
    author: collapse(texts(item.author ?? item.authors).join(', ')) || null,
    contentHtml,
    text: plain,
    categories: texts(item.tags).map(collapse),
    image: readImage(item, url ?? baseUrl),
    enclosures: objects(item.enclosures ?? item.attachments)
      .slice(0, MAX_LISTED)
      .flatMap((file) => readEnclosure(file, url)),
  };
}

function readImage(item: Json, base: string | null): LeadImage | null {
  const image = isObject(item.image) ? item.image : { url: item.image };
  const url = resolveUrl(string(image.url), base);
  return url === null ? null : { url, alt: collapse(string(image.alt)) };
}

function readEnclosure(file: Json, base: string | null): Enclosure[] {
  const url = resolveUrl(string(file.url), base);
  const length = Number(string(file.length ?? file.size_in_bytes));
  const type = string(file.type ?? file.mime_type).slice(0, 100) || null;
  return url === null ? [] : [{ url, type, length: Number.isSafeInteger(length) && length > 0 ? length : null }];
}

function texts(value: unknown): string[] {
  const list = Array.isArray(value) ? value.slice(0, MAX_LISTED) : [value];
  return list.map((one) => (isObject(one) ? string(one.name) : string(one)).trim()).filter((one) => one !== '');
}
