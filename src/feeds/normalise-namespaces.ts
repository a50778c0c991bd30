/** Namespace addresses as feeds write them (old, new, misspelt) and the one prefix each is known by here. */

// The first entry that an address contains wins; publishers vary scheme, `www.`, slash and case around these.
const KNOWN: ReadonlyArray<readonly [string, string]> = [
  ['www.w3.org/2005/atom', 'atom'],
  ['purl.org/atom/ns#', 'atom'],
  ['purl.org/atom/app', 'app'],
  ['www.w3.org/1999/02/22-rdf-syntax-ns', 'rdf'],
  ['www.w3.org/1999/xhtml', 'xhtml'],
  ['www.w3.org/tr/xhtml', 'xhtml'],
  ['www.w3.org/xml/1998/namespace', 'xml'],
  ['purl.org/dc/elements', 'dc'],
  ['purl.org/dc/terms', 'dcterms'],
  ['purl.org/rss/1.0/modules/content', 'content'],
  ['purl.org/rss/1.0/modules/syndication', 'sy'],
  ['purl.org/rss/1.0/modules/dcterms', 'dcterms'],
  ['purl.org/rss/1.0/modules/dc', 'dc'],
  ['search.yahoo.com/mrss', 'media'],
  ['itunes.com/dtds', 'itunes'],
  ['rssnamespace.org/feedburner', 'feedburner'],
  ['news.yandex.ru', 'yandex'],
  ['turbo.yandex.ru', 'turbo'],
  ['purl.org/net/rss1.1#', ''],
  ['purl.org/rss/1.0', ''],
  ['my.netscape.com/', ''],
  ['channel.netscape.com/', ''],
  ['backend.userland.com/rss', ''],
  ['blogs.law.harvard.edu/tech/rss', ''],
  ['cyber.law.harvard.edu/rss', ''],
];
const EXTENSION = /purl\.org\/rss\/1\.0\/modules\//;
const HABITUAL: Record<string, string> = { a10: 'atom', html: 'xhtml', dct: 'dcterms', mrss: 'media' };

/**
 * The canonical prefix of an element or attribute. `prefix` is as written, in lower case; `uri` is what it is bound to,
 * undefined when nobody declared it: then it is taken at its word. A core vocabulary written without a prefix (the
 * default namespace) has the canonical prefix ''.
 */
export function canonicalPrefix(prefix: string, uri: string | undefined): string {
  const known = uri === undefined || uri === '' ? undefined : prefixOf(uri);
  if (known === undefined) return HABITUAL[prefix] ?? prefix;
  return prefix === '' && known === 'atom' ? '' : known;
}

const remembered = new Map<string, string | undefined>();

function prefixOf(uri: string): string | undefined {
  if (remembered.has(uri)) return remembered.get(uri);
  const address = uri.trim().toLowerCase();
  const found = KNOWN.find(
    ([part, prefix]) => address.includes(part) && !(prefix === '' && EXTENSION.test(address)),
  )?.[1];
  // A hostile feed may declare a million namespaces.
  if (remembered.size < 500) remembered.set(uri, found);
  return found;
}
