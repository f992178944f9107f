// IMTL: losses brought to one size, then a direction that is impartial to their gradients.
import { imtlG } from "./imtlG";
import { imtlL } from "./imtlL";
import { scaled } from "./scaled";
import type { Weighting } from "./weighting";

/**
 * Impartial multi-task learning (Liu et al. 2021): IMTL-L scales each loss by exp(s_t), IMTL-G weighs the gradients of
 * the scaled losses. LibMTL's weights, which leave exp(s_t) out, are w_t / (K exp(s_t)). Heads receive exp(s_t).
 *
 * @example
 * fit(model, data, { weighting: imtl() });
 */
export function imtl(options: { learningRate?: number; tolerance?: number } = {}): Weighting {
  return { ...scaled(imtlL(options), imtlG(options)), name: "IMTL" };
}
