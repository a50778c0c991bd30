/** Attachments in their four dialects: enclosure, media:content (also grouped), Atom links, CDF none. */
import { addressIn, childrenNamed, firstChild, textOf } from './normalise-element.js';
import type { XmlElement } from './normalise-tree.js';
import type { Enclosure, LeadImage } from './parsed-feed.js';

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

const IMAGE_FILE = /\.(?:jpe?g|png|webp|gif|avif)(?:$|[?#])/i;
const NARROWEST = 200;

/**
 * The picture that stands for the entry: the widest of media:content, an enclosure, Atom link or itunes:image that is one, the
 * thumbnail last.
 */
export function readLeadImage(entry: XmlElement): LeadImage | null {
  const groups = childrenNamed(entry, 'media:group');
  const holders = [entry, ...groups];
  const contents = holders.flatMap((holder) => childrenNamed(holder, 'media:content')).slice(0, MAX_ENCLOSURES);
  const pictures = contents.filter(isPicture).sort((one, other) => widthOf(other) - widthOf(one));
  const links = childrenNamed(entry, 'atom:link', 'link').filter((link) => /^enclosure$/i.test(link.attribs.rel ?? ''));
  const files = [...childrenNamed(entry, 'enclosure'), ...links].filter(isPicture);
  const covers = childrenNamed(entry, 'itunes:image');
  const thumbnails = [...holders, ...contents].flatMap((holder) => childrenNamed(holder, 'media:thumbnail'));
  const wide = pictures.filter((picture) => widthOf(picture) === 0 || widthOf(picture) >= NARROWEST);
  const [found] = [...wide, ...files, ...covers, ...thumbnails, ...pictures];
  if (!found) return null;
  const url = addressIn(found, found.attribs.url || found.attribs.href || textOf(found));
  return url === '' || url.length > MAX_ADDRESS ? null : { url, alt: altOf(found, holders) };
}

function isPicture({ attribs }: XmlElement): boolean {
  const { type = '', medium = '', url = '', href = '' } = attribs;
  if (type !== '') return /^image\/(?!svg)/i.test(type);
  return /^image$/i.test(medium) || IMAGE_FILE.test(url || href);
}

function widthOf({ attribs }: XmlElement): number {
  return Number.parseInt(attribs.width ?? '', 10) || 0;
}

function altOf(found: XmlElement, holders: readonly XmlElement[]): string {
  const said = [found, ...holders].map((holder) => firstChild(holder, 'media:description', 'media:title'));
  return textOf(said.find((element) => element !== undefined) ?? '').slice(0, 1000);
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
