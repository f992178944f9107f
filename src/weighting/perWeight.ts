// A weighting for every kernel and bias by itself, instead of one for all shared weights at once.
import { expected } from "../errors";
import { aggregationOf, type Aggregation, type Combiner, type Rows } from "./aggregation";
import type { Weighting } from "./weighting";

/**
 * The weighting, asked for each shared kernel and bias with the gradients there: GradVac's groups (Wang et al. 2021, and
 * LibMTL's `GradVac_group_type` 2), and PCGrad or MGDA by layer. Each has a memory of its own.
 *
 * It costs one gradient per task, copied out as numbers. Heads receive the mean of what the parts say, each as often as it
 * has entries. Throws without `sizes`, which training gives.
 *
 * @example
 * fit(model, data, { weighting: perWeight(gradVac({ beta: 0.01 })) });
 */
export function perWeight(weighting: Weighting): Aggregation {
  return {
    name: `${weighting.name} per weight`,
    start(tasks, all) {
      const one = aggregationOf(weighting);
      const parts: Combiner[] = [];
      const part = (i: number) => (parts[i] ??= one.start(tasks, all));
      let count = 0;
      return {
        combine({ sizes, rows: [rows], ...info }) {
          const total = rows[0].length;
          if (sizes?.reduce((a, b) => a + b, 0) !== total) {
            throw expected(`sizes that sum to ${total}`, String(sizes), "Train with fit().");
          }
          count = sizes.length;
          const gradient = new Float64Array(total);
          const heads = tasks.map(() => 0);
          let from = 0;
          sizes.forEach((size, i) => {
            const own = part(i).combine({ ...info, rows: [cut(rows, from, from + size)] });
            gradient.set(own.gradient, from);
            own.heads.forEach((w, t) => (heads[t] += (w * size) / total));
            from += size;
          });
          return { gradient, heads };
        },
        observe(info) {
          for (let i = 0; i < count; i++) part(i).observe?.(info);
        },
        ...(part(0).after && {
          after: (losses: readonly number[]) => parts.forEach((p) => p.after?.(losses)),
        }),
      };
    },
  };
}

function cut(rows: Rows, from: number, to: number): Rows {
  return rows.map((row) => Array.prototype.slice.call(row, from, to) as number[]);
}
