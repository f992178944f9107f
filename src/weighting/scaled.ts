// A weighting of losses first, then a weighting of the gradients of the weighted losses.
import type { Rule, StepInfo, Weighting } from "./weighting";

/**
 * Runs `inner` on the gradients of the losses as `scale` weighs them: gram_ij becomes s_i s_j gram_ij, losses s_i l_i, and
 * the weight of task i is s_i times what `inner` says. Heads receive s_i, or s_i times the inner weight where `inner`
 * weighs heads.
 *
 * @example
 * fit(model, data, { weighting: scaled(uncertainty(), pcgrad()) });
 */
export function scaled(scale: Weighting, inner: Weighting): Weighting {
  const needs = [scale.needs, inner.needs];
  return {
    name: `${scale.name} then ${inner.name}`,
    needs: needs.includes("gram") ? "gram" : needs.includes("losses") ? "losses" : "nothing",
    heads: inner.heads ?? "weighted",
    start(tasks, all) {
      const [first, second] = [scale.start(tasks, all), inner.start(tasks, all)];
      let s: readonly number[] = tasks.map(() => 1);
      const seen = (info: StepInfo): StepInfo => ({
        ...info,
        losses: info.losses.map((l, i) => s[i] * l),
        gram: info.gram.map((row, i) => row.map((a, j) => s[i] * s[j] * a)),
      });
      const rule: Rule = {
        weights(info) {
          s = first.weights(info);
          return second.weights(seen(info)).map((w, i) => s[i] * w);
        },
        heads: (info) => (second.heads?.(seen(info)) ?? tasks.map(() => 1)).map((h, i) => s[i] * h),
        observe(info) {
          first.observe?.(info);
          second.observe?.(seen(info));
        },
      };
      if (!first.after && !second.after) return rule;
      return {
        ...rule,
        after(losses) {
          first.after?.(losses);
          second.after?.(losses.map((l, i) => s[i] * l));
        },
      };
    },
  };
}
