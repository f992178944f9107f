// Clustered multi-task learning: tasks fall into groups, nobody says which.
import { expected } from "../errors";
import type { LinearData } from "./examples";
import { amount, fitLinear, type Linear, type LinearOptions } from "./fitLinear";
import { scaledAlong, singular } from "./matrix";
import { free } from "./penalties";

export interface ClusteredOptions extends LinearOptions {
  /** How many groups. */
  readonly clusters: number;
  /** How strongly tasks are pulled to the centre of their group. */
  readonly lambda: number;
  /** How strongly all weights are pulled to 0; must be above 0. Default lambda / 10. */
  readonly shrink?: number;
}

/** With how closely tasks belong together. */
export interface Clustered extends Linear {
  /** [tasks][tasks]: 1 / size for two tasks of a group of that size, 0 for strangers, and values between. */
  readonly relation: number[][];
}

/**
 * Clustered multi-task learning, convex relaxation (Jacob, Bach and Vert 2008; Zhou, Chen and Ye 2011): as `lasso`, with
 * the penalty min over M of shrink (1 + e) tr(W (e I + M)^-1 W'), e = shrink / lambda, 0 <= M <= I, tr M = clusters.
 *
 * If M were the averaging over k groups, that is lambda * sum_t |w_t - mean of its group|^2 + shrink * sum |w|^2. The best
 * M is found exactly, as a function of the singular values of W, so that the penalty is smooth. RangeError for more
 * clusters than tasks. Data as for `lasso`.
 *
 * @example
 * const { relation } = clustered(shops, { clusters: 3, lambda: 1 });
 */
export function clustered(data: LinearData, o: ClusteredOptions): Clustered {
  const { clusters, lambda, shrink = lambda / 10 } = o;
  amount("lambda", lambda);
  amount("shrink", shrink);
  const e = shrink / lambda;
  if (!(e > 0)) throw expected("lambda and shrink above 0", `${lambda}, ${shrink}`, "Raise them.");
  const model = fitLinear(data, o, (tasks) => {
    if (!(Number.isInteger(clusters) && clusters >= 1 && clusters <= tasks.length)) {
      const todo = "Choose as many groups as you expect.";
      throw expected(`from 1 to ${tasks.length} clusters, as there are tasks`, `${clusters}`, todo);
    }
    return {
      parts: { weights: free },
      smooth(w, gradient) {
        const { squares, vectors } = singular(w);
        const shares = sharesOf(squares.map(Math.sqrt), clusters, e);
        const factors = shares.map((share) => (shrink * (1 + e)) / (e + share));
        const slope = scaledAlong(w, vectors, factors).values;
        if (gradient) slope.forEach((v, i) => (gradient.values[i] += 2 * v));
        return squares.reduce((sum, square, k) => sum + factors[k] * square, 0);
      },
    };
  });
  return { ...model, relation: relationOf(model.weights, clusters, e) };
}

/** The best M for these weights. */
function relationOf(weights: number[][], clusters: number, e: number): number[][] {
  const columns = weights[0].length;
  const values = Float64Array.from(weights.flat());
  const { squares, vectors } = singular({ rows: weights.length, columns, values });
  const shares = sharesOf(squares.map(Math.sqrt), clusters, e);
  const of = (a: number, b: number) =>
    vectors.reduce((sum, v, k) => sum + shares[k] * v[a] * v[b], 0);
  return weights[0].map((_, a) => weights[0].map((_, b) => of(a, b)));
}

/** The m in [0, 1] that sum to k and have the least sum s_i^2 / (e + m_i): m_i = x s_i - e, cut to [0, 1]. */
function sharesOf(sizes: readonly number[], k: number, e: number): number[] {
  const at = (x: number) => sizes.map((s) => Math.min(1, Math.max(0, x * s - e)));
  const total = (x: number) => at(x).reduce((a, b) => a + b, 0);
  // Between two of these points the sum is linear in x.
  const bends = sizes.flatMap((s) => (s > 0 ? [e / s, (1 + e) / s] : [])).sort((a, b) => a - b);
  const above = bends.findIndex((x) => total(x) >= k);
  if (above < 0) return sizes.map((s) => (s > 0 ? 1 : 0)); // Fewer directions than k: the rest has no weight.
  const [x1, x0] = [bends[above], bends[above - 1] ?? 0];
  const [high, low] = [total(x1), total(x0)];
  return at(x0 + (high > low ? ((k - low) / (high - low)) * (x1 - x0) : x1 - x0));
}
