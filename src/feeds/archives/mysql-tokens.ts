/**
 * The words of a MySQL dump, one after another, from text that comes in pieces: names, strings, words, signs. Comments are
 * left out. Enters: pieces of any size, cut anywhere. Leaves: `onToken` for each. Invariant: memory holds one piece and one
 * token; a token that does not end within the cap ends the reading.
 */
import { AppError } from '../../lib/errors.js';

export type SqlToken = { kind: 'word' | 'name' | 'string' | 'sign'; text: string };

// A message of Kunena is a MEDIUMTEXT; longer than this is a broken dump.
const MAX_TOKEN = 32 * 1024 * 1024;

const SPACE = /[\s\ufeff]+/y;
const WORD = /[\w$.\u0080-\ufffe+-]+/y;
const STOPS: Record<string, RegExp> = { "'": /['\\]/g, '"': /["\\]/g, '`': /`/g };
// What MySQL writes for each escaped character; any other one stands for itself.
const ESCAPES: Record<string, string> = { n: '\n', r: '\r', t: '\t', '0': '', b: '', Z: '' };

/** Where the next token begins and what was read; null when the text ends before it is sure. */
type Step = { token?: SqlToken; end: number } | null;

export function createSqlTokenizer(onToken: (token: SqlToken) => void) {
  let text = '';

  function read(isLast: boolean): void {
    let at = 0;
    for (let step = stepAt(text, at, isLast); step; step = stepAt(text, at, isLast)) {
      if (step.token) onToken(step.token);
      at = step.end;
    }
    text = text.slice(at);
    if (text.length > MAX_TOKEN)
      throw new AppError('bad-input', { params: { why: 'a value of the dump does not end' } });
  }

  return {
    push: (piece: string) => {
      text += piece;
      read(false);
    },
    end: () => read(true),
  };
}

function stepAt(text: string, at: number, isLast: boolean): Step {
  if (at >= text.length) return null;
  const space = matchEnd(SPACE, text, at);
  if (space > at) return { end: space };
  const first = text.charAt(at);
  if (first === '#' || first === '-' || first === '/') {
    // One sign more decides whether a comment begins.
    if (text.length < at + 3 && !isLast) return null;
    const close = commentClose(text, at);
    if (close !== null) return afterComment(text, at, close, isLast);
  }
  if (STOPS[first]) return quoted(text, at, isLast);
  const word = matchEnd(WORD, text, at);
  if (word === at) return { token: { kind: 'sign', text: first }, end: at + 1 };
  // A word that reaches the end of the piece may go on in the next one.
  return word === text.length && !isLast ? null : { token: { kind: 'word', text: text.slice(at, word) }, end: word };
}

/** What ends the comment that begins here; null when none does. */
function commentClose(text: string, at: number): string | null {
  if (text.charAt(at) === '#' || /^--(?:\s|$)/.test(text.slice(at, at + 3))) return '\n';
  return text.startsWith('/*', at) ? '*/' : null;
}

function afterComment(text: string, at: number, close: string, isLast: boolean): Step {
  const end = text.indexOf(close, at + 2);
  if (end >= 0) return { end: end + close.length };
  return isLast ? { end: text.length } : null;
}

function quoted(text: string, at: number, isLast: boolean): Step {
  const quote = text.charAt(at);
  const stop = STOPS[quote] ?? /$/g;
  const parts: string[] = [];
  for (let from = at + 1; ; ) {
    stop.lastIndex = from;
    const found = stop.exec(text);
    // What follows the mark decides what it is.
    if (!found || (found.index + 1 >= text.length && !isLast)) return null;
    parts.push(text.slice(from, found.index));
    const next = text.charAt(found.index + 1);
    if (found[0] === '\\') parts.push(ESCAPES[next] ?? next);
    else if (next === quote) parts.push(quote);
    else return { token: { kind: quote === '`' ? 'name' : 'string', text: parts.join('') }, end: found.index + 1 };
    from = found.index + 2;
  }
}

function matchEnd(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}
