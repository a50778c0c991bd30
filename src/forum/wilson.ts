/**
 * Order of "best replies": the lower end of the Wilson score interval for the share of up-votes, at 95 % confidence.
 * E. B. Wilson, "Probable Inference, the Law of Succession, and Statistical Inference", JASA 22 (1927) 209–212:
 *   (p + z²/2n − z·√(p(1 − p)/n + z²/4n²)) / (1 + z²/n),  p = up / n,  n = up + down,  z = 1.96.
 * Few votes prove little, so 1 of 1 (0.21) stands below 9 of 10 (0.60); without votes the score is 0.
 */
const Z = 1.96;

export function wilsonLowerBound(up: number, down: number): number {
  const n = up + down;
  if (n === 0) return 0;
  const p = up / n;
  const z2 = Z * Z;
  return (p + z2 / (2 * n) - Z * Math.sqrt((p * (1 - p)) / n + z2 / (4 * n * n))) / (1 + z2 / n);
}
