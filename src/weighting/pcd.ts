// PCD: one task comes first, the others are guaranteed a little progress.
import { expected, list } from "../errors";
import { within } from "./preference";
import { nonNegativeQp } from "./solvers/coneQp";
import { dot, norms, quadratic, times } from "./solvers/linear";
import type { Weighting } from "./weighting";

export interface PcdOptions {
  /** The task that comes first; default the first one. */
  primary?: string;
  /** Progress each other task is guaranteed, as a share of what its own normalised gradient would give. */
  tau?: number;
  /** Decay of the running mean of squared gradient norms. */
  beta?: number;
}

/**
 * Priority-constrained descent (TMLR 2026). Gradients are divided by their running root-mean-square norm (bias-corrected,
 * plus 1e-8 under the root); d is the point nearest to the primary one with g_j.d >= tau |g_j|^2 for every other task,
 * then brought to the primary gradient's own length. Times K, so that agreeing tasks have weights that sum to K;
 * TorchJD's are 1/K of these.
 *
 * Constraints that cannot all hold are dropped: the update is the primary gradient. Where that is 0, or d is, all weights
 * are 0. In a batch without labels of the primary task the first of the others stands in for it.
 * Heads receive their own loss unweighted.
 *
 * @example
 * fit(model, data, { weighting: pcd({ primary: "digit" }) });
 */
export function pcd({ primary, tau = 0.02, beta = 0.999 }: PcdOptions = {}): Weighting {
  within("tau", tau, 0, 1);
  within("beta", beta, 0, 0.999999);
  return {
    name: "PCD",
    needs: "gram",
    heads: "own",
    start(tasks, all = tasks) {
      const first = Math.max(0, primary === undefined ? 0 : tasks.indexOf(primary));
      if (primary !== undefined && !all.includes(primary)) {
        throw expected(
          `a primary task among ${list(all)}`,
          `"${primary}"`,
          "Use one of these names.",
        );
      }
      const others = tasks.map((_, t) => t).filter((t) => t !== first);
      let mean = tasks.map(() => 0);
      let steps = 0;
      return {
        weights({ gram }) {
          steps += 1;
          mean = mean.map((m, t) => beta * m + (1 - beta) * gram[t][t]);
          const scale = mean.map((m) => 1 / Math.sqrt(m / (1 - beta ** steps) + 1e-8));
          const unit = gram.map((row, i) => row.map((a, j) => a * scale[i] * scale[j]));
          const z = constrained(unit, first, others, tau);
          const square = quadratic(unit, z);
          const reach = dot(z, norms(unit)) ** 2;
          if (gram[first][first] === 0 || square <= 1e-14 * reach) return tasks.map(() => 0);
          const length = tasks.length * Math.sqrt(gram[first][first] / square);
          return z.map((x, t) => x * scale[t] * length);
        },
      };
    },
  };
}

/** The weights of the nearest point that meets the constraints, or of the primary gradient alone. */
function constrained(unit: number[][], first: number, others: number[], tau: number): number[] {
  const z: number[] = unit.map((_, t) => (t === first ? 1 : 0));
  const inner = others.map((i) => others.map((j) => unit[i][j]));
  const missing = others.map((j) => unit[j][first] - tau * unit[j][j]);
  const added = nonNegativeQp(inner, missing);
  const slack = times(inner, added).map((x, i) => x + missing[i]);
  const largest = Math.max(...unit.map((row, i) => row[i]));
  if (slack.some((x) => x < -1e-9 * largest)) return z;
  others.forEach((j, i) => (z[j] = added[i]));
  return z;
}
