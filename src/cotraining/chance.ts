// What a few labels can show and what they cannot: one of six contradicted is chance, sixty of 360 are not.

/**
 * The largest fall in the share of n given labels that learners repeat which a healthy run may show: such learners
 * contradict a tenth of them, give or take two standard errors, 0.1 + 2 sqrt(0.1 * 0.9 / n).
 *
 * @example
 * byChance(6); // 0.34: two labels, not three
 */
export function byChance(n: number): number {
  return 0.1 + 2 * Math.sqrt((0.1 * 0.9) / n);
}
