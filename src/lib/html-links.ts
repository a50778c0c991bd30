/** The cleaner's rules for everything that points elsewhere: links, images, players, trackers. One use per document. */
import type sanitizeHtml from 'sanitize-html';
import { collapse, truncate } from './text.js';
import { resolveUrl } from './url.js';

/** Stands for an image without a description: a sign, because words would need a language and would be searched. */
export const IMAGE_MARK = '🖼';

const PLAYERS = ['iframe', 'embed', 'video', 'audio', 'source'];
const MAY_BE_LINK = new Set(['a', 'img', ...PLAYERS]);
const REL = 'nofollow ugc noopener';
/** Addresses of pictures that only count readers. */
export const TRACKER =
  /^https?:\/\/(?:[^/]+\/)?(?:[^?#]*\/)?(?:pixel|1x1|spacer|blank|clear|transparent|counter|track(?:er|ing)?|beacon|b|stat)\.(?:gif|png|php|aspx?)\b|feeds\.feedburner\.com\/~(?:r|ff)\/|pixel\.wp\.com|stats\.wordpress\.com|doubleclick\.net|mc\.yandex\.ru|counter\.yadro\.ru|top-fwz1\.mail\.ru|google-analytics\.com|feedsportal\.com/i;

type Transforms = NonNullable<sanitizeHtml.IOptions['transformTags']>;
type Attributes = sanitizeHtml.Attributes;
type TransformedTag = sanitizeHtml.Tag;

export function linkTransforms(
  base: string | null,
  others: sanitizeHtml.IOptions['transformTags'],
): Pick<sanitizeHtml.IOptions, 'transformTags' | 'onOpenTag' | 'onCloseTag'> {
  // One entry per open element that may be a link: whether it is one. Links inside links are taken apart by browsers,
  // each in its own way, so only the outermost stays one.
  const open: boolean[] = [];
  const link = (href: string | null, attribs: Attributes, text?: string): TransformedTag => {
    const isLink = href !== null && !open.includes(true);
    open[open.length - 1] = isLink;
    const tag = isLink ? { tagName: 'a', attribs: linkAttributes(href, attribs) } : { tagName: 'span', attribs: {} };
    return text === undefined ? tag : { ...tag, text };
  };

  const transformTags: Transforms = {
    ...others,
    a: (_, attribs) => link(target(attribs.href, base), attribs),
    img: (_, attribs) => {
      const href = imageAddress(attribs, base);
      if (isTracker(attribs, href)) return { tagName: 'img', attribs: {} };
      return link(href, {}, truncate(collapse(attribs.alt ?? ''), 300) || (href ? IMAGE_MARK : ''));
    },
  };
  for (const tag of PLAYERS) {
    transformTags[tag] = (_, attribs) => {
      const href = resolveUrl(attribs.src || attribs['data-src'], base);
      return link(href, {}, href === null ? '' : collapse(attribs.title ?? '') || brief(href));
    };
  }
  return {
    transformTags,
    onOpenTag: (name) => {
      if (MAY_BE_LINK.has(name)) open.push(false);
    },
    onCloseTag: (name) => {
      if (MAY_BE_LINK.has(name)) open.pop();
    },
  };
}

function linkAttributes(href: string, attribs: Attributes): Attributes {
  const title = collapse(attribs.title ?? '');
  return { href, rel: REL, ...(title === '' ? {} : { title: truncate(title, 300) }) };
}

function target(href: string | undefined, base: string | null): string | null {
  const wanted = (href ?? '').trim();
  return /^mailto:[^\s<>"]+$/i.test(wanted) ? wanted : resolveUrl(wanted, base);
}

// Lazy loaders keep the address in a data attribute and put a placeholder into src.
function imageAddress(attribs: Attributes, base: string | null): string | null {
  const candidates = [attribs['data-src'], attribs['data-lazy-src'], attribs['data-original'], attribs.src];
  return candidates.map((candidate) => resolveUrl(candidate, base)).find((address) => address !== null) ?? null;
}

function isTracker(attribs: Attributes, href: string | null): boolean {
  const tiny = [attribs.width, attribs.height].some((size) => size !== undefined && /^[012](?:px)?$/.test(size.trim()));
  return tiny || (href !== null && TRACKER.test(href));
}

function brief(href: string): string {
  return truncate(href.replace(/^https?:\/\/(?:www\.)?/i, '').replace(/[?#].*$/, ''), 80);
}
