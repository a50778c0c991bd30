/** Names for the members of an old forum: their own where our rules allow it and nobody has it, else the nearest. Pure. */
import { checkName } from '../accounts/name.js';

export type NameCandidate = { name: string; key: string };

const LONGEST_BASE = 24;
const TRIES = 30;

/** Best first. `number` makes the last of them somebody's own. */
export function* nameCandidates(oldName: string, number: number): Generator<NameCandidate> {
  const whole = valid(oldName);
  if (whole) yield whole;
  const tidied = tidy(oldName);
  if (tidied !== oldName) {
    const mended = valid(tidied);
    if (mended) yield mended;
  }
  const base = valid(tidied)?.name ?? 'Участник';
  for (let at = 2; at < TRIES + 2; at++) {
    const next = valid(`${base.slice(0, LONGEST_BASE).trim()} ${base === 'Участник' ? number + at - 2 : at}`);
    if (next) yield next;
  }
}

function valid(name: string): NameCandidate | null {
  const checked = checkName(name);
  return checked.ok ? { name: checked.name, key: checked.key } : null;
}

/** What our names cannot hold becomes a space between words. */
function tidy(name: string): string {
  return name
    .normalize('NFKC')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .slice(0, LONGEST_BASE)
    .trim();
}
