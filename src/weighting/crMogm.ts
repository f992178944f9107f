// CR-MOGM: a weighting's weights, smoothed over steps.
import { within } from "./preference";
import type { Weighting } from "./weighting";

/**
 * Correlation-reduced weights (Zhou et al. 2022) around any weighting: w <- alpha w + (1 - alpha) w_new, starting with the
 * first step's weights. Smoothing takes away the bias that weights computed from the same noisy batch as the gradients
 * have. Reads what the inner weighting reads; heads receive what they receive there.
 *
 * @example
 * fit(model, data, { weighting: crMogm(mgda(), { alpha: 0.9 }) });
 */
export function crMogm(inner: Weighting, { alpha = 0.9 }: { alpha?: number } = {}): Weighting {
  within("alpha", alpha, 0, 1);
  return {
    ...inner,
    name: `CR-MOGM of ${inner.name}`,
    start(tasks, all) {
      const rule = inner.start(tasks, all);
      let w: readonly number[] | null = null;
      return {
        ...rule,
        weights(info) {
          const now = rule.weights(info);
          const before = w ?? now;
          w = now.map((x, t) => alpha * before[t] + (1 - alpha) * x);
          return w;
        },
      };
    },
  };
}
