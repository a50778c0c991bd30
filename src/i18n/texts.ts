/**
 * The interface's words. `en.ts` is the contract, `ru.ts` satisfies the same type: a missing or misspelt key, or a function
 * with other parameters, does not compile. Texts are plain text; views escape them like any other value.
 */
import { en } from './en.js';
import type { Language } from './language.js';
import { ru } from './ru.js';

/** Inferred without `as const`, so that literals are plain strings that another language may replace. */
export type Texts = typeof en;
export type TextParams = Record<string, string | number>;

const byLanguage: Record<Language, Texts> = { en, ru };

export function textsFor(language: Language): Texts {
  return byLanguage[language];
}

/** The sentence for an error code; an unknown code gets the general one, never a bare key. */
export function errorText(t: Texts, code: string, params: TextParams = {}): string {
  return entry(t.errors, code, params) ?? t.errors.unknown;
}

/** The one-time message after a redirect; an unknown key gets the general "Done". */
export function noticeText(t: Texts, key: string, params: TextParams = {}): string {
  return entry(t.notices, key, params) ?? t.notices.done;
}

/** `Object.hasOwn`: a code such as `constructor` must not reach the prototype. */
function entry(table: object, key: string, params: TextParams): string | undefined {
  if (!Object.hasOwn(table, key)) return undefined;
  const value = (table as Record<string, string | ((params: TextParams) => string)>)[key];
  return typeof value === 'function' ? value(params) : value;
}
