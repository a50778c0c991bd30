/** A free label from a feed. Its key is what addresses and comparisons use. */
import { collapse } from '../lib/text.js';

const LONGEST_KEY = 60;

/** The key of a key is itself. Never half a character, which no address can carry and no database keep. */
export function tagKey(label: string): string {
  const folded = collapse(label).normalize('NFKC').toLowerCase().replaceAll('ё', 'е');
  return collapse(folded.slice(0, LONGEST_KEY).replace(/[\ud800-\udbff]$/, ''));
}
