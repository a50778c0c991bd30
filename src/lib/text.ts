/**
 * Plain text: tidying and cutting it, and getting it out of HTML. Every function is linear in its input, because all
 * of them meet hostile megabytes.
 */
import { Tokenizer } from 'htmlparser2';

// C0 and C1 controls but tab and line ends, byte order marks, soft hyphens, and the bidirectional overrides that make
// a title read differently from what it says. Joiners stay: emoji and Persian need them.
const CONTROLS = /[^\P{Cc}\t\n\r]|[\u00ad\u200b\u202a-\u202e\u2060\u2066-\u2069\ufeff]/gu;

export function stripControls(text: string): string {
  return text.replace(CONTROLS, '').toWellFormed();
}

const C1 = /[\u0080-\u009f]/g;
// What Windows-1252 has at 0x80 to 0x9f; HTML reads the numbers so too (&#146; is ’).
const WINDOWS_1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/** For documents: nobody writes C1 controls there, they are Windows-1252 quotes and dashes whose numbers were taken for Unicode's. */
export function withoutC1(text: string): string {
  return text.replace(C1, (control) => WINDOWS_1252.charAt(control.charCodeAt(0) - 0x80));
}

/** One line, single spaces, no control characters. */
export function collapse(text: string): string {
  return stripControls(text).replace(/\s+/g, ' ').trim();
}

const DANGLING = /[\s\ufffd,;:–—-]/;

/** At most `max` UTF-16 units, cut at a word where one ends in the last third, marked with an ellipsis. */
export function truncate(text: string, max: number): string {
  if (text.length <= max) return text;
  const head = text.slice(0, max - 1).toWellFormed();
  const space = head.lastIndexOf(' ');
  let end = space > (max * 2) / 3 ? space : head.length;
  // A loop, because /[…]+$/ takes the square of a long run of commas.
  while (end > 0 && DANGLING.test(head.charAt(end - 1))) end--;
  return `${head.slice(0, end)}…`;
}

export function escapeHtml(text: string): string {
  return text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/'/g, '&#39;');
}

const BLOCKS = new Set(
  (
    'address article aside blockquote br caption dd div dl dt figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr li ' +
    'main nav ol option p pre section summary table tbody td tfoot th thead title tr ul'
  ).split(' '),
);
const SILENT = new Set(['script', 'style', 'iframe', 'noembed', 'noframes', 'template']);

/** The text that a reader of `html` would see: entities decoded, blocks on lines of their own, scripts left out. */
export function htmlToText(html: string): string {
  if (!/[<&]/.test(html)) return tidyLines(html);
  return tidyLines(visibleText(html));
}

// The tokenizer alone, without a tree or a stack of open elements: nesting costs nothing.
function visibleText(html: string): string {
  const parts: string[] = [];
  let silent: string | null = null;
  const say = (text: string) => {
    if (silent === null) parts.push(text);
  };
  const name = (start: number, end: number) => html.slice(start, end).toLowerCase();
  const nothing = () => {};
  const tokenizer = new Tokenizer(
    { xmlMode: false, decodeEntities: true },
    {
      ontext: (start, end) => say(html.slice(start, end)),
      ontextentity: (codePoint) => say(String.fromCodePoint(codePoint)),
      onopentagname: (start, end) => {
        const tag = name(start, end);
        if (BLOCKS.has(tag)) say('\n');
        if (SILENT.has(tag)) silent ??= tag;
      },
      onclosetag: (start, end) => {
        const tag = name(start, end);
        if (tag === silent) silent = null;
        if (BLOCKS.has(tag)) say('\n');
      },
      oncdata: (start, end, endOffset) => say(html.slice(start, end - endOffset)),
      onattribdata: nothing,
      onattribentity: nothing,
      onattribend: nothing,
      onattribname: nothing,
      oncomment: nothing,
      ondeclaration: nothing,
      onend: nothing,
      onopentagend: nothing,
      onprocessinginstruction: nothing,
      onselfclosingtag: nothing,
    },
  );
  tokenizer.write(html);
  tokenizer.end();
  return parts.join('');
}

function tidyLines(text: string): string {
  const lines = stripControls(text)
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .map((line) => line.replace(/\s+/g, ' ').trim());
  return lines.filter((line) => line !== '').join('\n');
}
