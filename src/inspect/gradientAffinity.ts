// How related tasks are, by the angle between their gradients.
import * as tf from "@tensorflow/tfjs";
import type { Model } from "../models/model";
import type { Examples } from "../training/check";
import { cosines, gramOf } from "../weighting/solvers/linear";
import { onBatches, sharedGradients, type DrawOptions } from "./drawn";

/**
 * Relatedness by gradient cosine (Du et al. 2018; Yu et al. 2020): the mean over batches of
 * cos(g_i, g_j) = <g_i, g_j> / (|g_i| |g_j|), g_i the gradient of task i's loss by the shared weights. [tasks, tasks],
 * symmetric, from -1 (they fight) to 1 (they agree); 0 where a gradient is zero. The model stays as it is. RangeError for
 * data that do not fit, a task without labels, and a model that shares no weights.
 *
 * @example
 * const names = Object.keys(model.tasks);
 * plot.matrix(gradientAffinity(model, train), names, { title: "Do they agree?", x: "task", y: "task", value: "cosine" });
 */
export function gradientAffinity(model: Model, data: Examples, o: DrawOptions = {}): number[][] {
  const found = onBatches(model, data, o, (batch) => {
    const { gradients } = sharedGradients(model, batch);
    const rows = gradients.map((each) => tf.concat(each.map((g) => g.flatten())).dataSync());
    return cosines(gramOf(rows));
  });
  return found[0].map((row, i) =>
    row.map((_, j) => found.reduce((sum, matrix) => sum + matrix[i][j], 0) / found.length),
  );
}
