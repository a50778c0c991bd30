/**
 * The allow-list cleaner: whatever HTML a feed or a person sends becomes `SafeHtml` that a page may print unescaped.
 * In: any string, and the address that relative links start from. Out: a small vocabulary of text markup, links to
 * http, https and mailto only. Nothing in it loads by itself: images and players become links, trackers vanish.
 *
 * Invariants: cleaning its own output changes nothing; headings start below a page's own (h1 title, h2 section) and
 * keep their distances; `CLEANER_VERSION` grows with every change of the output, so that stores can clean again.
 */
import sanitizeHtml from 'sanitize-html';
import { deeperThan } from './html-depth.js';
import { linkTransforms } from './html-links.js';
import { isMisnested } from './html-nesting.js';
import type { SafeHtml } from './safe-html.js';
import { escapeHtml, htmlToText, stripControls } from './text.js';

export const CLEANER_VERSION = 1;

// Browsers stop nesting at 512; real articles stay below 40. Deeper is an attack on recursive readers.
const MAX_DEPTH = 200;
const TOP_HEADING = 3;

const TAGS = (
  'a abbr b blockquote br caption cite code col colgroup dd del details dfn div dl dt em figcaption figure h3 h4 h5 h6 hr i ' +
  'ins kbd li mark ol p pre q rp rt ruby s samp small span strong sub summary sup table tbody td tfoot th thead time tr u ul var wbr'
).split(' ');

const RENAMINGS = renamings({
  strike: 's',
  tt: 'code',
  center: 'div',
  acronym: 'abbr',
  section: 'div',
  article: 'div',
});

// A tag that a transformation turns into a disallowed one loses its closing tag inside sanitize-html, so what is to be
// unwrapped becomes a span and all spans go afterwards. Values hold no bare `>`: the cleaner escaped them.
const SPAN = /<\/?span(?: [^<>]*)?>/g;

const RULES: sanitizeHtml.IOptions = {
  allowedTags: TAGS,
  allowedAttributes: {
    a: ['href', 'rel', 'title'],
    abbr: ['title'],
    ol: ['start'],
    td: ['colspan', 'rowspan'],
    th: ['colspan', 'rowspan'],
    time: ['datetime'],
    '*': ['dir', 'lang'],
  },
  allowedSchemes: ['http', 'https', 'mailto'],
  allowProtocolRelative: false,
  selfClosing: ['br', 'hr', 'wbr', 'col'],
  parseStyleAttributes: false,
};

// One pass mends nearly everything; the limit keeps hostile nests from many.
const MAX_PASSES = 5;
type Transforms = NonNullable<sanitizeHtml.IOptions['transformTags']>;
export type CleanOptions = { baseUrl?: string | null | undefined };

export function cleanHtml(html: string, options: CleanOptions = {}): SafeHtml {
  if (!/[<>&]/.test(html)) return stripControls(html).trim() as SafeHtml;
  if (deeperThan(html, MAX_DEPTH)) return flatten(html);
  let cleaned = cleanOnce(html, options);
  for (let pass = 0; pass < MAX_PASSES && isMisnested(cleaned); pass++) cleaned = cleanOnce(cleaned, options);
  return cleaned as SafeHtml;
}

function cleanOnce(html: string, options: CleanOptions): string {
  const cleaned = sanitizeHtml(html, {
    ...RULES,
    ...linkTransforms(options.baseUrl ?? null, { ...RENAMINGS, ...headings(html), td: cell, th: cell }),
  });
  return stripControls(cleaned.replace(SPAN, '')).trim();
}

/** Plain text as SafeHtml: paragraphs at blank lines, line breaks kept. */
export function textToHtml(text: string): SafeHtml {
  const paragraphs = stripControls(text)
    .trim()
    .split(/\n[^\S\n]*\n\s*/);
  const kept = paragraphs.filter((paragraph) => paragraph.trim() !== '');
  return kept
    .map((paragraph) => `<p>${escapeHtml(paragraph.trim()).replace(/\n/g, '<br />')}</p>`)
    .join('\n') as SafeHtml;
}

const PAYLOADS = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<a href="javascript:alert(1)">x</a>',
  '<a href="java&#10;script:alert(1)">x</a>',
  '<svg><style><img src=x onerror=alert(1)></style></svg>',
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=x onerror=alert(1)&gt;">',
  '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
  '<p style="background:url(//evil.example)" onclick="alert(1)">x</p>',
  '<xmp><img src=x onerror=alert(1)></xmp>',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
];

/** Throws when the cleaner lets a known attack through: a process must not start with a broken wall. */
export function selfTest(clean: (html: string) => string = cleanHtml): void {
  for (const payload of PAYLOADS) {
    const tags = clean(payload).match(/<[^>]*>/g) ?? [];
    const bad = tags.find((tag) => !/^<\/?(?:a|p|div|table)\b/.test(tag) || /\son\w+=|\sstyle=|script:/i.test(tag));
    if (bad !== undefined) throw new Error(`the HTML cleaner let ${bad} through`);
  }
  if (clean('<p>a <b>b</b></p>') !== '<p>a <b>b</b></p>') throw new Error('the HTML cleaner destroys ordinary text');
}

function flatten(html: string): SafeHtml {
  return textToHtml(htmlToText(html).replace(/\n/g, '\n\n'));
}

// The highest heading of the text moves to h3 and the others by the same step, so that the outline stays.
function headings(html: string): Transforms {
  const levels = [...html.matchAll(/<h([1-6])\b/gi)].map((match) => Number(match[1]));
  const step = levels.length === 0 ? 0 : Math.max(0, TOP_HEADING - levels.reduce((a, b) => Math.min(a, b)));
  const move = (tagName: string, attribs: sanitizeHtml.Attributes) => ({
    tagName: `h${Math.min(6, Number(tagName.slice(1)) + step)}`,
    attribs,
  });
  return Object.fromEntries([1, 2, 3, 4, 5, 6].map((level) => [`h${level}`, move]));
}

function renamings(names: Record<string, string>): Transforms {
  return Object.fromEntries(
    Object.entries(names).map(([from, to]) => [from, (_, attribs) => ({ tagName: to, attribs })]),
  );
}

// A cell that spans a million rows freezes the reader's browser.
function cell(tagName: string, attribs: sanitizeHtml.Attributes): sanitizeHtml.Tag {
  const kept = Object.entries(attribs).filter(([name, value]) => !name.endsWith('span') || /^[1-9]\d?$/.test(value));
  return { tagName, attribs: Object.fromEntries(kept) };
}
