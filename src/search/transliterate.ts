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

// Longer spellings before the shorter ones that they contain; `c` before e, i, y is an s.
const LATIN_SPELLINGS = /shch|sch|sh|tch|ch|tz|ts|zh|kh|ph|th|ck|ee|oo|c(?=[eiy])|[jqxwcy]/g;
const LATIN_SIGNS: Record<string, string> = {
  ...{ shch: '6', sch: '6', sh: '6', tch: '4', ch: '4', tz: '4', ts: '4', zh: '7', j: '7', kh: 'h', ph: 'f', th: 't' },
  ...{ ck: 'k', q: 'k', x: 'ks', w: 'v', y: 'i', ee: 'i', oo: 'u' },
};

export function nameKey(stem: string): string {
  const sounds = /^[\u0400-\u04ff]/.test(stem) ? fromCyrillic(stem) : fromLatin(stem);
  // Glides come and go (Yulia, Iuliia, Юлия), letters double or not, and endings are grammar.
  const key = sounds.replace(/i+(?=[aeou])|(.)(?=\1)|[aeiou]+$/g, '');
  return key.length < MIN_KEY || !/^[a-z467]+$/.test(key) ? '' : key;
}

function fromCyrillic(stem: string): string {
  let sounds = '';
  for (const letter of stem.replaceAll('дж', 'ж')) sounds += CYRILLIC_SIGNS[letter] ?? '?';
  return sounds;
}

function fromLatin(stem: string): string {
  const plain = /^[a-z]+$/.test(stem) ? stem : stem.normalize('NFD').replace(/\p{M}/gu, '');
  return plain.replace(LATIN_SPELLINGS, (spelling, at: number) => {
    return spelling === 'c' ? (/[eiy]/.test(plain.charAt(at + 1)) ? 's' : 'k') : (LATIN_SIGNS[spelling] ?? spelling);
  });
}
