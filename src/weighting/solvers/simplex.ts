// The probability simplex: weights that are at least 0 and sum to 1.

/**
 * The point of the simplex nearest to y (Held, Wolfe and Crowder 1974): subtract one threshold from all, clip at 0.
 *
 * @example
 * projectSimplex([0.9, 0.5, -1]); // [0.7, 0.3, 0]
 */
export function projectSimplex(y: readonly number[]): number[] {
  const sorted = [...y].sort((a, b) => b - a);
  let sum = 0;
  let threshold = 0;
  sorted.forEach((value, i) => {
    sum += value;
    const candidate = (sum - 1) / (i + 1);
    if (value > candidate) threshold = candidate;
  });
  return y.map((value) => Math.max(0, value - threshold));
}

/** exp(x_i) / sum_j exp(x_j), safe for any finite x. */
export function softmax(x: readonly number[]): number[] {
  const top = Math.max(...x);
  const powers = x.map((value) => Math.exp(value - top));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}
