/** Atom 0.3 and 1.0 (and a lone entry document) to the canonical form. */
import type { CanonicalEntry, CanonicalFeed } from './normalise-canonical.js';
import { readAuthor, readCategories } from './normalise-credits.js';
import { addressIn, childrenNamed, firstChild, firstText, textOf, textsNamed } from './normalise-element.js';
import { readHints } from './normalise-hints.js';
import { mediaDescription, mediaTitle, readEnclosures, readLeadImage } from './normalise-media.js';
import { constructHtml, looseHtml } from './normalise-text.js';
import type { XmlElement } from './normalise-tree.js';
import { readTtl } from './normalise-ttl.js';

/** `root` is a feed or a single entry. */
export function readAtom(root: XmlElement): CanonicalFeed {
  const isFeed = !root.name.endsWith('entry');
  const entries = isFeed ? childrenNamed(root, 'entry', 'atom:entry', 'item') : [root];
  const feedAuthor = isFeed ? readAuthor(root) : '';
  return {
    title: isFeed ? titleOf(root) : '',
    link: isFeed ? linkOf(root) : '',
    language: root.attribs['xml:lang'] || firstText(root, 'dc:language', 'language'),
    ttlMinutes: readTtl(root),
    hints: readHints(root),
    entries: entries.map((entry) => readEntry(entry, feedAuthor)),
  };
}

function readEntry(entry: XmlElement, feedAuthor: string): CanonicalEntry {
  const content = contentOf(entry);
  const source = firstChild(entry, 'source', 'atom:source');
  return {
    title: titleOf(entry),
    link: linkOf(entry),
    originalLink: firstText(entry, 'feedburner:origlink'),
    guid: firstText(entry, 'id', 'atom:id', 'guid', 'dc:identifier'),
    isPermalink: true,
    author: readAuthor(entry) || (source ? readAuthor(source) : '') || feedAuthor,
    categories: readCategories(entry),
    published: textsNamed(
      entry,
      'published',
      'atom:published',
      'issued',
      'atom:issued',
      'dcterms:issued',
      'created',
      'atom:created',
      'pubdate',
      'dc:date',
    ),
    updated: textsNamed(entry, 'updated', 'atom:updated', 'modified', 'atom:modified', 'dcterms:modified', 'dc:date'),
    html: content?.html ?? '',
    base: content?.base ?? entry.base,
    enclosures: readEnclosures(entry),
    image: readLeadImage(entry),
  };
}

function titleOf(holder: XmlElement): string {
  const titles = [
    ...childrenNamed(holder, 'title', 'atom:title').map(constructHtml),
    ...childrenNamed(holder, 'dc:title').map(looseHtml),
  ];
  const media = mediaTitle(holder);
  return [...titles, media ? looseHtml(media) : ''].find((title) => title.trim() !== '') ?? '';
}

/** The page itself: an HTML alternate, any alternate, a link written as text, or the address of external content. */
function linkOf(holder: XmlElement): string {
  const links = childrenNamed(holder, 'link', 'atom:link');
  const alternates = links.filter(
    (link) => /^(?:|alternate|.*\/alternate)$/i.test((link.attribs.rel ?? '').trim()) && hrefOf(link),
  );
  const best = alternates.find((link) => /^$|html/i.test(link.attribs.type ?? '')) ?? alternates[0];
  if (best) return addressIn(best, hrefOf(best));
  const written = links.find((link) => !link.attribs.rel && textOf(link).trim() !== '');
  if (written) return addressIn(written, textOf(written));
  const content = firstChild(holder, 'content', 'atom:content');
  return content?.attribs.src ? addressIn(content, content.attribs.src) : '';
}

function hrefOf(link: XmlElement): string | undefined {
  return link.attribs.href || link.attribs.url || link.attribs.uri;
}

function contentOf(entry: XmlElement): { html: string; base: string | null } | undefined {
  const media = mediaDescription(entry);
  const candidates = [
    ...childrenNamed(
      entry,
      'content',
      'atom:content',
      'content:encoded',
      'xhtml:body',
      'xhtml:div',
      'summary',
      'atom:summary',
      'description',
    ),
    ...(media ? [media] : []),
  ];
  for (const candidate of candidates) {
    const html = constructHtml(candidate);
    if (html.trim() !== '') return { html, base: candidate.base };
  }
  return undefined;
}
