// ConicGrad: within an angle of the mean gradient, the direction that helps the worst-off task most.
import { within } from "./preference";
import { nearDual } from "./solvers/conflict";
import { dot, quadratic, times, type Matrix } from "./solvers/linear";
import { minNorm } from "./solvers/simplexQp";
import type { Weighting } from "./weighting";

/**
 * ConicGrad (Hassanpour et al. 2025): among directions d of the mean gradient's length with cos(d, g_0) >= c, the one that
 * maximises min_t g_t.d. Times K, so that agreeing tasks have weights that sum to K.
 *
 * Solved exactly in every step (the authors take one gradient step per iteration on the dual): either MGDA's direction,
 * if it lies in the cone, or a direction on the cone's surface, c g_0/|g_0| + sqrt(1 - c^2) e, whose sideways part e
 * solves CAGrad's kind of problem. c = 1 is the mean gradient, and so is a case without any sideways part; a mean
 * gradient of 0 gives no direction and ones as weights. Heads receive their own loss unweighted.
 *
 * @example
 * fit(model, data, { weighting: conicGrad({ c: 0.5 }) });
 */
export function conicGrad({ c = 0.5 }: { c?: number } = {}): Weighting {
  within("c", c, 0, 1);
  return {
    name: "ConicGrad",
    needs: "gram",
    heads: "own",
    start(tasks) {
      const u = tasks.map(() => 1 / tasks.length);
      return {
        weights({ gram }) {
          const mean = Math.sqrt(quadratic(gram, u));
          if (mean === 0 || c === 1) return tasks.map(() => 1);
          const d = inside(gram, u, mean, c) ?? onSurface(gram, u, mean, c);
          return d.map((x) => x * mean * tasks.length);
        },
      };
    },
  };
}

/** MGDA's direction at length 1 where it lies in the cone. */
function inside(gram: Matrix, u: number[], mean: number, c: number): number[] | null {
  const w = minNorm(gram);
  const length = Math.sqrt(quadratic(gram, w));
  if (!(dot(times(gram, u), w) >= c * mean * length) || length <= 1e-12 * mean) return null;
  return w.map((x) => x / length);
}

/** The best direction at length 1 on the cone's surface. */
function onSurface(gram: Matrix, u: number[], mean: number, c: number): number[] {
  const along = times(gram, u).map((x) => x / mean);
  // Gradients along the mean have no sideways part, only what rounding makes of it.
  const flat = gram.map((row, i) => row[i] - along[i] * along[i] <= 1e-12 * row[i]);
  const aside = gram.map((row, i) =>
    row.map((a, j) => (flat[i] || flat[j] ? 0 : a - along[i] * along[j])),
  );
  const side = Math.sqrt(1 - c * c);
  const dual = nearDual(
    aside,
    along.map((x) => c * x),
    side,
  );
  if (!dual) return u.map((x) => x / mean);
  const out = side / dual.length;
  const back = dot(along, dual.w);
  return u.map((x, t) => (c * x) / mean + out * (dual.w[t] - (back * x) / mean));
}
