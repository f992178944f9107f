// Lasso: every task chooses its own few features.
import type { LinearData } from "./examples";
import { amount, fitLinear, type Linear, type LinearOptions } from "./fitLinear";
import { entries } from "./penalties";

/**
 * Lasso for each task (Tibshirani 1996): minimises sum_t (1 / n_t) sum_r loss(x_r.w_t + c_t, y_r) + lambda sum |w_it|.
 *
 * With least squares, loss (z - y)^2 / 2, this is scikit-learn's Lasso task by task, lambda its alpha; MALSAR does not
 * divide by n_t. `lambda: 0, l2: a` is ridge regression, whose alpha in scikit-learn is n a. Features are best scaled
 * alike first. Data: one data set whose targets are the tasks (NaN: no label), or one per task; all its inputs are the
 * features. RangeError for data without labels, or different features.
 *
 * @example
 * const homes = fromTable(frame, { inputs: { x: ["rooms", "area"] }, targets: { price: "price", rent: "rent" } });
 * const { weights, intercepts } = lasso(homes, { lambda: 0.1 });
 */
export function lasso(data: LinearData, o: LinearOptions & { readonly lambda: number }): Linear {
  amount("lambda", o.lambda);
  return fitLinear(data, o, () => ({ parts: { weights: entries(o.lambda) } }));
}
