// What a trained model says: outputs for people, and losses for `fit`.
import * as tf from "@tensorflow/tfjs";
import type { Model } from "../models/model";
import type { Tasks } from "../tasks/task";
import { checkInputs } from "./check";
import { rawScores } from "./losses";

/**
 * The caller owns them: the model's outputs by task, [rows, units] each, as people read them (probabilities of
 * classes, values). Computed in batches, so data may be large. RangeError for inputs that do not fit the model.
 *
 * @example
 * const { digit } = predict(model, test.inputs);
 * digit.argMax(1).print();
 */
export function predict<T extends Tasks>(
  model: Model<T>,
  inputs: Readonly<Record<string, tf.Tensor>>,
  o: { batchSize?: number } = {},
): Record<keyof T & string, tf.Tensor2D> {
  const { batchSize = 256 } = o;
  const size = checkInputs(model, inputs);
  const tasks = Object.entries(model.tasks);
  return tf.tidy(() => {
    const parts = ranges(size, batchSize).map(([from, count]) =>
      tf.tidy(() => {
        const scores = rawScores(model, inputsAt(model, inputs, from, count));
        return tasks.map(([, task], i) => task.output(scores[i]));
      }),
    );
    const outputs = tasks.map(([name], i) => [name, tf.concat(parts.map((part) => part[i]))]);
    return Object.fromEntries(outputs) as Record<keyof T & string, tf.Tensor2D>;
  });
}

/** Rows `from` to `from + count` of every input, in the order of the model. */
export function inputsAt(
  model: Model,
  inputs: Readonly<Record<string, tf.Tensor>>,
  from: number,
  count: number,
): tf.Tensor[] {
  return Object.keys(model.inputs).map((name) => inputs[name].slice(from, count));
}

/** [from, count] of every batch of so many rows. */
export function ranges(size: number, batchSize: number): [from: number, count: number][] {
  return Array.from({ length: Math.ceil(size / batchSize) }, (_, i) => [
    i * batchSize,
    Math.min(batchSize, size - i * batchSize),
  ]);
}
