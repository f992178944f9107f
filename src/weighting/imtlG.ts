// IMTL-G: a direction on which every task's gradient has the same projection.
import { cosines, cholesky, norms, substitute, type Matrix } from "./solvers/linear";
import { eigen, pseudoSolve, rank } from "./solvers/eigen";
import type { Weighting } from "./weighting";

/**
 * Impartial gradients (Liu et al. 2021, the gradient half of IMTL): w with sum K such that d.g_t / |g_t| is the same for
 * all t, that is w in proportion to A^-1 n with n_t = |g_t|. LibMTL's and TorchJD's weights are 1/K of these.
 *
 * Weights may be negative, and large where gradients are nearly dependent. Where they are dependent (rank decided on
 * cosines with `tolerance`, sized for float32 gradients) the pseudo-inverse of A takes over, as in TorchJD; a gradient of
 * 0 then has weight 0. All weights are 0 where the solution sums to 0 (opposite gradients).
 * Heads receive their own loss unweighted.
 *
 * @example
 * fit(model, data, { weighting: imtlG() });
 */
export function imtlG({ tolerance = 1e-7 }: { tolerance?: number } = {}): Weighting {
  return {
    name: "IMTL-G",
    needs: "gram",
    heads: "own",
    start: () => ({
      weights({ gram }) {
        const v = balance(gram, tolerance);
        const sum = v.reduce((a, b) => a + b, 0);
        const size = v.reduce((a, b) => a + Math.abs(b), 0);
        if (Math.abs(sum) <= 1e-12 * size || size === 0) return v.map(() => 0);
        return v.map((x) => (x * v.length) / sum);
      },
    }),
  };
}

/** A^-1 n, through gradients at length 1 where they are independent. */
function balance(gram: Matrix, tolerance: number): number[] {
  const size = norms(gram);
  const unit = cosines(gram);
  const kept = rank(gram, tolerance * gram.length);
  const lower = kept === gram.length ? cholesky(unit) : null;
  if (!lower) return pseudoSolve(eigen(gram), kept, size);
  return substitute(
    lower,
    size.map(() => 1),
  ).map((x, t) => x / size[t]);
}
