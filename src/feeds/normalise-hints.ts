/** Polling hints of an RSS channel or an Atom feed. */
import { addressIn, childrenNamed, firstChild, textsNamed } from './normalise-element.js';
import type { XmlElement } from './normalise-tree.js';
import { type PollingHints, toHints } from './polling-hints.js';

export function readHints(channel: XmlElement): PollingHints | null {
  const hours = firstChild(channel, 'skiphours');
  const days = firstChild(channel, 'skipdays');
  return toHints({
    hubs: addresses(channel, 'hub'),
    selves: addresses(channel, 'self'),
    hours: hours ? textsNamed(hours, 'hour') : [],
    days: days ? textsNamed(days, 'day') : [],
  });
}

function addresses(channel: XmlElement, rel: string): string[] {
  return childrenNamed(channel, 'atom:link', 'link', 'atom10:link')
    .filter((link) => link.attribs.rel?.trim().toLowerCase() === rel)
    .map((link) => addressIn(link, link.attribs.href));
}
