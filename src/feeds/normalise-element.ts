/** Reading a tree: children by canonical name, their text, and their content as HTML. */
import { escapeHtml } from '../lib/text.js';
import { resolveUrl } from '../lib/url.js';
import type { XmlElement, XmlNode } from './normalise-tree.js';

export function isElement(node: XmlNode): node is XmlElement {
  return typeof node !== 'string';
}

export function elements(parent: XmlElement): XmlElement[] {
  return parent.children.filter(isElement);
}

/** Direct children with one of the names, grouped in the order of the names. */
export function childrenNamed(parent: XmlElement, ...names: string[]): XmlElement[] {
  const found = elements(parent).filter((child) => names.includes(child.name));
  return names.length === 1 ? found : found.sort((a, b) => names.indexOf(a.name) - names.indexOf(b.name));
}

export function firstChild(parent: XmlElement, ...names: string[]): XmlElement | undefined {
  return childrenNamed(parent, ...names)[0];
}

export function textOf(node: XmlNode): string {
  return typeof node === 'string' ? node : node.children.map(textOf).join('');
}

// No entry says the same thing more often; a million dates would each be tried.
const MAX_TEXTS = 50;

/** Texts of the children with the names, in the order of the names, without the empty ones. */
export function textsNamed(parent: XmlElement, ...names: string[]): string[] {
  return childrenNamed(parent, ...names)
    .slice(0, MAX_TEXTS)
    .map((child) => textOf(child).trim())
    .filter((text) => text !== '');
}

export function firstText(parent: XmlElement, ...names: string[]): string {
  return textsNamed(parent, ...names)[0] ?? '';
}

export function hasElements(element: XmlElement): boolean {
  return element.children.some(isElement);
}

/** An address made absolute where an xml:base says against what; otherwise as written. */
export function addressIn(element: XmlElement, address: string | undefined): string {
  const written = (address ?? '').trim();
  return element.base === null || written === '' ? written : (resolveUrl(written, element.base) ?? written);
}

/** Escaped or CDATA HTML as its source text; markup written straight into the feed is serialised. */
export function htmlOf(element: XmlElement): string {
  return hasElements(element) ? element.children.map(serialise).join('') : textOf(element);
}

const WITHOUT_CONTENT = new Set(['br', 'hr', 'img', 'wbr', 'input', 'col', 'area', 'embed', 'source']);
const ADDRESSES = new Set(['href', 'src', 'cite', 'data', 'poster']);

export function serialise(node: XmlNode): string {
  if (typeof node === 'string') return escapeHtml(node);
  const tag = node.name.slice(node.name.indexOf(':') + 1);
  const attribs = Object.entries(node.attribs).map(([name, value]) => {
    const absolute = ADDRESSES.has(name) ? addressIn(node, value) : value;
    return ` ${name}="${escapeHtml(absolute)}"`;
  });
  const open = `<${tag}${attribs.join('')}>`;
  return WITHOUT_CONTENT.has(tag) ? open : `${open}${node.children.map(serialise).join('')}</${tag}>`;
}
