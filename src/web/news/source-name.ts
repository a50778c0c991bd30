/** The name under which readers see a source. */
import { type Language, languages } from '../../i18n/language.js';
import { textsFor } from '../../i18n/texts.js';

/** The source of members' threads is no publisher: it is stored under the name that it has in the site's own language. */
const ofMembers = new Set(languages.map((language) => textsFor(language).starting.source));

export function sourceName(title: string, language: Language): string {
  return ofMembers.has(title) ? textsFor(language).starting.source : title;
}
