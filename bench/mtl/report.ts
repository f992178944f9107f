// What a comparison says.

/** One row of a table. */
export interface Line {
  title: string;
  /** "agrees", "differs", or the reason why a difference is no fault. */
  verdict: string;
  detail: string;
}

export function meanOf(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}

/** Of all values, as the recorded tables have it (divided by their number). */
export function spreadOf(values: readonly number[]): number {
  const mean = meanOf(values);
  return Math.sqrt(meanOf(values.map((v) => (v - mean) ** 2)));
}
