/** Microsoft's Channel Definition Format: addresses and dates are attributes, the text is an abstract. */
import type { CanonicalEntry, CanonicalFeed } from './normalise-canonical.js';
import { addressIn, childrenNamed, firstChild, firstText, htmlOf } from './normalise-element.js';
import { looseHtml } from './normalise-text.js';
import type { XmlElement } from './normalise-tree.js';

export function isCdf(channel: XmlElement): boolean {
  return (
    channel.name === 'channel' &&
    (channel.attribs.href !== undefined ||
      childrenNamed(channel, 'item').some((item) => item.attribs.href || firstChild(item, 'a')?.attribs.href))
  );
}

export function readCdf(channel: XmlElement): CanonicalFeed {
  return {
    title: titleOf(channel),
    link: linkOf(channel),
    language: channel.attribs['xml:lang'] ?? '',
    ttlMinutes: null,
    entries: childrenNamed(channel, 'item').map(readItem),
  };
}

function readItem(item: XmlElement): CanonicalEntry {
  const abstract = firstChild(item, 'abstract', 'description');
  return {
    title: titleOf(item),
    link: linkOf(item),
    originalLink: '',
    guid: '',
    isPermalink: false,
    author: '',
    categories: [],
    published: [],
    updated: [item.attribs.lastmod ?? '', firstText(item, 'lastmod', 'pubdate')].filter((date) => date !== ''),
    html: abstract ? htmlOf(abstract) : '',
    base: item.base,
    enclosures: [],
    image: null,
  };
}

function titleOf(holder: XmlElement): string {
  const title = firstChild(holder, 'title');
  return title ? looseHtml(title) : (holder.attribs.title ?? '');
}

function linkOf(holder: XmlElement): string {
  return addressIn(holder, holder.attribs.href || firstChild(holder, 'a')?.attribs.href);
}
