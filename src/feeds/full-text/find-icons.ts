/** Which icons a site's page names, best first, and the place where one lies by custom. Pure; runs in the page worker. */
import { Parser } from 'htmlparser2';
import { resolveUrl } from '../../lib/url.js';
import { decodeBytes } from '../decode.js';

export type IconPage = { bytes: Uint8Array; httpCharset: string | null; url: string };

const MAX_ICONS = 5;
// What a card needs; larger ones are shrunk, smaller ones are blurred.
const WANTED = 64;
const HEAD_BYTES = 200_000;

export function findIcons({ bytes, httpCharset, url }: IconPage): string[] {
  const { text } = decodeBytes(bytes.subarray(0, HEAD_BYTES), httpCharset);
  const icons: { href: string; rank: number }[] = [];
  let base = url;
  const parser = new Parser({
    onopentag: (name, attribs) => {
      if (name === 'base') base = resolveUrl(attribs.href, url) ?? base;
      if (name === 'body') parser.pause();
      if (name !== 'link' || !/(?:^|\s)(?:icon|apple-touch-icon(?:-precomposed)?)(?:\s|$)/i.test(attribs.rel ?? ''))
        return;
      icons.push({ href: attribs.href ?? '', rank: rankOf(attribs) });
    },
  });
  parser.write(text);
  const named = icons
    .toSorted((a, b) => a.rank - b.rank)
    .flatMap(({ href }) => resolveUrl(href, base) ?? [])
    .slice(0, MAX_ICONS);
  return [...new Set([...named, new URL('/favicon.ico', url).href])];
}

/** Smaller is better: the nearest size from above, then the largest from below, what is no pixel image last. */
function rankOf({ rel = '', sizes = '', type = '', href = '' }: Record<string, string | undefined>): number {
  if (/svg/i.test(type) || /\.svg(?:$|\?)/i.test(href) || href.startsWith('data:')) return 10_000;
  const size = Number(/^(\d{1,4})x/i.exec(sizes)?.[1] ?? (/apple/i.test(rel) ? 180 : 16));
  return size >= WANTED ? size - WANTED : 1000 + (WANTED - size);
}
