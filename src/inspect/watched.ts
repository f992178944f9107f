// A weighting that keeps a record of how the tasks' gradients get along while it is at work.
import { expected } from "../errors";
import type { Weighting } from "../weighting/weighting";
import { conflict, type Conflict } from "./conflict";

/** A weighting with its record. */
export interface Watched extends Weighting {
  /** One entry per epoch of the latest run, as plain numbers. */
  readonly epochs: readonly EpochConflict[];
}

/** Conflict over an epoch: means over its steps; of the two ratios, which single steps can make infinite, medians. */
export interface EpochConflict extends Conflict {
  readonly steps: number;
}

/**
 * The same weighting, which also notes the `conflict` measures of every step's gradients (before weighting) and keeps
 * them per epoch: cosines, similarity and conflicting as means, magnitudeRatio and condition as medians. Training goes as
 * without it, but every step costs one backward pass per task, as for a weighting that needs "gram". A new run starts a
 * new record. RangeError for an aggregation, which sees no Gram matrix.
 *
 * @example
 * const weighting = watched(equal());
 * await fit(model, train, { weighting });
 * weighting.epochs.map((epoch) => epoch.cosines[0][1]); // one mean cosine per epoch
 */
export function watched(inner: Weighting): Watched {
  // Steps of the epoch at work; epochs that are over.
  let steps: Conflict[] = [];
  let over: EpochConflict[] = [];
  return {
    ...inner,
    name: `${inner.name}, watched`,
    needs: "gram",
    get epochs() {
      return steps.length > 0 ? [...over, summary(steps)] : over;
    },
    start(tasks, all) {
      const rule = inner.start(tasks, all);
      checkRule(inner.name, rule);
      if (all && tasks.length < all.length) return rule; // A step without labels of every task is not noted.
      [steps, over] = [[], []];
      let epoch = 0;
      return {
        ...rule,
        weights(info) {
          if (info.epoch !== epoch) {
            over.push(summary(steps));
            [epoch, steps] = [info.epoch, []];
          }
          steps.push(conflict(info.gram));
          return rule.weights(info);
        },
      };
    },
  };
}

function checkRule(name: string, rule: object): void {
  if ("weights" in rule) return;
  throw expected(
    "a weighting to watch",
    `the aggregation "${name}"`,
    "An aggregation sees whole gradients: watch equal(), say, in a run of its own.",
  );
}

function summary(steps: readonly Conflict[]): EpochConflict {
  const matrix = (pick: (step: Conflict) => readonly (readonly number[])[]) =>
    pick(steps[0]).map((row, i) => row.map((_, j) => mean(steps.map((step) => pick(step)[i][j]))));
  return {
    steps: steps.length,
    cosines: matrix((step) => step.cosines),
    similarity: matrix((step) => step.similarity),
    conflicting: mean(steps.map((step) => step.conflicting)),
    magnitudeRatio: median(steps.map((step) => step.magnitudeRatio)),
    condition: median(steps.map((step) => step.condition)),
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The middle value; of an even number of values the lower of the two in the middle. */
function median(values: readonly number[]): number {
  const order = [...values].sort((a, b) => a - b);
  return order[(order.length - 1) >> 1];
}
