/**
 * Difference of two texts by words, for readers: what stayed, what went, what came.
 * Bounded: texts beyond the caps, or too different to be worth reading word by word, are shown as replaced whole.
 */
import { diffArrays } from 'diff';

export type DiffRun = { kind: 'same' | 'added' | 'removed'; text: string };

const LONGEST_TEXT = 20_000;
// Beyond so many changed words nobody reads a difference, and the time of the comparison grows with the number squared.
const MOST_EDITS = 2000;
const TIMEOUT_MS = 100;
const KEPT_AROUND = 120;
/** White space, a sign, a word of two letters. */
const LONGEST_SCRAP = 2;
// The package's own words are Latin ones: Russian would be compared letter by letter.
const WORD = /[\p{L}\p{N}\p{M}]+(?:['’ʼ-][\p{L}\p{N}\p{M}]+)*|\s+|[^\s\p{L}\p{N}\p{M}]/gu;

export function diffTexts(before: string, after: string): DiffRun[] {
  const [left, right] = [before.slice(0, LONGEST_TEXT), after.slice(0, LONGEST_TEXT)];
  const changes = diffArrays(wordsOf(left), wordsOf(right), { maxEditLength: MOST_EDITS, timeout: TIMEOUT_MS });
  if (!changes) return replacedWhole(left, right);
  const runs = changes.map(
    ({ value, added, removed }): DiffRun => ({
      kind: added ? 'added' : removed ? 'removed' : 'same',
      text: value.join(''),
    }),
  );
  return bridged(runs);
}

/** Phrases instead of word by word: a scrap that stayed between two changes belongs to both. */
function bridged(runs: readonly DiffRun[]): DiffRun[] {
  const result: DiffRun[] = [];
  let [removed, added] = ['', ''];
  const close = () => {
    if (removed !== '') result.push({ kind: 'removed', text: removed });
    if (added !== '') result.push({ kind: 'added', text: added });
    [removed, added] = ['', ''];
  };
  for (const [at, { kind, text }] of runs.entries()) {
    // Not at the edges: before the first change and behind the last there is nothing to bridge.
    const isScrap = text.trim().length <= LONGEST_SCRAP && at > 0 && at < runs.length - 1;
    if (kind === 'same' && !isScrap) {
      close();
      result.push({ kind, text });
      continue;
    }
    if (kind !== 'added') removed += text;
    if (kind !== 'removed') added += text;
  }
  close();
  return result;
}

/** Words, white space and signs, which together are the text. */
function wordsOf(text: string): string[] {
  return text.match(WORD) ?? [];
}

/** The same runs with long unchanged stretches cut to their ends around an ellipsis. */
export function withoutLongSame(runs: readonly DiffRun[], around = KEPT_AROUND): DiffRun[] {
  return runs.map((run, at) => {
    if (run.kind !== 'same' || run.text.length <= 2 * around + 20) return run;
    const head =
      at === 0
        ? ''
        : run.text
            .slice(0, around)
            .replace(/\S{1,30}$/, '')
            .trimEnd();
    const tail =
      at === runs.length - 1
        ? ''
        : run.text
            .slice(-around)
            .replace(/^\S{1,30}/, '')
            .trimStart();
    return { kind: 'same', text: `${head} … ${tail}` };
  });
}

function replacedWhole(before: string, after: string): DiffRun[] {
  const runs: DiffRun[] = [
    { kind: 'removed', text: before },
    { kind: 'added', text: after },
  ];
  return runs.filter(({ text }) => text !== '');
}
