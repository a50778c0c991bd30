/** What the many ways of saying "this is text" mean: every construct of Atom and every habit of RSS, as HTML. */
import { textToHtml } from '../lib/html.js';
import { hasElements, htmlOf, isElement, serialise, textOf } from './normalise-element.js';
import type { XmlElement } from './normalise-tree.js';

const KNOWN_TAGS =
  'a|abbr|acronym|address|article|aside|b|big|blockquote|br|center|cite|code|dd|del|div|dl|dt|em|embed|figcaption|figure|font|' +
  'h[1-6]|hr|i|iframe|img|ins|kbd|li|mark|nobr|object|ol|p|pre|q|s|samp|script|section|small|span|strike|strong|style|sub|sup|' +
  'svg|table|tbody|td|tfoot|th|thead|tr|tt|u|ul|var|video|wbr';
const TAG = new RegExp(`</?(?:${KNOWN_TAGS})(?:\\s[^<>]*)?/?>`, 'i');
const NOT_A_TAG = new RegExp(`<(?!/?(?:${KNOWN_TAGS})(?:\\s[^<>]*)?/?>|!--|!\\[CDATA\\[)`, 'gi');
// Left over from escaping twice; `&lt;` is not among them, because a text may really speak of markup.
const LEFTOVER_ENTITY =
  /&amp;(#\d{1,7}|#x[\da-f]{1,6}|amp|quot|apos|nbsp|[lr]aquo|[mn]dash|hellip|[lr][sd]quo|bdquo|bull|copy|reg|trade|shy);/gi;

/** A short RSS text (title, name, category): HTML or not, nobody says. "List<T>" and "a < b" survive as text. */
export function looseHtml(element: XmlElement): string {
  return htmlOf(element).replace(NOT_A_TAG, '&lt;');
}

/** Full texts for Yandex: HTML, or plain text whose line ends are all the paragraphs it has. */
export function fullTextHtml(element: XmlElement): string {
  const html = htmlOf(element).trim();
  return TAG.test(html) || !html.includes('\n') ? html : plainAsHtml(html);
}

/** An Atom text construct (title, summary, content) of version 0.3 or 1.0. */
export function constructHtml(element: XmlElement): string {
  const type = (element.attribs.type ?? '').trim().toLowerCase();
  const mode = (element.attribs.mode ?? '').trim().toLowerCase();
  if (hasElements(element)) return inlineMarkup(element);
  // Atom 1.0: whatever is neither text nor XML travels as base64.
  const isBinary = mode === '' && type.includes('/') && !/^text\/|html|xml$/.test(type);
  if (mode === 'base64' || isBinary) return typedText(decodeBase64(textOf(element)), type);
  // Escaped XHTML under the name of XHTML is a common mistake; so is an XML type for it.
  if (/xhtml|\+xml$|\/xml$/.test(type)) return textOf(element);
  return typedText(textOf(element), type);
}

function typedText(text: string, type: string): string {
  if (/html/.test(type)) return text;
  if (type === '' && TAG.test(text)) return text;
  return plainAsHtml(text);
}

function plainAsHtml(text: string): string {
  // textToHtml escapes every ampersand; those of left-over entities are given back.
  return textToHtml(text).replace(LEFTOVER_ENTITY, '&$1;');
}

// The one div around XHTML content is a container of the format, not of the article.
function inlineMarkup(element: XmlElement): string {
  const inner = element.children.filter((child) => isElement(child) || child.trim() !== '');
  const [only] = inner;
  const wrapped =
    inner.length === 1 && only !== undefined && isElement(only) && /^(?:\w+:)?(?:div|body)$/.test(only.name);
  return (wrapped ? only.children : element.children).map(serialise).join('');
}

function decodeBase64(text: string): string {
  return Buffer.from(text, 'base64').toString('utf8');
}
