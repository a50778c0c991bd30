/** What is wrong with a rendered page's markup, in words; an empty list is a sound page. */
import { Parser } from 'htmlparser2';

const VOID = new Set(['meta', 'link', 'input', 'br', 'hr', 'img', 'wbr']);
const TAG = /<([a-z][a-z0-9]*)((?:\s+[a-zA-Z_:-]+="[^"<>]*")*)\s*\/?>/g;

export function markupProblems(html: string): string[] {
  return [...looseTags(html), ...unbalanced(html), ...brokenReferences(html)];
}

/** Tags whose attributes are not `name="value"`, inline script or style, event handlers. */
function looseTags(html: string): string[] {
  const problems: string[] = [];
  const rest = html.replace(TAG, (_tag, name: string, attributes: string) => {
    for (const [, attribute = ''] of attributes.matchAll(/\s([a-zA-Z:-]+)="/g)) {
      if (attribute === 'style' || attribute.startsWith('on')) problems.push(`<${name}> has ${attribute}`);
    }
    if (name === 'style' || (name === 'script' && !attributes.includes('src='))) problems.push(`inline <${name}>`);
    return '';
  });
  const odd = rest.match(/<[a-z][^>]*>?/);
  if (odd) problems.push(`malformed tag ${odd[0]}`);
  return problems;
}

function unbalanced(html: string): string[] {
  const problems: string[] = [];
  const parser = new Parser({
    onclosetag: (name, isImplied) => {
      if (isImplied && !VOID.has(name) && !isDrawing(name)) problems.push(`<${name}> is never closed`);
    },
  });
  parser.end(html);
  for (const [, name = ''] of html.matchAll(/<\/([a-z0-9]+)>/g)) {
    const opened = html.match(new RegExp(`<${name}[\\s>]`, 'g'))?.length ?? 0;
    const closed = html.match(new RegExp(`</${name}>`, 'g'))?.length ?? 0;
    if (opened !== closed) problems.push(`${opened} <${name}> but ${closed} </${name}>`);
  }
  return [...new Set(problems)];
}

function isDrawing(name: string): boolean {
  return ['path', 'circle', 'rect'].includes(name);
}

function brokenReferences(html: string): string[] {
  const ids = [...html.matchAll(/\sid="([^"]*)"/g)].map(([, id = '']) => id);
  const known = new Set(ids);
  const problems = ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `id ${id} twice`);
  for (const [, name = '', value = ''] of html.matchAll(
    /\s(for|list|aria-describedby|aria-labelledby|href)="([^"]*)"/g,
  )) {
    const targets = name !== 'href' ? value.split(' ') : value.startsWith('#') ? [value.slice(1)] : [];
    for (const target of targets) if (!known.has(target)) problems.push(`${name} names no element: ${target}`);
  }
  return problems;
}
