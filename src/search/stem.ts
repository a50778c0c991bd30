/** Words to stems, chosen by the script of the word itself, so that a query and a text never disagree about the language. */
import { stemmer as stemEnglish } from '@orama/stemmers/english';
import { stemmer as stemRussian } from '@orama/stemmers/russian';
import { stemmer as stemUkrainian } from '@orama/stemmers/ukrainian';

const CYRILLIC_WORD = /^[а-яєіїґ]+$/;
const UKRAINIAN_LETTER = /[єіїґ]/;
const LATIN_WORD = /^[a-z]+$/;

/** `word` is normalised. Numbers, mixtures and other scripts (German ß, Greek, Arabic, …) stay as they are. */
export function stemWord(word: string): string {
  if (LATIN_WORD.test(word)) return stemEnglish(word);
  if (!CYRILLIC_WORD.test(word)) return word;
  return UKRAINIAN_LETTER.test(word) ? stemUkrainian(word) : stemRussian(word);
}
