/** A post's words as a quotation at the head of an answer. What it quoted itself is left out. */
import { truncate } from '../lib/text.js';

const LONGEST_QUOTE = 1500;

export function quoteOf(markdown: string): string {
  const own = markdown
    .split('\n')
    .filter((line) => !/^\s{0,3}>/.test(line))
    .join('\n')
    .trim();
  if (own === '') return '';
  const lines = truncate(own, LONGEST_QUOTE)
    .replace(/\n{3,}/g, '\n\n')
    .split('\n');
  return `${lines.map((line) => `> ${line}`.trimEnd()).join('\n')}\n\n`;
}
