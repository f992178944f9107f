// What sharing gained or cost each task against a network of its own, and whether seeds agree on it.
import { spreadOf } from "../data/spread";
import { expected } from "../errors";
import { gains } from "../tasks/gain";
import type { Task } from "../tasks/task";
import type { Scores } from "../training/history";

/** One task's gain over its single-task network, in percent; below 0 is negative transfer. */
export interface Transfer {
  /** A gain per seed. */
  readonly gains: readonly number[];
  readonly mean: number;
  /** Standard deviation over seeds, with seeds - 1; NaN for one seed. */
  readonly sd: number;
  /** Share of the seeds with a gain below 0, from 0 to 1. */
  readonly negative: number;
  /** What two standard errors of the mean, sd / sqrt(seeds), let one say; "unclear" for one seed. */
  readonly verdict: "helped" | "hurt" | "unclear";
}

/**
 * Negative-transfer report: the `gains` of each task (100 (M - B) / B percent, turned round where lower is better, as in
 * the multi-task gain of Maninis et al. 2019) paired seed by seed, with mean and spread. "hurt" is negative transfer
 * beyond two standard errors. `shared` and `single` hold one Scores per seed, in the same order. RangeError for lists of
 * different lengths, and scores that are missing.
 *
 * @example
 * const shared = models.map((model) => evaluate(model, test)); // one per seed
 * transfer(shared, single, tasks).parity; // { mean: -1.2, sd: 0.4, negative: 1, verdict: "hurt", ... }
 */
export function transfer<K extends string>(
  shared: readonly Scores<K>[],
  single: readonly Scores<K>[],
  tasks: Record<K, Pick<Task, "metric">>,
): Record<K, Transfer> {
  if (shared.length !== single.length || shared.length === 0) {
    throw expected(
      "as many scores of the shared as of the single networks, one per seed",
      `${shared.length} and ${single.length}`,
      "Train and evaluate both on the same seeds.",
    );
  }
  const each = shared.map((scores, seed) => gains(scores, single[seed], tasks));
  const names = Object.keys(tasks) as K[];
  return Object.fromEntries(
    names.map((name) => [name, report(each.map((seed) => seed[name]))]),
  ) as Record<K, Transfer>;
}

function report(values: readonly number[]): Transfer {
  const { mean, sd, error } = spreadOf(values);
  const clear = Math.abs(mean) > 2 * error;
  return {
    gains: values,
    mean,
    sd,
    negative: values.filter((gain) => gain < 0).length / values.length,
    verdict: clear ? (mean > 0 ? "helped" : "hurt") : "unclear",
  };
}
