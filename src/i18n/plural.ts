/** The right form of a word after a number: English has two forms, Russian four, `Intl` knows which. */
import type { Language } from './language.js';

export type PluralForms = { one: string; few?: string; many?: string; other: string };

export type Plural = {
  /** The form alone: `ответа`. */
  form: (n: number, forms: PluralForms) => string;
  /** Number and form, the number grouped as the language does: `1 204 ответа`. */
  count: (n: number, forms: PluralForms) => string;
};

export function createPlural(language: Language): Plural {
  const rules = new Intl.PluralRules(language);
  const numbers = new Intl.NumberFormat(language);
  const form = (n: number, forms: PluralForms) => forms[rules.select(n) as keyof PluralForms] ?? forms.other;
  // A no-break space: a number never stands at the end of a line without its word.
  return { form, count: (n, forms) => `${numbers.format(n)}\u00a0${form(n, forms)}` };
}
