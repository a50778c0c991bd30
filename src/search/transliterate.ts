/**
 * Names across scripts. In: a stem in Cyrillic or Latin letters. Out: a key that the usual spellings of one name share
 * (Памфилова, Pamfilova; Заречье, Zarechye; Хабаровск, Khabarovsk), '' where too little is left to tell names apart.
 * The key is no spelling: sounds that writers spell in several ways become one sign (4: ch and ts, 6: sh and shch, 7: zh and j).
 */

/** Shorter keys meet by chance. */
const MIN_KEY = 4;

const CYRILLIC_SIGNS: Record<string, string> = {
  ...{ а: 'a', б: 'b', в: 'v', г: 'g', ґ: 'g', д: 'd', е: 'e', є: 'e', ж: '7', з: 'z', и: 'i', і: 'i', ї: 'i', й: 'i' },
  ...{ к: 'k', л: 'l', м: 'm', н: 'n', о: 'o', п: 'p', р: 'r', с: 's', т: 't', у: 'u', ф: 'f', х: 'h', ц: '4', ч: '4' },
  ...{ ш: '6', щ: '6', ъ: '', ы: 'i', ь: '', э: 'e', ю: 'u', я: 'a' },
};

// In this order: longer spellings before the shorter ones that they contain.
const LATIN_SOUNDS: [RegExp, string][] = [
  [/shch|sch|sh/g, '6'],
  [/tch|ch|tz|ts/g, '4'],
  [/zh|j/g, '7'],
  [/kh/g, 'h'],
  [/ph/g, 'f'],
  [/th/g, 't'],
  [/ck|q/g, 'k'],
  [/x/g, 'ks'],
  [/w/g, 'v'],
  [/c(?=[eiy])/g, 's'],
  [/c/g, 'k'],
  [/ee|y/g, 'i'],
  [/oo/g, 'u'],
];

export function nameKey(stem: string): string {
  const sounds = /^\p{Script=Cyrillic}+$/u.test(stem) ? fromCyrillic(stem) : fromLatin(stem);
  if (!/^[a-z467]*$/.test(sounds)) return '';
  // Glides come and go (Yulia, Iuliia, Юлия), letters double or not, and endings are grammar.
  const key = sounds
    .replace(/i+(?=[aeou])/g, '')
    .replace(/(.)\1+/g, '$1')
    .replace(/[aeiou]+$/, '');
  return key.length < MIN_KEY ? '' : key;
}

function fromCyrillic(stem: string): string {
  return [...stem.replaceAll('дж', 'ж')].map((letter) => CYRILLIC_SIGNS[letter] ?? '?').join('');
}

function fromLatin(stem: string): string {
  const plain = stem.normalize('NFD').replace(/\p{M}/gu, '');
  return LATIN_SOUNDS.reduce((sounds, [spelling, sound]) => sounds.replace(spelling, sound), plain);
}
