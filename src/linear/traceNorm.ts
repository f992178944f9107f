// Trace norm: tasks share a few directions in the space of features.
import type { LinearData } from "./examples";
import { amount, fitLinear, type Linear, type LinearOptions } from "./fitLinear";
import { singularValues } from "./penalties";

/**
 * Low-rank multi-task learning (Argyriou, Evgeniou and Pontil 2008; Ji and Ye 2009): as `lasso`, with lambda * the sum of
 * the singular values of the features x tasks matrix W, so that all w_t lie in a space of few dimensions.
 *
 * Singular values come from the tasks x tasks matrix W'W by Jacobi's rotations: a step costs features * tasks^2, and
 * values below 1e-8 of the largest are not told from 0. Data as for `lasso`.
 *
 * @example
 * const { weights } = traceNorm(homes, { lambda: 0.1, loss: logLoss });
 */
export function traceNorm(
  data: LinearData,
  o: LinearOptions & { readonly lambda: number },
): Linear {
  amount("lambda", o.lambda);
  return fitLinear(data, o, () => ({ parts: { weights: singularValues(o.lambda) } }));
}
