// Nash bargaining and its alpha-fair relatives: one smooth convex problem, solved by damped Newton in float64.
import { cholesky, norms, substitute, times, type Matrix } from "./linear";

/**
 * The positive root of A w = w^(-1/alpha) for a Gram matrix A: alpha 1 is the Nash bargaining solution.
 *
 * It minimises 1/2 w'Aw - sum_t phi(w_t) with phi' = w^(-1/alpha), which is strictly convex, so damped Newton from the
 * solution for orthogonal gradients needs about ten steps. Null where no root exists: a gradient is 0, or 0 is a
 * positive combination of the gradients (nothing is left to bargain for).
 */
export function solveFair(gram: Matrix, alpha: number): number[] | null {
  const size = norms(gram);
  if (size.some((norm) => norm === 0)) return null;
  const power = -1 / alpha;
  const alone = size.map((norm) => norm ** ((-2 * alpha) / (alpha + 1)));
  let w = alone;
  for (let step = 0; step < 200; step++) {
    const pull = times(gram, w);
    const share = w.map((x) => x ** power);
    // Every row is divided by its weight's own curvature, so that norms far apart do no harm.
    const unit = w.map((x, i) => 1 / Math.sqrt(gram[i][i] - (power * share[i]) / x));
    const hessian = gram.map((row, i) => row.map((a, j) => (i === j ? 1 : a * unit[i] * unit[j])));
    const lower = cholesky(hessian, 1e-16);
    if (!lower) return null;
    const move = substitute(
      lower,
      w.map((_, i) => (share[i] - pull[i]) * unit[i]),
    ).map((x, i) => x * unit[i]);
    const rate = stride(gram, w, move, power);
    w = w.map((x, i) => x + rate * move[i]);
    if (w.some((x, i) => !(x < 1e8 * alone[i]))) return null;
    if (rate === 1 && move.every((x, i) => Math.abs(x) <= 1e-15 * w[i])) break;
    if (rate === 0) break;
  }
  const rest = times(gram, w).map((x, i) => Math.abs(x - w[i] ** power) / w[i] ** power);
  return Math.max(...rest) < 1e-4 ? w : null;
}

/** The longest of 1, 1/2, 1/4 ... that keeps w positive and does not overshoot the minimum along the move. */
function stride(
  gram: Matrix,
  w: readonly number[],
  move: readonly number[],
  power: number,
): number {
  let rate = 1;
  w.forEach((x, i) => {
    if (move[i] < 0) rate = Math.min(rate, (0.95 * x) / -move[i]);
  });
  const slope = (r: number): number => {
    const at = w.map((x, i) => x + r * move[i]);
    const pull = times(gram, at);
    return at.reduce((sum, x, i) => sum + (pull[i] - x ** power) * move[i], 0);
  };
  const start = slope(0);
  if (!(start < 0)) return rate === 1 ? 1 : 0;
  for (let halving = 0; halving < 60; halving++) {
    if (slope(rate) <= 0.5 * Math.abs(start)) return rate;
    rate /= 2;
  }
  return 0;
}
