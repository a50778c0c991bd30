/** Which single-byte charset a text without a trustworthy label is in, by how its letters stand together. */
import chardet from 'chardet';

const SAMPLE = 100_000;
const CANDIDATES = ['windows-1251', 'koi8-r', 'ibm866', 'iso-8859-5'];
// What a label needs to lose by, so that a short text does not overrule it by chance.
const LABEL_BONUS = 0.15;

/** Russian fills whole words with high bytes; French and German scatter them among ASCII letters. */
export function looksCyrillic(bytes: Uint8Array): boolean {
  const sample = bytes.subarray(0, SAMPLE);
  let high = 0;
  let together = 0;
  for (let at = 0; at < sample.length; at++) {
    if (!isHigh(sample[at])) continue;
    high++;
    if (isHigh(sample[at - 1]) || isHigh(sample[at + 1])) together++;
  }
  return high > 0 && together / high > 0.7 && bestCyrillic(sample).score > 0.5;
}

/** `labelled` is the charset that the document claims, when that claim is in doubt. */
export function guessCharset(bytes: Uint8Array, labelled?: string): string {
  const sample = bytes.subarray(0, SAMPLE);
  if (looksCyrillic(sample)) return bestCyrillic(sample, labelled).charset;
  const guess = chardet.detect(sample)?.toLowerCase() ?? '';
  // For the scripts with two bytes a letter the library's tables are good; among the Latin ones everything is 1252.
  return /^(?:shift_jis|euc-|gb18030|big5)/.test(guess) ? guess : 'windows-1252';
}

function bestCyrillic(sample: Uint8Array, labelled?: string): { charset: string; score: number } {
  const scored = CANDIDATES.map((charset) => ({
    charset,
    score: plausibility(new TextDecoder(charset).decode(sample)) + (charset === labelled ? LABEL_BONUS : 0),
  }));
  return scored.reduce((best, next) => (next.score > best.score ? next : best));
}

/** About 1 for Russian text, far less or negative for Russian read with a wrong table. */
function plausibility(text: string): number {
  const others = text.match(/[^\p{ASCII}]/gu)?.length ?? 0;
  if (others === 0) return 0;
  const count = (pattern: RegExp) => text.match(pattern)?.length ?? 0;
  const letters = count(/[а-яё]/gi);
  const frequent = count(/[оеаинтсрвл]/g);
  const rare = count(/[ъщэфцЪЫЬЩ]/g);
  // A capital after a small letter is what every wrong table makes of most words.
  const broken = count(/[а-яё][А-ЯЁ]/g);
  return (letters + frequent - rare - 2 * broken - 2 * (others - letters)) / (others * 1.6);
}

function isHigh(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x80;
}
