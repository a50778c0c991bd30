/** Month, day and zone words of feeds, keyed by their lower-case beginnings. */

// Beginnings, longest needed to tell months apart, in English, Russian, Ukrainian, German, French, Spanish, Italian,
// Portuguese, Greek, Hungarian, Dutch, Polish, Czech, Turkish, Romanian, Bulgarian, Belarusian and Finnish. The first match wins, so the longer of two overlapping beginnings stands first.
const MONTHS: ReadonlyArray<readonly [number, string]> = [
  [1, 'jan янв січ ene gen jän ιαν led sty oca ian яну студ tammi'],
  [2, 'feb fév fev фев лют φεβ lut úno şub helmi лют'],
  [3, 'mar mär мар бер μαρ μάρ márc marc mrt bře maalis сак'],
  [4, 'apr abr avr апр квіт кві ápr απρ kwi dub nis huhti крас'],
  [5, 'may mai mag май мая трав тра maj máj μαΐ μαϊ mei kvě touko'],
  [6, 'jun juin giu июн черв чер jún ιούν ιουν ιον cze červn haz iun юни чэр kesä'],
  [7, 'jul juil lug июл лип júl ιούλ ιουλ ιολ lip červenec tem iul юли ліп heinä'],
  [8, 'aug ago août aou авг серп сер αυγ αύγ sie srp ağu жні elo'],
  [9, 'sep set сен вер szept σεπ wrz zář eyl syys вера'],
  [10, 'oct okt ott out окт жовт жов οκτ paź říj eki loka каст'],
  [11, 'nov ноя лист лис νοε νοέ lis kas noi ное ліст marras'],
  [12, 'dec dez dic déc гру дек δεκ gru prosin ara joulu снеж'],
];

const BY_BEGINNING = MONTHS.flatMap(([month, words]) => words.split(' ').map((word) => [word, month] as const)).sort(
  (a, b) => b[0].length - a[0].length,
);

/** 1…12, or undefined for a word that names no month (a weekday, a particle). `word` is lower-case. */
export function monthOf(word: string): number | undefined {
  // "марта" is a month and "mart…" may be "martes", "среда" begins like no month; these weekdays do collide.
  if (/^(?:mardi|martes|marte|mart[eì]d|mar[tţț]i$|sett?imana)/.test(word)) return undefined;
  return BY_BEGINNING.find(([beginning]) => word.startsWith(beginning))?.[1];
}

// Hours ahead of UTC. Ambiguous names take the meaning that news feeds use (CST: Chicago, IST: India, BST: London).
// biome-ignore format: a table
const ZONES: Record<string, number> = {
  z: 0, ut: 0, utc: 0, gmt: 0, wet: 0, west: 1, bst: 1, cet: 1, met: 1, cest: 2, mest: 2, mesz: 2, mez: 1, sast: 2, cat: 2,
  eet: 2, eest: 3, eat: 3, trt: 3, msk: 3, msd: 4, мск: 3, samt: 4, gst: 4, pkt: 5, yekt: 5, uzt: 5, ist: 5.5, npt: 5.75,
  omst: 6, almt: 6, krat: 7, novt: 7, ict: 7, wib: 7, irkt: 8, sgt: 8, hkt: 8, awst: 8, pht: 8, jst: 9, kst: 9, yakt: 9,
  acst: 9.5, aest: 10, vlat: 10, acdt: 10.5, aedt: 11, magt: 11, sakt: 11, pett: 12, nzst: 12, nzdt: 13,
  nst: -3.5, ndt: -2.5, brt: -3, art: -3, adt: -3, ast: -4, at: -4, edt: -4, est: -5, et: -5, cdt: -5, cst: -6, ct: -6,
  mdt: -6, mst: -7, mt: -7, pdt: -7, pst: -8, pt: -8, akdt: -8, akst: -9, hst: -10, a: -1, m: -12, n: 1, y: 12,
};

/** Minutes ahead of UTC; undefined for a word that names no zone. */
export function zoneMinutes(word: string): number | undefined {
  const hours = Object.hasOwn(ZONES, word) ? ZONES[word] : undefined;
  return hours === undefined ? undefined : hours * 60;
}
