/** JSON Feed 1.0 and 1.1 to the canonical form. */

import { textToHtml } from '../lib/html.js';
import { escapeHtml } from '../lib/text.js';
import { type Json, list, objects, parseObject, string } from './json-value.js';
import type { CanonicalEntry, CanonicalFeed } from './normalise-canonical.js';
import { MAX_ENTRIES } from './normalise-tree.js';
import type { Enclosure, LeadImage } from './parsed-feed.js';
import { toHints } from './polling-hints.js';

export type JsonRead = { feed: CanonicalFeed; capped: boolean };

/** null when the text is not a JSON Feed. */
export function readJsonFeed(text: string): JsonRead | null {
  const root = parseObject(text);
  if (!root) return null;
  const isFeed = string(root.version).includes('jsonfeed.org') || Array.isArray(root.items);
  if (!isFeed) return null;
  const items = objects(root.items);
  const feedAuthor = authorOf(root);
  const feed: CanonicalFeed = {
    title: escapeHtml(string(root.title)),
    link: string(root.home_page_url),
    language: string(root.language),
    ttlMinutes: null,
    hints: toHints({ hubs: hubsOf(root), selves: [string(root.feed_url)], hours: [], days: [] }),
    entries: items.slice(0, MAX_ENTRIES).map((item) => readItem(item, feedAuthor)),
  };
  return { feed, capped: items.length > MAX_ENTRIES };
}

function hubsOf(root: Json): string[] {
  return objects(root.hubs)
    .filter((hub) => /^websub$/i.test(string(hub.type)))
    .map((hub) => string(hub.url));
}

function readItem(item: Json, feedAuthor: string): CanonicalEntry {
  const html = string(item.content_html);
  const text = string(item.content_text) || string(item.summary);
  return {
    title: escapeHtml(string(item.title)),
    link: string(item.url) || string(item.external_url),
    originalLink: '',
    guid: string(item.id),
    isPermalink: true,
    author: authorOf(item) || feedAuthor,
    categories: list(item.tags)
      .map(string)
      .filter((tag) => tag !== '')
      .slice(0, 50),
    published: [string(item.date_published)],
    updated: [string(item.date_modified)],
    html: html.trim() === '' ? textToHtml(text) : html,
    base: null,
    enclosures: objects(item.attachments)
      .slice(0, 50)
      .map(readAttachment)
      .filter(({ url }) => url !== ''),
    image: imageOf(item),
  };
}

function imageOf(item: Json): LeadImage | null {
  const picture = objects(item.attachments).find((file) => /^image\/(?!svg)/i.test(string(file.mime_type)));
  const url = (string(item.image) || string(item.banner_image) || string(picture?.url)).slice(0, 4096);
  return url === '' ? null : { url, alt: '' };
}

function readAttachment(attachment: Json): Enclosure {
  const size = attachment.size_in_bytes;
  return {
    url: string(attachment.url).slice(0, 4096),
    type: string(attachment.mime_type).slice(0, 100) || null,
    length: typeof size === 'number' && Number.isSafeInteger(size) && size > 0 ? size : null,
  };
}

function authorOf(holder: Json): string {
  const people = [...objects(holder.authors), ...objects([holder.author])];
  return people
    .slice(0, 10)
    .map((person) => string(person.name))
    .filter((name) => name !== '')
    .join(', ');
}
