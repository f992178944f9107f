// Joint feature learning: tasks choose their few features together.
import type { LinearData } from "./examples";
import { amount, fitLinear, type Linear, type LinearOptions } from "./fitLinear";
import { lengths } from "./penalties";

/**
 * Joint feature selection by the l2,1 norm (Argyriou, Evgeniou and Pontil 2008; Obozinski, Taskar and Jordan 2010): as
 * `lasso`, with lambda * sum over features i of |(w_i1 ... w_iT)|, so that a feature serves all tasks or none.
 *
 * With least squares on the same rows this is scikit-learn's MultiTaskLasso, lambda its alpha. Data as for `lasso`.
 *
 * @example
 * const { weights } = jointFeatures(homes, { lambda: 0.1 });
 * const used = weights.flatMap((row, i) => (row.some((w) => w !== 0) ? [i] : []));
 */
export function jointFeatures(
  data: LinearData,
  o: LinearOptions & { readonly lambda: number },
): Linear {
  amount("lambda", o.lambda);
  return fitLinear(data, o, () => ({ parts: { weights: lengths(o.lambda, "rows") } }));
}
