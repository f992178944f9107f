// FairGrad: alpha-fair shares of progress, from maximal total to maximal minimum.
import { toSum, within } from "./preference";
import { solveFair } from "./solvers/bargain";
import { cosines, minor, norms, type Matrix } from "./solvers/linear";
import { minNorm } from "./solvers/simplexQp";
import type { Weighting } from "./weighting";

export interface FairGradOptions {
  /** 1 is Nash bargaining; towards 0 total progress counts, large values favour the worst-off task. */
  alpha?: number;
  /** Weights sum to K (true, the default), or are the root itself, whose size depends on the gradients'. */
  rescale?: boolean;
}

/**
 * Fair resource allocation (Ban and Ji 2024): the direction that maximises sum_t (g_t.d)^(1 - alpha) / (1 - alpha), that
 * is the positive root of A w = w^(-1/alpha). With rescale false this is LibMTL's and TorchJD's scale; theirs is off by
 * orders of magnitude where gradient norms differ by 1e4, this one is exact.
 *
 * A gradient of 0 has weight 1 and the others share the rest. Where 0 is a positive combination of the gradients no root
 * exists and no direction helps all: the weights are that combination, so that the update is 0.
 * Heads receive the weights.
 *
 * @example
 * fit(model, data, { weighting: fairGrad({ alpha: 2 }) });
 */
export function fairGrad({ alpha = 1, rescale = true }: FairGradOptions = {}): Weighting {
  within("alpha", alpha, 0.01, 100);
  return {
    name: "FairGrad",
    needs: "gram",
    start: () => ({ weights: ({ gram }) => fairShares(gram, alpha, rescale) }),
  };
}

/** The weights of `fairGrad` and `nash`. */
export function fairShares(gram: Matrix, alpha: number, rescale: boolean): number[] {
  const size = norms(gram);
  const live = size.flatMap((norm, t) => (norm > 0 ? [t] : []));
  const inner = minor(gram, live);
  const root = solveFair(inner, alpha);
  const found = root ?? toSum(minNorm(cosines(inner)).map((w, i) => w / size[live[i]]));
  const w = size.map(() => 1);
  (rescale ? toSum(found) : found).forEach((x, i) => (w[live[i]] = x));
  return w;
}
