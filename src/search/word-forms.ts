/**
 * Stems to written words and back, kept as "drop so many letters, then add these": a few thousand endings that all
 * terms share, and two bytes a term, in place of a string per term.
 */

const MAX_FORMS = 65_535;

export function createWordForms() {
  const numbers = new Map<string, number>([['', 0]]);
  const endings: { dropped: number; ending: string }[] = [{ dropped: 0, ending: '' }];

  /** 0, the term itself, once the table is full. */
  function numberOf(term: string, word: string): number {
    let kept = 0;
    while (kept < term.length && term[kept] === word[kept]) kept++;
    const form = { dropped: term.length - kept, ending: word.slice(kept) };
    const key = form.dropped === 0 ? form.ending : `${form.dropped} ${form.ending}`;
    const known = numbers.get(key);
    if (known !== undefined) return known;
    if (endings.length > MAX_FORMS) return 0;
    numbers.set(key, endings.length);
    return endings.push(form) - 1;
  }

  function apply(term: string, number: number): string {
    const { dropped, ending } = endings[number] ?? { dropped: 0, ending: '' };
    return term.slice(0, term.length - dropped) + ending;
  }

  return { numberOf, apply };
}
