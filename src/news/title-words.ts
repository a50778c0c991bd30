/** Whether a word, in whatever form, stands in a headline: a prefix of words, cheap enough for every row of a list. */

// What may stand around a word; the SQL of thread-filter-store.ts replaces the same.
export const TITLE_BREAKS = ['«', '»', '"', '“', '”', '„', '(', ')', '-', '—', '–', ',', '.', ':', '!', '?', '/'];

const FORMS_DIFFER_FROM = 4;
// Endings of Russian and English words; what is left must still say something.
const ENDING =
  /(?:иями|ями|ами|ого|его|ому|ему|ыми|ими|ая|яя|ое|ее|ые|ие|ый|ий|ой|ей|ов|ев|ам|ям|ах|ях|ом|ем|ую|юю|ing|ed|es|[аеиоуыьюяйs])$/u;

/** Lower case, ё as е, every break a space, a space at both ends: words stand between spaces. */
export function foldTitle(title: string): string {
  let folded = title.toLowerCase().replaceAll('ё', 'е');
  for (const mark of TITLE_BREAKS) folded = folded.replaceAll(mark, ' ');
  return ` ${folded} `;
}

/** What to look for in a folded title: short words whole, longer ones by their stem. */
export function wordPattern(word: string): string {
  const folded = foldTitle(word).trim().replace(/\s+/g, ' ');
  if (folded.length < FORMS_DIFFER_FROM || /\s/.test(folded)) return ` ${folded} `;
  const stem = folded.replace(ENDING, '');
  return stem.length >= 4 ? ` ${stem}` : ` ${folded}`;
}
