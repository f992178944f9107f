// One pass over data: to train on it, or only to measure the losses.
import * as tf from "@tensorflow/tfjs";
import { expected } from "../errors";
import type { Model } from "../models/model";
import { Means, type Rows } from "./batches";
import { taskLosses } from "./losses";
import { ranges } from "./predict";
import type { Step } from "./step";

/** What an epoch of training needs. `at.step` counts on; `turn` lets the event loop run now and then. */
export interface Epoch {
  rows: Rows;
  batchSize: number;
  /** The rows of an epoch, in the order in which steps see them. */
  order: (epoch: number) => Int32Array;
  step: Step;
  at: { step: number; readonly epoch: number };
  turn: () => Promise<void>;
  interrupted: () => boolean;
}

/** Trains on an epoch's rows: mean loss and weight of each task; undefined if interrupted. */
export async function trainEpoch(
  o: Epoch,
): Promise<{ loss: number[]; weights: number[] } | undefined> {
  const order = o.order(o.at.epoch);
  const [loss, weights] = [new Means(), new Means()];
  for (const [from, count] of ranges(o.rows.size, o.batchSize)) {
    await o.turn();
    if (o.interrupted()) return undefined;
    const chosen = order.subarray(from, from + count);
    // The step itself takes the rows: in a compiled one that costs nothing.
    const rows = tf.tensor1d(chosen, "int32");
    try {
      const labels = o.rows.labels(chosen);
      const present = labels.flatMap((count, task) => (count > 0 ? [task] : []));
      const done = o.step({ ...o.rows.all, rows }, { ...o.at, present });
      loss.add(done.losses, labels);
      weights.add(
        done.weights,
        labels.map((count) => Math.min(count, 1)),
      );
    } finally {
      rows.dispose();
    }
    o.at.step++;
  }
  return { loss: loss.values, weights: weights.values };
}

/** The mean loss of each task, without training. */
export async function validate(
  model: Model,
  rows: Rows,
  turn: () => Promise<void>,
): Promise<number[]> {
  const losses = new Means();
  for (const [from, count] of ranges(rows.size, 256)) {
    await turn();
    const chosen = Int32Array.from({ length: count }, (_, i) => from + i);
    const values = tf.tidy(() => {
      const { inputs, targets } = rows.take(chosen);
      return taskLosses(model, inputs, targets).map((loss) => loss.dataSync()[0]);
    });
    losses.add(values, rows.labels(chosen));
  }
  const wrong = losses.values.findIndex((loss) => !Number.isFinite(loss));
  if (wrong < 0) return losses.values;
  throw expected(
    "finite validation losses",
    `${losses.values[wrong]} for task "${Object.keys(model.tasks)[wrong]}"`,
    "Lower learningRate (0.1 times what it is), or scale the target.",
  );
}
