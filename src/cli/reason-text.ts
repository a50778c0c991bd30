/** The words for why a document or an entry was not taken, by the code that reports carry. */
import { textsFor } from '../i18n/texts.js';

const own: Record<string, string> = {
  unreadable: 'cannot be read',
  'feed-unreachable': 'cannot be reached',
  'no-content': 'neither a headline nor a text',
};

export function reasonText(code: string): string {
  const { fetchOutcomes, rejections } = textsFor('en');
  const texts: Record<string, string> = { ...rejections, ...fetchOutcomes, ...own };
  return Object.hasOwn(texts, code) ? (texts[code] ?? code) : code;
}
