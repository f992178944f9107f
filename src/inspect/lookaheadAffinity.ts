// How related tasks are, by trying it: a step for one task, and what it does to the losses of the others.
import * as tf from "@tensorflow/tfjs";
import { expected } from "../errors";
import type { Model } from "../models/model";
import type { Examples } from "../training/check";
import { taskLosses } from "../training/losses";
import type { Batch } from "../training/step";
import { onBatches, sharedGradients, type DrawOptions } from "./drawn";

/** Which batches, and how long a step. */
export interface LookaheadOptions extends DrawOptions {
  /** Of the step tried. Default 0.01. */
  learningRate?: number;
}

/**
 * Inter-task affinity (Fifty et al. 2021): the mean over batches X of
 * Z[i][j] = 1 - L_j(X, theta_i) / L_j(X, theta), with theta_i = theta - learningRate * grad L_i(X, theta) over the shared
 * weights. [tasks, tasks]; row i is the task that steps, column j the one that gains: above 0 the step on i lowers the
 * loss of j. The model is put back. The paper averages over training: call it in `onEpoch`, say, and average. Batches
 * where task i or j has no label, or L_j is 0, do not count. RangeError where none counts, for data that do not fit, and
 * for a model that shares no weights.
 *
 * @example
 * const affinity = lookaheadAffinity(model, train, { batches: 20 });
 * groupTasks(affinity, Object.keys(model.tasks), { networks: 2 });
 */
export function lookaheadAffinity(
  model: Model,
  data: Examples,
  { learningRate = 0.01, ...draw }: LookaheadOptions = {},
): number[][] {
  if (!(learningRate > 0)) {
    throw expected("learningRate above 0", String(learningRate), "Try 0.01.");
  }
  const found = onBatches(model, data, draw, (batch) => changes(model, batch, learningRate));
  const names = Object.keys(model.tasks);
  return names.map((from, i) =>
    names.map((to, j) => {
      const values = found.map((matrix) => matrix[i][j]).filter((z) => !Number.isNaN(z));
      if (values.length > 0) return values.reduce((sum, z) => sum + z, 0) / values.length;
      throw expected(
        `a batch with labels for "${from}" and "${to}" and a loss above 0`,
        `none of ${found.length}`,
        "Look at more batches, or larger ones.",
      );
    }),
  );
}

/** Z of one batch; NaN where it says nothing. */
function changes(model: Model, batch: Batch, learningRate: number): number[][] {
  const { losses, gradients } = sharedGradients(model, batch);
  const labelled = batch.targets.map((target) => !tf.all(tf.isNaN(target)).dataSync()[0]);
  const before = model.shared.map((weight) => tf.clone(weight));
  try {
    return gradients.map((gradient, i) => {
      model.shared.forEach((weight, k) =>
        weight.assign(before[k].sub(gradient[k].mul(learningRate))),
      );
      const after = taskLosses(model, batch.inputs, batch.targets).map((l) => l.dataSync()[0]);
      return after.map((loss, j) =>
        labelled[i] && labelled[j] && losses[j] > 0 ? 1 - loss / losses[j] : NaN,
      );
    });
  } finally {
    model.shared.forEach((weight, k) => weight.assign(before[k]));
  }
}
