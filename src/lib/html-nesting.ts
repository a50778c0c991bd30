/**
 * Whether cleaned HTML, which closes what it opens, nests as a parser would read it back. Unwrapping an element can put
 * an <li> straight into an <li>: the next reader, a browser too, closes the first there.
 */

const PARAGRAPH_ENDERS = 'blockquote details div dl figcaption figure ol p pre table ul hr h3 h4 h5 h6';
const CLOSED_BY: Record<string, string> = {
  p: PARAGRAPH_ENDERS,
  h3: 'h3 h4 h5 h6',
  h4: 'h3 h4 h5 h6',
  h5: 'h3 h4 h5 h6',
  h6: 'h3 h4 h5 h6',
  li: 'li',
  a: 'a',
  dd: 'dd dt',
  dt: 'dd dt',
  rt: 'rt rp',
  rp: 'rt rp',
  tr: 'tr',
  td: 'td tr',
  th: 'td th tr',
  thead: 'tbody tfoot td',
  tbody: 'tbody tfoot',
};
const ENDERS = new Map(Object.entries(CLOSED_BY).map(([tag, enders]) => [tag, new Set(enders.split(' '))]));
const VOID = new Set(['br', 'hr', 'wbr', 'col']);

/** `html` is the cleaner's output: attribute values hold no angle brackets. */
export function isMisnested(html: string): boolean {
  const open: string[] = [];
  for (const [, slash, tag = ''] of html.matchAll(/<(\/?)([a-z][a-z\d]*)/g)) {
    if (slash) open.pop();
    else if (ENDERS.get(open.at(-1) ?? '')?.has(tag)) return true;
    else if (!VOID.has(tag)) open.push(tag);
  }
  return false;
}
