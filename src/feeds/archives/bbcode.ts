/**
 * BBCode of an old forum → Markdown of ours, so that an imported post can be quoted and edited like any other. What Markdown
 * cannot say (colour, size, alignment) falls away and its words stay. Linear in its input: hostile nests cost nothing.
 */
// No bracket inside: a row of openings without an end must not be read to the end from each of them.
const TAG = /\[(\/?)([a-z*]{1,12})(?:[= ]([^\][]{0,2000}))?\]/gi;
// What Markdown would take for markup; a dot after a number begins a list only at a line's start.
const SPECIAL = /[\\`*_[\]<>~]/g;
const LINE_START = /^(\s*\d{0,9})([#+>=.)-])(?=\s|$|[-=])/gm;
const MAX_NESTING = 8;

const WRAPS: Record<string, string> = { b: '**', strong: '**', i: '*', em: '*', s: '~~', strike: '~~' };

type Frame = { tag: string; value: string; parts: string[]; isOrdered: boolean };

export function bbcodeToMarkdown(source: string): string {
  const text = decodeEntities(source).replace(/\r\n?/g, '\n');
  const stack: Frame[] = [frame('', '')];
  let from = 0;
  let verbatim: string | null = null;
  const say = (part: string) => void stack.at(-1)?.parts.push(part);
  for (const found of text.matchAll(TAG)) {
    const [whole, slash = '', name = '', value = ''] = found;
    const tag = name.toLowerCase();
    if (verbatim !== null && !(slash && tag === verbatim)) continue;
    const before = text.slice(from, found.index);
    say(verbatim === null ? escapeMarkdown(before) : before);
    from = found.index + whole.length;
    verbatim = null;
    if (slash) closeTag(stack, tag);
    else if (opens(stack, tag, firstValue(value))) verbatim = tag === 'code' ? tag : null;
    else if (!KNOWN.has(tag)) say(escapeMarkdown(whole));
  }
  say(verbatim === null ? escapeMarkdown(text.slice(from)) : text.slice(from));
  while (stack.length > 1) closeTop(stack);
  return tidy(stack[0]?.parts.join('') ?? '');
}

// Their words stay, the tags go.
const DROPPED =
  'u size color font center left right align justify indent spoiler hide sub sup table tr td th tbody hr ul ol'.split(
    ' ',
  );
const KNOWN = new Set([
  ...Object.keys(WRAPS),
  ...DROPPED,
  'quote',
  'url',
  'email',
  'img',
  'code',
  'list',
  'li',
  '*',
  'video',
  'attachment',
  'media',
  'ebay',
  'map',
]);

/** `"Имя" post=12`, `http://a.example target=x`: the first of several. */
function firstValue(written: string): string {
  const text = written.trim();
  const inQuotes = /^"([^"]*)"|^'([^']*)'/.exec(text);
  return inQuotes ? (inQuotes[1] ?? inQuotes[2] ?? '') : text.replace(/\s+[a-z]+=.*$/i, '');
}

function frame(tag: string, value: string): Frame {
  return { tag, value, parts: [], isOrdered: tag === 'ol' || (tag === 'list' && value !== '') };
}

/** False for what needs no end: a rule, or a nest too deep to follow. */
function opens(stack: Frame[], tag: string, value: string): boolean {
  if (!KNOWN.has(tag) || stack.length > MAX_NESTING) return false;
  // An item ends where the next one begins.
  if ((tag === '*' || tag === 'li') && stack.at(-1)?.tag === '*') closeTop(stack);
  stack.push(frame(tag, value));
  return true;
}

/** Closes what was left open inside; an end without a beginning is nothing. */
function closeTag(stack: Frame[], tag: string): void {
  if (!stack.some((open) => open.tag === tag)) return;
  while (stack.length > 1) {
    const isIt = stack.at(-1)?.tag === tag;
    closeTop(stack);
    if (isIt) return;
  }
}

function closeTop(stack: Frame[]): void {
  const closed = stack.pop();
  const parent = stack.at(-1);
  if (closed && parent) parent.parts.push(written(closed, parent));
}

function written({ tag, value, parts }: Frame, parent: Frame): string {
  const inner = parts.join('');
  const mark = WRAPS[tag];
  if (mark) return wrapped(inner, mark);
  if (tag === 'quote') return `\n\n${quoted(inner, value)}\n\n`;
  if (tag === 'code') return inner.includes('\n') ? `\n\n${fenced(inner)}\n\n` : inline(inner);
  if (tag === 'url' || tag === 'email') return link(inner, value, tag);
  if (tag === 'img' || tag === 'video' || tag === 'media') return link(inner, unescaped(inner), 'url');
  if (tag === '*' || tag === 'li') return `\n${parent.isOrdered ? '1.' : '-'} ${inner.trim().replace(/\n+/g, ' ')}`;
  if (tag === 'list' || tag === 'ul' || tag === 'ol') return `\n\n${inner.trim()}\n\n`;
  return tag === 'attachment' || tag === 'map' || tag === 'ebay' ? '' : inner;
}

/** Markdown knows no emphasis over several paragraphs, nor with blanks at its ends. */
function wrapped(inner: string, mark: string): string {
  const words = inner.trim();
  if (words === '' || words.includes('\n\n')) return inner;
  const start = inner.indexOf(words);
  return `${inner.slice(0, start)}${mark}${words}${mark}${inner.slice(start + words.length)}`;
}

function quoted(inner: string, who: string): string {
  const name = /\p{L}/u.test(who) && !who.includes('=') ? who : '';
  const lines = tidy(inner).split('\n');
  return [...(name ? [`**${escapeMarkdown(name)}:**`, ''] : []), ...lines]
    .map((line) => `> ${line}`.trimEnd())
    .join('\n');
}

function link(inner: string, value: string, tag: string): string {
  const address = (value || unescaped(inner)).trim();
  const href = tag === 'email' ? `mailto:${address}` : /^www\./i.test(address) ? `http://${address}` : address;
  if (!/^(?:https?:\/\/|mailto:)[^\s<>()]+(?:\([^\s<>()]*\)[^\s<>()]*)*$/i.test(href)) return inner;
  const words = inner.trim().replace(/\n+/g, ' ');
  return words === '' || unescaped(words) === address ? `<${href}>` : `[${words}](<${href}>)`;
}

function inline(code: string): string {
  return code.includes('`') ? `\`\` ${code} \`\`` : `\`${code}\``;
}

function fenced(code: string): string {
  const fence = code.includes('```') ? '~~~~' : '```';
  return `${fence}\n${code.replace(/^\n+|\n+$/g, '')}\n${fence}`;
}

function escapeMarkdown(text: string): string {
  return text.replace(SPECIAL, '\\$&').replace(LINE_START, '$1\\$2');
}

function unescaped(text: string): string {
  return text.replace(/\\([\\`*_[\]<>~#+>=-])/g, '$1');
}

function tidy(text: string): string {
  return text
    .replace(/[^\S\n]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** Old versions stored texts with their entities; a text about entities loses one level, a post full of &quot; is worse. */
function decodeEntities(text: string): string {
  if (!/&(?:quot|#0?39|lt|gt|amp);/.test(text)) return text;
  return text
    .replace(/&quot;/g, '"')
    .replace(/&#0?39;/g, "'")
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&');
}
