// Robust multi-task learning: tasks share a few directions, except for those that belong to none.
import type { LinearData } from "./examples";
import { amount, fitLinear, type Linear, type LinearOptions } from "./fitLinear";
import { lengths, singularValues } from "./penalties";

/**
 * Robust multi-task learning (Chen, Zhou and Ye 2011): W = L + S, as `lasso` with the penalty
 * lowRank * (sum of singular values of L) + outliers * sum_t |S_t|: a task with a column of S other than 0 is an outlier.
 *
 * `parts.common` is L, `parts.outliers` is S. Data as for `lasso`.
 *
 * @example
 * const { tasks, parts } = robust(homes, { lowRank: 0.1, outliers: 0.2 });
 * const outside = tasks.filter((_, t) => parts!.outliers.some((row) => row[t] !== 0));
 */
export function robust(
  data: LinearData,
  o: LinearOptions & { readonly lowRank: number; readonly outliers: number },
): Linear {
  amount("lowRank", o.lowRank);
  amount("outliers", o.outliers);
  return fitLinear(data, o, () => ({
    parts: { common: singularValues(o.lowRank), outliers: lengths(o.outliers, "columns") },
  }));
}
