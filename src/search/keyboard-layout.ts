/** Text typed with the other keyboard layout on: `ds,jhs` is выборы, `руддщ` is hello. */

const LATIN = '`qwertyuiop[]asdfghjkl;\'zxcvbnm,.~QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>';
const CYRILLIC = 'ёйцукенгшщзхъфывапролджэячсмитьбюЁЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ';

const toCyrillic = new Map([...LATIN].map((letter, index) => [letter, CYRILLIC[index] ?? letter]));
const toLatin = new Map([...CYRILLIC].map((letter, index) => [letter, LATIN[index] ?? letter]));

/** The same keys on the other layout; undefined for text without a letter of either, or with letters of both. */
export function otherLayout(text: string): string | undefined {
  const isLatin = /[a-z]/i.test(text);
  const isCyrillic = /[а-яё]/i.test(text);
  if (isLatin === isCyrillic) return undefined;
  const keys = isLatin ? toCyrillic : toLatin;
  return [...text].map((letter) => keys.get(letter) ?? letter).join('');
}
