/**
 * Any text to a tree of elements with canonical lower-case names (`title`, `dc:date`), whatever prefixes, case and
 * mistakes the source has. Never fails and never expands an entity that a DOCTYPE declares; depth and the number of
 * entries are capped while reading, so that nothing deep or endless is ever built.
 */
import { Parser } from 'htmlparser2';
import { withoutC1 } from '../lib/text.js';
import { resolveUrl } from '../lib/url.js';
import { canonicalPrefix } from './normalise-namespaces.js';

export type XmlElement = {
  name: string;
  attribs: Record<string, string>;
  children: XmlNode[];
  /** The nearest xml:base, resolved; null when there is none. */
  base: string | null;
};
export type XmlNode = XmlElement | string;
export type Tree = { root: XmlElement; tooDeep: boolean; capped: boolean; undeclared: boolean };

export const MAX_DEPTH = 200;
export const MAX_ENTRIES = 5000;

// Every element that declares one copies the others.
const MAX_NAMESPACES = 100;

// Unescaped HTML inside feeds forgets to close these; they never have content.
const VOID = new Set(['br', 'hr', 'img', 'wbr', 'input']);

type Scope = ReadonlyMap<string, string>;
type Open = { element: XmlElement; scope: Scope };

export function parseTree(text: string, baseUrl: string | null): Tree {
  const root: XmlElement = { name: '', attribs: {}, children: [], base: null };
  const tree: Tree = { root, tooDeep: false, capped: false, undeclared: false };
  const stack: Open[] = [{ element: root, scope: new Map() }];
  let entries = 0;

  const parser = new Parser(
    {
      onopentag(rawName, rawAttribs) {
        const parent = stack.at(-1);
        if (!parent) return;
        const scope = scopeWith(parent.scope, rawAttribs);
        const element = createElement(rawName, rawAttribs, { scope, parent: parent.element, baseUrl });
        tree.undeclared ||= rawName.includes(':') && !scope.has(rawName.slice(0, rawName.indexOf(':')));
        if (/^(?:atom:)?(?:item|entry)$/.test(element.name) && stack.length <= 5) entries++;
        tree.tooDeep = stack.length > MAX_DEPTH;
        tree.capped = entries > MAX_ENTRIES;
        if (tree.tooDeep || tree.capped) return parser.pause();
        parent.element.children.push(element);
        if (!VOID.has(rawName)) stack.push({ element, scope });
      },
      onclosetag(rawName) {
        if (!VOID.has(rawName) && stack.length > 1) stack.pop();
      },
      ontext(data) {
        stack.at(-1)?.element.children.push(withoutC1(data));
      },
    },
    { xmlMode: true, decodeEntities: true, lowerCaseTags: true, lowerCaseAttributeNames: true },
  );
  parser.write(text);
  if (!tree.tooDeep && !tree.capped) parser.end();
  return tree;
}

function scopeWith(scope: Scope, attribs: Record<string, string>): Scope {
  let extended: Map<string, string> | undefined;
  for (const [name, value] of Object.entries(attribs)) {
    if (name !== 'xmlns' && !name.startsWith('xmlns:')) continue;
    if ((extended ?? scope).size >= MAX_NAMESPACES) break;
    extended ??= new Map(scope);
    extended.set(name.slice(6), value);
  }
  return extended ?? scope;
}

type Surroundings = { scope: Scope; parent: XmlElement; baseUrl: string | null };

function createElement(rawName: string, rawAttribs: Record<string, string>, around: Surroundings): XmlElement {
  const attribs: Record<string, string> = {};
  for (const [name, value] of Object.entries(rawAttribs)) {
    if (!name.startsWith('xmlns')) attribs[name.includes(':') ? canonicalName(name, around.scope) : name] = value;
  }
  const from = around.parent.base ?? around.baseUrl;
  const base =
    attribs['xml:base'] === undefined
      ? around.parent.base
      : (resolveUrl(attribs['xml:base'], from) ?? around.parent.base);
  return { name: canonicalName(rawName, around.scope), attribs, children: [], base };
}

function canonicalName(rawName: string, scope: Scope): string {
  const colon = rawName.indexOf(':');
  const prefix = colon === -1 ? '' : rawName.slice(0, colon);
  const canonical = canonicalPrefix(prefix, scope.get(prefix));
  const local = rawName.slice(colon + 1);
  return canonical === '' ? local : `${canonical}:${local}`;
}
