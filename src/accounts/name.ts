/**
 * Names of members: what may stand in one, and when two count as the same.
 * The alphabet is closed (Latin and Cyrillic as languages use them), so every pair of letters that looks alike is known
 * and folded into one key. The key is stored and unique: change the folding only together with a migration.
 */

const NAME_MAX = 30;
const NAME_MIN = 2;
const KEY_MAX = 80;

// The blocks that living languages need; IPA and historic letters are left out, because they exist here only to deceive.
const LATIN = 'A-Za-z\\u00c0-\\u00d6\\u00d8-\\u00f6\\u00f8-\\u017f\\u0218-\\u021b\\u1e00-\\u1eff';
const CYRILLIC = '\\u0400-\\u045f\\u048a-\\u04ff';
const WORD = `[${LATIN}${CYRILLIC}0-9]+`;
const SHAPE = new RegExp(`^${WORD}(?:(?:\\. ?|[ _-])${WORD})*\\.?$`, 'u');
const HAS_LATIN = new RegExp(`[${LATIN}]`, 'u');
const HAS_CYRILLIC = new RegExp(`[${CYRILLIC}]`, 'u');

// Lower case after folding, but chosen for both cases: В looks like B though в does not look like b.
const LOOK_ALIKES: Record<string, string> = {
  ...{ а: 'a', в: 'b', ь: 'b', с: 'c', е: 'e', ҽ: 'e', һ: 'h', н: 'h', ј: 'j', к: 'k', м: 'm', о: 'o', р: 'p' },
  ...{ ѕ: 's', т: 't', у: 'y', ү: 'y', ұ: 'y', ѵ: 'v', х: 'x', з: '3', б: '6' },
  ...{ i: 'l', '1': 'l', ı: 'l', ł: 'l', і: 'l', ӏ: 'l', '0': 'o', ø: 'o', đ: 'd', ħ: 'h', ŧ: 't' },
};

const RESERVED = new Set(
  (
    'admin administrator mod moderator editor editors staff support system root hustings bot guest anonymous anonym nobody ' +
    'deleted null undefined админ администратор администрация модератор редактор редакция поддержка система бот гость аноним удалён'
  )
    .split(' ')
    .map(nameKey),
);

/** So are those called who have left (see delete-account.ts): nobody shall pass for one of them. */
const FORMER = ['former member', 'бывший участник'].map(nameKey);

export type NameProblem = 'required' | 'too-short' | 'too-long' | 'name-invalid' | 'name-lookalike' | 'name-reserved';
export type NameCheck =
  | { ok: true; name: string; key: string }
  | { ok: false; code: NameProblem; params?: Record<string, number> };

export function checkName(typed: string, { mayBeReserved = false } = {}): NameCheck {
  const name = typed.normalize('NFKC').replace(/\s+/gu, ' ').trim();
  const length = [...name].length;
  if (length === 0) return { ok: false, code: 'required' };
  if (length < NAME_MIN) return { ok: false, code: 'too-short', params: { min: NAME_MIN } };
  if (length > NAME_MAX) return { ok: false, code: 'too-long', params: { max: NAME_MAX } };
  // A name of digits alone reads like the number of a post or a member.
  if (!SHAPE.test(name) || !/\p{L}/u.test(name)) return { ok: false, code: 'name-invalid' };
  if (name.split(/[ ._-]/).some(isMixed)) return { ok: false, code: 'name-lookalike' };
  const key = nameKey(name);
  const isReserved = RESERVED.has(key) || FORMER.some((start) => key.startsWith(start));
  return isReserved && !mayBeReserved ? { ok: false, code: 'name-reserved' } : { ok: true, name, key };
}

/** Total: takes whatever somebody typed into the login form, and leaves letters and digits only. */
export function nameKey(text: string): string {
  const folded = text.slice(0, 1000).normalize('NFKC').toUpperCase().toLowerCase();
  const bare = folded.normalize('NFKD').replace(/[^\p{L}\p{N}]/gu, '');
  const alike = Array.from(bare, (letter) => LOOK_ALIKES[letter] ?? letter).join('');
  return alike.replaceAll('rn', 'm').replaceAll('vv', 'w').slice(0, KEY_MAX);
}

function isMixed(word: string): boolean {
  return HAS_LATIN.test(word) && HAS_CYRILLIC.test(word);
}
