/** Text typed with the other keyboard layout on: `ds,jhs` is выборы, `руддщ` is hello. */

const LATIN = '`qwertyuiop[]asdfghjkl;\'zxcvbnm,.~QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>';
const CYRILLIC = 'ёйцукенгшщзхъфывапролджэячсмитьбюЁЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ';

const toCyrillic = new Map([...LATIN].map((letter, index) => [letter, CYRILLIC[index] ?? letter]));
const toLatin = new Map([...CYRILLIC].map((letter, index) => [letter, LATIN[index] ?? letter]));

/** The same keys on the other layout; undefined for text without a letter of either, with letters of both, or of keys that give no letter there. */
export function otherLayout(text: string): string | undefined {
  const isLatin = /[a-z]/i.test(text);
  const isCyrillic = /[а-яё]/i.test(text);
  if (isLatin === isCyrillic) return undefined;
  const keys = isLatin ? toCyrillic : toLatin;
  const typed = [...text].map((letter) => keys.get(letter) ?? letter).join('');
  return /\p{L}/u.test(typed) ? typed : undefined;
}
