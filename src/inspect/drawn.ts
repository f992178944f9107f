// Some batches of a data set, and what each task asks of the shared weights there; nothing is trained.
import * as tf from "@tensorflow/tfjs";
import { seeded, shuffled } from "../data/random";
import { expected } from "../errors";
import { trainableWeights } from "../models/graph";
import type { Model } from "../models/model";
import { rowsOf } from "../training/batches";
import { checkExamples, checkLabelled, type Examples } from "../training/check";
import { taskLosses } from "../training/losses";
import type { Batch } from "../training/step";

/** Which batches to look at. */
export interface DrawOptions {
  /** How many. Default 10. */
  batches?: number;
  /** Rows in each, or all rows if there are fewer. Default 64. */
  batchSize?: number;
  /** Of the order of the rows. Default 0. */
  seed?: number;
}

/**
 * What `look` finds in batches of shuffled rows (in a new order once all rows were seen), each inside tf.tidy. RangeError
 * for data that do not fit the model, a task without labels, and a model whose tasks share no weights.
 */
export function onBatches<R>(
  model: Model,
  data: Examples,
  { batches = 10, batchSize = 64, seed = 0 }: DrawOptions,
  look: (batch: Batch) => R,
): R[] {
  check({ batches, batchSize }, model);
  checkExamples(model, data);
  checkLabelled(model, data.targets, "the data");
  const rows = rowsOf(model, data);
  const size = Math.min(batchSize, rows.size);
  const rng = seeded(seed);
  let order: number[] = [];
  return Array.from({ length: batches }, () => {
    if (order.length < size) order = shuffled(Array(rows.size).keys(), rng);
    const chosen = Int32Array.from(order.splice(0, size));
    let found!: R;
    tf.tidy(() => void (found = look(rows.take(chosen))));
    return found;
  });
}

/** Loss of each task, and its gradient by each of the weights that tasks share. The caller disposes. */
export function sharedGradients(
  model: Model,
  { inputs, targets }: Batch,
): { losses: number[]; gradients: tf.Tensor[][] } {
  const variables = trainableWeights(model.net);
  const found = Object.keys(model.tasks).map((_, task) => {
    const loss = () => taskLosses(model, inputs, targets)[task];
    const { value, grads } = tf.variableGrads(loss, variables);
    const gradient = model.shared.map((v) => grads[v.name] ?? tf.zerosLike(v));
    return { loss: value.dataSync()[0], gradient };
  });
  return {
    losses: found.map(({ loss }) => loss),
    gradients: found.map(({ gradient }) => gradient),
  };
}

function check(counts: Record<string, number>, model: Model): void {
  for (const [name, value] of Object.entries(counts)) {
    if (Number.isInteger(value) && value >= 1) continue;
    throw expected(`${name} to be a whole number from 1 up`, String(value), "Correct it.");
  }
  if (model.shared.length > 0) return;
  throw expected(
    "weights that tasks share, as relatedness is measured there",
    "none in this model",
    "Measure it on an architecture that shares layers: hardSharing, for instance.",
  );
}
