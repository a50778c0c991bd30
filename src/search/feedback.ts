/**
 * What people say of a pair of similar threads, as a change of its score. Pure.
 * Members vote "really related" or "not related"; a moderator's ruling (pin, ban) stands above any votes.
 */

export const rulings = ['pin', 'ban'] as const;
export type Ruling = (typeof rulings)[number];

/** Verdicts of so many more members one way than the other change a list; fewer are an opinion, not a verdict. */
export const SETTLED_AT = 2;
/** No number of votes moves a score further: the machine's reading of the texts keeps the larger part. */
export const LARGEST_SHIFT = 0.25;
// Weight of the doubt before anybody voted, as votes: the additive smoothing of Laplace, so that 2 : 0 counts less than 20 : 0.
const DOUBT = 4;

/** Added to the score: 0.25 · (related − unrelated) / (related + unrelated + 4) once settled, else 0; within ±0.25. */
export function feedbackShift(related: number, unrelated: number): number {
  const net = related - unrelated;
  if (Math.abs(net) < SETTLED_AT) return 0;
  return (LARGEST_SHIFT * net) / (related + unrelated + DOUBT);
}

/** A score with what people said of it; stays between 0 and 1. */
export function shifted(score: number, shift: number): number {
  return Math.min(1, Math.max(0, score + shift));
}
