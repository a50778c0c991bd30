/** The words for why a document or an entry was not taken, by the code that reports carry. */
import { textsFor } from '../i18n/texts.js';

const own: Record<string, string> = {
  unreadable: 'cannot be read',
  'feed-unreachable': 'cannot be reached',
  'bad-json': 'lines that are no JSON object',
  'bad-row': 'rows of the dump that cannot be understood',
  'bad-archive': 'not an archive that can be read',
  'no-forum': 'no topics of a Kunena forum in it',
  'no-messages': 'topics without a message',
  hidden: 'messages that were deleted or not yet approved there',
  'no-content': 'neither a headline nor a text',
};

export function reasonText(code: string): string {
  const { fetchOutcomes, rejections } = textsFor('en');
  const texts: Record<string, string> = { ...rejections, ...fetchOutcomes, ...own };
  return Object.hasOwn(texts, code) ? (texts[code] ?? code) : code;
}
