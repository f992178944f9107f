// Numbers that vary from seed to seed: their mean and how far they lie from it.

/** Mean and standard deviation. */
export interface Spread {
  readonly mean: number;
  /** With n - 1; NaN for a single value. */
  readonly sd: number;
  /** Of the mean: sd / sqrt(n). */
  readonly error: number;
}

/** The spread of values such as scores over seeds; NaN without values. */
export function spreadOf(values: readonly number[]): Spread {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const sd = n > 1 ? Math.sqrt(squares / (n - 1)) : NaN;
  return { mean, sd, error: sd / Math.sqrt(n) };
}
