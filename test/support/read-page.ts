/** What a page says of itself, read with a real parser. */
import { type Element, isTag } from 'domhandler';
import { findAll, getAttributeValue, innerText } from 'domutils';
import { parseDocument } from 'htmlparser2';

export type PageFacts = ReturnType<typeof readPage>;

export function readPage(html: string) {
  const document = parseDocument(html);
  const all = (name: string, attributes: Record<string, string> = {}): Element[] =>
    findAll(
      (node) => node.name === name && Object.entries(attributes).every(([key, value]) => node.attribs[key] === value),
      document.children.filter(isTag),
    );
  const attribute = (name: string, where: Record<string, string>, wanted: string) => {
    const [first] = all(name, where);
    return first && getAttributeValue(first, wanted);
  };
  const alternates = all('link', { rel: 'alternate' });
  return {
    all,
    language: attribute('html', {}, 'lang'),
    title: textOf(all('title')),
    heading: textOf(all('h1')),
    headings: all('h1').length,
    description: attribute('meta', { name: 'description' }, 'content'),
    robots: attribute('meta', { name: 'robots' }, 'content'),
    canonical: attribute('link', { rel: 'canonical' }, 'href'),
    /** Language code → address. */
    hreflang: Object.fromEntries(
      alternates.flatMap(({ attribs }) => (attribs.hreflang ? [[attribs.hreflang, attribs.href]] : [])),
    ) as Record<string, string>,
    /** Media type → address. */
    feeds: Object.fromEntries(
      alternates.flatMap(({ attribs }) => (attribs.type ? [[attribs.type, attribs.href]] : [])),
    ) as Record<string, string>,
    ids: new Set(
      findAll((node) => node.attribs.id !== undefined, document.children.filter(isTag)).map((node) => node.attribs.id),
    ),
    links: all('a').map((link) => link.attribs.href ?? ''),
    text: innerText(document.children).replace(/\s+/g, ' '),
  };
}

export function linkNamed(page: PageFacts, rel: string): string | undefined {
  return page.all('a', { rel })[0]?.attribs.href;
}

function textOf([first]: Element[]): string {
  return first ? innerText(first).replace(/\s+/g, ' ').trim() : '';
}
