// Solve for weights now and then, use them in between.
import { within } from "./preference";
import type { Weighting } from "./weighting";

/**
 * Asks the inner weighting every `steps` steps and keeps its weights in between: what Nash-MTL calls
 * update_weights_every, and what PSMGD (Xu et al. 2024) does with MGDA.
 *
 * @example
 * fit(model, data, { weighting: every(10, mgda()) });
 */
export function every(steps: number, inner: Weighting): Weighting {
  within("a number of steps", steps, 1, Infinity);
  return {
    ...inner,
    name: `${inner.name} every ${steps} steps`,
    start(tasks, all) {
      const rule = inner.start(tasks, all);
      let w: readonly number[] = [];
      let since = steps;
      return {
        ...rule,
        weights(info) {
          if (since >= steps) {
            w = rule.weights(info);
            since = 0;
          }
          since += 1;
          return w;
        },
      };
    },
  };
}
