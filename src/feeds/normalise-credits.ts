/** Who wrote an entry and under what it is filed, in every vocabulary. */
import { childrenNamed, firstText, textOf, textsNamed } from './normalise-element.js';
import type { XmlElement } from './normalise-tree.js';

const MAX_CATEGORIES = 50;
const MAX_NAME = 300;

/** Names joined by commas, without e-mail addresses where a name stands beside them; '' when nobody is named. */
export function readAuthor(entry: XmlElement): string {
  const people = childrenNamed(
    entry,
    'author',
    'atom:author',
    'dc:creator',
    'dc:author',
    'itunes:author',
    'media:credit',
    'contributor',
  );
  const first = people.find((person) => personName(person) !== '');
  if (!first) return '';
  const names = people.filter((person) => person.name === first.name).map(personName);
  return [...new Set(names.filter((name) => name !== ''))].slice(0, 10).join(', ');
}

function personName(person: XmlElement): string {
  const name = firstText(person, 'name', 'atom:name', 'rdf:value', 'foaf:name');
  if (name !== '') return name;
  if (person.children.some((child) => typeof child !== 'string'))
    return firstText(person, 'email', 'atom:email', 'uri', 'atom:uri');
  // The patterns below take the square of the length.
  const text = textOf(person).trim().slice(0, MAX_NAME);
  // RSS asks for "mail@example.org (Name)".
  return /^\S+@\S+\s*\(([^()]+)\)$/.exec(text)?.[1]?.trim() ?? text.replace(/\s*<[^<>\s]+@[^<>\s]+>$/, '');
}

export function readCategories(entry: XmlElement): string[] {
  const atom = childrenNamed(entry, 'category', 'atom:category').map(
    (category) => category.attribs.label || textOf(category).trim() || category.attribs.term || '',
  );
  const all = [...atom, ...textsNamed(entry, 'dc:subject'), ...keywords(entry)];
  return [...new Set(all.map((name) => name.trim()).filter((name) => name !== ''))].slice(0, MAX_CATEGORIES);
}

function keywords(entry: XmlElement): string[] {
  return textsNamed(entry, 'itunes:keywords', 'media:keywords').flatMap((list) => list.split(','));
}
