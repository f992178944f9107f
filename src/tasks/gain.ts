// What multi-task learning gains over single-task training, in percent.
import { expected } from "../errors";
import type { Task } from "./task";

/** The tasks to compare; scores may hold others beside them. */
type Measured = Record<string, Pick<Task, "metric">>;

/**
 * Gain of each task over its single-task baseline in percent: 100 (M - B) / B where higher is better,
 * 100 (B - M) / B where lower is. Below zero is negative transfer. RangeError for a baseline of 0 or a score that is missing.
 *
 * @example
 * gains({ digit: 0.99, size: 0.2 }, { digit: 0.9, size: 0.25 }, { digit: classification(10), size: regression() });
 * // { digit: 10, size: 20 }
 */
export function gains<T extends Measured>(
  scores: Record<keyof T & string, number>,
  baseline: Record<keyof T & string, number>,
  tasks: T,
): Record<keyof T & string, number>;
/** The same for scores whose tasks the compiler does not know, Record<string, number>. */
export function gains<K extends string>(
  scores: Record<K, number>,
  baseline: Record<K, number>,
  tasks: Record<K, Pick<Task, "metric">>,
): Record<K, number>;
export function gains<K extends string>(
  scores: Record<K, number>,
  baseline: Record<K, number>,
  tasks: Record<K, Pick<Task, "metric">>,
): Record<K, number> {
  const names = Object.keys(tasks) as K[];
  return Object.fromEntries(
    names.map((name) => {
      const [score, base] = [scores[name], baseline[name]];
      if (!Number.isFinite(score) || !Number.isFinite(base) || base === 0) {
        throw expected(
          `a score and a baseline other than 0 for task "${name}"`,
          `score ${score}, baseline ${base}`,
          "Evaluate both models on every task.",
        );
      }
      const better = tasks[name].metric.higherIsBetter ? score - base : base - score;
      return [name, (100 * better) / base];
    }),
  ) as Record<K, number>;
}

/**
 * Multi-task gain, the mean of the tasks' `gains` in percent (Maninis et al. 2019; Vandenhende et al. 2021):
 * delta_m = 100 / T * sum_t (-1)^l_t (M_t - B_t) / B_t, with l_t = 1 where lower is better.
 *
 * @example
 * const gain = deltaM(evaluate(shared, test), evaluate(single, test), shared.tasks); // percent
 */
export function deltaM<T extends Measured>(
  scores: Record<keyof T & string, number>,
  baseline: Record<keyof T & string, number>,
  tasks: T,
): number;
/** The same for scores whose tasks the compiler does not know, Record<string, number>. */
export function deltaM<K extends string>(
  scores: Record<K, number>,
  baseline: Record<K, number>,
  tasks: Record<K, Pick<Task, "metric">>,
): number;
export function deltaM<K extends string>(
  scores: Record<K, number>,
  baseline: Record<K, number>,
  tasks: Record<K, Pick<Task, "metric">>,
): number {
  const each = Object.values<number>(gains(scores, baseline, tasks));
  return each.reduce((a, b) => a + b, 0) / each.length;
}
