/** Attachments in their four dialects: enclosure, media:content (also grouped), Atom links, CDF none. */
import { addressIn, childrenNamed, firstChild, textOf } from './normalise-element.js';
import type { XmlElement } from './normalise-tree.js';
import type { Enclosure } from './parsed-feed.js';

const MAX_ENCLOSURES = 50;
const MAX_ADDRESS = 4096;

export function readEnclosures(entry: XmlElement): Enclosure[] {
  const groups = childrenNamed(entry, 'media:group');
  const links = childrenNamed(entry, 'atom:link', 'link').filter(
    (link) => link.attribs.rel?.toLowerCase() === 'enclosure',
  );
  const media = [entry, ...groups].flatMap((holder) => childrenNamed(holder, 'media:content'));
  const all = [...childrenNamed(entry, 'enclosure'), ...links, ...media]
    .slice(0, MAX_ENCLOSURES * 2)
    .map(readEnclosure);
  const byUrl = new Map(
    all.filter(({ url }) => url !== '' && url.length <= MAX_ADDRESS).map((enclosure) => [enclosure.url, enclosure]),
  );
  return [...byUrl.values()].slice(0, MAX_ENCLOSURES);
}

function readEnclosure(element: XmlElement): Enclosure {
  const { url, href, type, length, filesize } = element.attribs;
  // Some write the address as the element's text, some as rdf:resource.
  const address = url || href || element.attribs['rdf:resource'] || textOf(element);
  return {
    url: addressIn(element, address),
    type: type?.trim().slice(0, 100) || null,
    length: readLength(length ?? filesize),
  };
}

function readLength(text: string | undefined): number | null {
  const length = Number.parseInt(text ?? '', 10);
  return Number.isSafeInteger(length) && length > 0 ? length : null;
}

/** The description that a video or picture carries, for entries that have no other text. */
export function mediaDescription(entry: XmlElement): XmlElement | undefined {
  const holders = [entry, ...childrenNamed(entry, 'media:group', 'media:content')];
  return holders.map((holder) => firstChild(holder, 'media:description')).find((found) => found !== undefined);
}

export function mediaTitle(entry: XmlElement): XmlElement | undefined {
  const holders = [entry, ...childrenNamed(entry, 'media:group', 'media:content')];
  return holders.map((holder) => firstChild(holder, 'media:title')).find((found) => found !== undefined);
}
