// Aligned-MTL: makes the gradients orthogonal and equally long, changing them as little as possible.
import { shares } from "./preference";
import { eigen, rank } from "./solvers/eigen";
import { dot } from "./solvers/linear";
import type { Weighting } from "./weighting";

export interface AlignedMtlOptions {
  /** Share of each task; default 1/K each. */
  preference?: readonly number[];
  /** The length given to all principal directions: the smallest one's (the paper), the median or the root mean square. */
  scale?: "min" | "median" | "rmse";
  /** Cosine eigenvalues below K times this are 0. The default fits gradients computed in float32. */
  tolerance?: number;
}

/**
 * Aligned-MTL (Senushkin et al. 2023): with A = V diag(e) V' and the R eigenvalues above 0 kept,
 * w = K sqrt(e_scale) V diag(e)^(-1/2) V' p. The linear system of gradients then has condition number 1.
 *
 * Same scale as LibMTL (whose method raises on current versions of torch); TorchJD's weights are 1/K of these. R is
 * decided on cosines, so that a short gradient is not dropped as a dependent one. All gradients 0: w = K p.
 * Heads receive their own loss unweighted.
 *
 * @example
 * fit(model, data, { weighting: alignedMtl({ preference: [0.7, 0.3] }) });
 */
export function alignedMtl({
  preference,
  scale = "min",
  tolerance = 1e-7,
}: AlignedMtlOptions = {}): Weighting {
  return {
    name: "Aligned-MTL",
    needs: "gram",
    heads: "own",
    start(tasks, all) {
      const p = shares(tasks, preference, all).map((share) => share * tasks.length);
      return {
        weights({ gram }) {
          const kept = rank(gram, tolerance * gram.length);
          if (kept === 0) return p;
          const { values, vectors } = eigen(gram);
          const length = Math.sqrt(pick(values.slice(0, kept), scale));
          const w = tasks.map(() => 0);
          for (let k = 0; k < kept; k++) {
            const along = (length * dot(vectors[k], p)) / Math.sqrt(values[k]);
            vectors[k].forEach((v, t) => (w[t] += along * v));
          }
          return w;
        },
      };
    },
  };
}

/** Of eigenvalues in falling order. An even number of them has the smaller middle one as median. */
function pick(values: readonly number[], scale: AlignedMtlOptions["scale"]): number {
  if (scale === "min") return values[values.length - 1];
  if (scale === "median") return values[Math.floor(values.length / 2)];
  return values.reduce((a, b) => a + b, 0) / values.length;
}
