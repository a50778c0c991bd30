/** RSS 0.90 to 2.0, RSS 1.0 and 1.1 (RDF), and everything that calls itself so, to the canonical form. */
import type { CanonicalEntry, CanonicalFeed } from './normalise-canonical.js';
import { readAuthor, readCategories } from './normalise-credits.js';
import { addressIn, childrenNamed, firstChild, firstText, htmlOf, textOf, textsNamed } from './normalise-element.js';
import { readHints } from './normalise-hints.js';
import { mediaDescription, mediaTitle, readEnclosures, readLeadImage } from './normalise-media.js';
import { constructHtml, fullTextHtml, looseHtml } from './normalise-text.js';
import type { XmlElement } from './normalise-tree.js';
import { readTtl } from './normalise-ttl.js';

/** `root` is rss, rdf:rdf or a bare channel. */
export function readRss(root: XmlElement): CanonicalFeed {
  const channel = root.name === 'channel' ? root : (firstChild(root, 'channel', 'rdf:channel') ?? root);
  return {
    title: titleOf(channel),
    link: linkOf(channel),
    language:
      firstText(channel, 'language', 'dc:language') || channel.attribs['xml:lang'] || root.attribs['xml:lang'] || '',
    ttlMinutes: readTtl(channel),
    hints: readHints(channel),
    entries: itemsOf(root, channel).map(readItem),
  };
}

// RSS 0.9 and 1.0 put the items beside the channel, RSS 1.1 into a list, and some feeds open several channels.
function itemsOf(root: XmlElement, channel: XmlElement): XmlElement[] {
  const channels = [...new Set([channel, ...childrenNamed(root, 'channel')])];
  const holders = [...channels, ...channels.flatMap((holder) => childrenNamed(holder, 'items')), root];
  return [...new Set(holders)].flatMap((holder) => childrenNamed(holder, 'item', 'rdf:item'));
}

const PUBLISHED = [
  'pubdate',
  'published',
  'atom:published',
  'dcterms:issued',
  'dc:date',
  'dcterms:created',
  'date',
  'created',
  'issued',
];
const UPDATED = ['atom:updated', 'updated', 'dcterms:modified', 'modified', 'lastbuilddate'];

function readItem(item: XmlElement): CanonicalEntry {
  const content = contentOf(item);
  const guid = firstChild(item, 'guid', 'atom:id', 'id');
  const guidText = (guid && textOf(guid).trim()) || item.attribs['rdf:about'] || firstText(item, 'dc:identifier');
  return {
    title: titleOf(item),
    link: linkOf(item),
    originalLink: firstText(item, 'feedburner:origlink'),
    guid: guidText,
    isPermalink: guid?.attribs.ispermalink?.trim().toLowerCase() !== 'false',
    author: readAuthor(item),
    categories: readCategories(item),
    published: textsNamed(item, ...PUBLISHED),
    // Beside a pubDate, dc:date is the date of the last change; alone it is all there is.
    updated: textsNamed(item, ...UPDATED, ...(firstChild(item, 'pubdate') ? ['dc:date'] : [])),
    html: content?.html ?? '',
    base: content?.base ?? item.base,
    enclosures: readEnclosures(item),
    image: readLeadImage(item),
  };
}

function titleOf(holder: XmlElement): string {
  const plain = childrenNamed(holder, 'title', 'dc:title', 'itunes:title').map(looseHtml);
  const atom = childrenNamed(holder, 'atom:title').map(constructHtml);
  const media = mediaTitle(holder);
  return [...plain, ...atom, media ? looseHtml(media) : ''].find((title) => title.trim() !== '') ?? '';
}

function linkOf(holder: XmlElement): string {
  const links = childrenNamed(holder, 'link');
  const written = links.find((link) => textOf(link).trim() !== '');
  if (written) return addressIn(written, textOf(written));
  const isAlternate = (link: XmlElement) => /^(?:alternate)?$/i.test(link.attribs.rel ?? '');
  const atom = [...links, ...childrenNamed(holder, 'atom:link')].find((link) => isAlternate(link) && link.attribs.href);
  if (atom) return addressIn(atom, atom.attribs.href);
  return addressIn(holder, firstText(holder, 'url') || holder.attribs['rdf:about'] || '');
}

const CONTENT = ['content:encoded', 'turbo:content', 'xhtml:body', 'body', 'xhtml:div', 'content', 'fullitem'];
const SUMMARY = [
  'description',
  'dc:description',
  'summary',
  'itunes:summary',
  'itunes:subtitle',
  'dcterms:abstract',
  'abstract',
];

function contentOf(item: XmlElement): { html: string; base: string | null } | undefined {
  const media = mediaDescription(item);
  const candidates = [
    ...childrenNamed(item, 'yandex:full-text').map((element) => ({ element, read: fullTextHtml })),
    ...childrenNamed(item, ...CONTENT).map((element) => ({ element, read: htmlOf })),
    ...childrenNamed(item, 'atom:content').map((element) => ({ element, read: constructHtml })),
    ...childrenNamed(item, ...SUMMARY).map((element) => ({ element, read: htmlOf })),
    ...childrenNamed(item, 'atom:summary').map((element) => ({ element, read: constructHtml })),
    ...(media ? [{ element: media, read: htmlOf }] : []),
  ];
  for (const { element, read } of candidates) {
    const html = read(element);
    if (html.trim() !== '') return { html, base: element.base };
  }
  return undefined;
}
