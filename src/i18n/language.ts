/** The interface's languages. Russian is first: the site's readers are. */
export const languages = ['ru', 'en'] as const;
export type Language = (typeof languages)[number];

export function isLanguage(value: unknown): value is Language {
  return value === 'ru' || value === 'en';
}
