/**
 * Any feed text to canonical RSS 2.0. In: decoded text and the address it came from. Out: the canonical document and
 * the format found, or why it is no feed. The formats differ in their readers only (normalise-rss, -atom, -cdf, -json).
 */

import { readAtom } from './normalise-atom.js';
import { type CanonicalFeed, writeCanonical } from './normalise-canonical.js';
import { isCdf, readCdf } from './normalise-cdf.js';
import { elements } from './normalise-element.js';
import { readJsonFeed } from './normalise-json.js';
import { readRss } from './normalise-rss.js';
import { MAX_DEPTH, parseTree, type Tree, type XmlElement } from './normalise-tree.js';
import type { FeedFormat, ParseFailure } from './parsed-feed.js';

export type Normalised =
  | { ok: true; xml: string; format: FeedFormat; repairs: string[] }
  | { ok: false; error: ParseFailure; detail: string };

// How far below the document's top a feed may stand: pasted into a page, wrapped by a proxy.
const ROOT_DEPTH = 4;
const READERS: Record<'rss' | 'rdf' | 'atom' | 'cdf', (root: XmlElement) => CanonicalFeed> = {
  rss: readRss,
  rdf: readRss,
  atom: readAtom,
  cdf: readCdf,
};

export function normalise(text: string, baseUrl: string | null): Normalised {
  if (text.trim() === '') return failure('empty', 'nothing but white space');
  if (/^\s*\{/.test(text)) {
    const json = readJsonFeed(text);
    return json
      ? success(json.feed, 'json', json.capped ? ['entries-capped'] : [])
      : failure('not-a-feed', 'JSON, but no JSON Feed');
  }
  const tree = parseTree(text, baseUrl);
  const found = findRoot(tree.root, ROOT_DEPTH);
  if (tree.tooDeep && !tree.capped) return failure('too-deep', `elements nest deeper than ${MAX_DEPTH}`);
  if (!found)
    return looksLikePage(text) ? failure('html-page', 'an HTML page') : failure('not-a-feed', 'no feed element');
  return success(READERS[found.format](found.root), found.format, treeRepairs(text, tree));
}

function success(feed: CanonicalFeed, format: FeedFormat, repairs: string[]): Normalised {
  return { ok: true, xml: writeCanonical(feed), format, repairs };
}

function failure(error: ParseFailure, detail: string): Normalised {
  return { ok: false, error, detail };
}

type Root = { root: XmlElement; format: 'rss' | 'rdf' | 'atom' | 'cdf' };

// Breadth first: an entry's content may hold another feed.
function findRoot(parent: XmlElement, depth: number): Root | null {
  const children = elements(parent);
  for (const child of children) {
    const format = formatOf(child);
    if (format) return { root: child, format };
  }
  if (depth === 0) return null;
  for (const child of children) {
    const found = findRoot(child, depth - 1);
    if (found) return found;
  }
  return null;
}

function formatOf(element: XmlElement): Root['format'] | null {
  if (element.name === 'rss') return 'rss';
  if (element.name === 'rdf:rdf' || element.name === 'rdf') return 'rdf';
  if (/^(?:atom:)?(?:feed|entry)$/.test(element.name)) return 'atom';
  if (element.name !== 'channel') return null;
  // RSS 1.1 is RDF with Channel as its root.
  if (element.attribs['rdf:about'] !== undefined) return 'rdf';
  return isCdf(element) ? 'cdf' : 'rss';
}

function treeRepairs(text: string, tree: Tree): string[] {
  return [
    /^[^<]*[^\s<]/.test(text) || /^\s+<\?xml/.test(text) ? 'text-before-root' : '',
    /<!ENTITY/.test(text.slice(0, 20_000)) ? 'entities-ignored' : '',
    tree.undeclared ? 'undeclared-prefix' : '',
    tree.capped ? 'entries-capped' : '',
  ].filter((repair) => repair !== '');
}

function looksLikePage(text: string): boolean {
  return /<(?:!doctype\s+html|html|head|body)[\s>]/i.test(text.slice(0, 5000));
}
