// GradVac: turns gradients until they agree as much as they usually do.
import { seeded, shuffled, type Rng } from "../data/random";
import { dot, norms, quadratic, type Matrix } from "./solvers/linear";
import { within } from "./preference";
import type { Weighting } from "./weighting";

export interface GradVacOptions {
  /** How fast the usual cosine follows: 0.5 in LibMTL and TorchJD, 1e-2 in the paper. */
  beta?: number;
  /** Draws the order in which tasks are compared. Default: the same in every run. */
  rng?: Rng;
}

/**
 * Gradient vaccine (Wang et al. 2021): for each task i, p = g_i; for the others j in random order, phi = cos(p, g_j) is
 * compared with its running mean m_ij (decay beta). If phi < m_ij, p gains
 * g_j |p| (m sqrt(1 - phi^2) - phi sqrt(1 - m^2)) / (|g_j| sqrt(1 - m^2)), which makes their cosine m_ij. The update is
 * sum_i p_i, here as weights of the original gradients.
 *
 * 1e-8 is added to both divisors and the cosines are kept within 1, which LibMTL forgets. Same scale as LibMTL and
 * TorchJD; one group of all shared weights, or with perWeight(gradVac()) one for each kernel and bias. Heads receive their own loss unweighted.
 *
 * @example
 * fit(model, data, { weighting: gradVac({ beta: 0.01 }) });
 */
export function gradVac({ beta = 0.5, rng }: GradVacOptions = {}): Weighting {
  within("beta", beta, 0, 1);
  return {
    name: "GradVac",
    needs: "gram",
    heads: "own",
    start(tasks) {
      const draw = rng ?? seeded(1);
      const usual = tasks.map(() => tasks.map(() => 0));
      return {
        weights({ gram }) {
          const w = tasks.map(() => 0);
          for (let i = 0; i < tasks.length; i++) {
            const order = shuffled(
              gram.map((_, j) => j).filter((j) => j !== i),
              draw,
            );
            turn(gram, i, order, usual[i], beta).forEach((c, j) => (w[j] += c));
          }
          return w;
        },
      };
    },
  };
}

/** The coefficients of p_i in the original gradients; moves the usual cosines of task i. */
function turn(
  gram: Matrix,
  i: number,
  order: readonly number[],
  usual: number[],
  beta: number,
): number[] {
  const size = norms(gram);
  const c: number[] = gram.map((_, j) => (i === j ? 1 : 0));
  for (const j of order) {
    const length = Math.sqrt(quadratic(gram, c));
    const raw = dot(gram[j], c) / (length * size[j] + 1e-8);
    const phi = Math.min(1, Math.max(-1, raw));
    if (phi < usual[j]) {
      const [sin, usualSin] = [Math.sqrt(1 - phi * phi), Math.sqrt(1 - usual[j] * usual[j])];
      c[j] += (length * (usual[j] * sin - phi * usualSin)) / (size[j] * usualSin + 1e-8);
    }
    usual[j] = (1 - beta) * usual[j] + beta * phi;
  }
  return c;
}
