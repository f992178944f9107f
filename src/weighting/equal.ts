// All tasks count the same.
import type { Weighting } from "./weighting";

/**
 * Equal weights: w_i = 1, the plain sum of the losses (formula F8). What `fit` does unless told otherwise, and the
 * yardstick for every other method; tasks with larger losses dominate it.
 *
 * @example
 * await fit(model, train, { weighting: equal() });
 */
export function equal(): Weighting {
  return {
    name: "equal",
    separable: true,
    start: (tasks) => ({ weights: () => tasks.map(() => 1) }),
  };
}
