// Predicting numbers.
import * as tf from "@tensorflow/tfjs";
import { expected } from "../errors";
import { mae } from "./metrics";
import { firstWrong } from "./problem";
import type { Task } from "./task";

/**
 * A task that predicts `units` numbers. Targets are [n] for one unit, else [n, units]; outputs [n, units].
 * Loss: squared error, mean over the units of (z - t)^2. Metric: mean absolute error, in the target's unit.
 * Scale targets to about -1 to 1, so that no task's loss drowns the others'. RangeError for fewer than one unit.
 *
 * @example
 * const model = hardSharing({ inputs: { x: [64] }, encoder: mlp([64]), tasks: { size: regression() } });
 */
export function regression(units = 1): Task {
  if (!(Number.isInteger(units) && units >= 1)) {
    throw expected("one unit or more", String(units), "Say how many numbers to predict.");
  }
  return {
    spec: { kind: "regression", units },
    units,
    target: units === 1 ? [] : [units],
    metric: mae,
    output: (raw) => tf.clone(raw),
    loss: (target, raw) =>
      tf.tidy(() =>
        tf.mean<tf.Tensor1D>(tf.square(tf.sub(raw, tf.reshape(target, [-1, units]))), 1),
      ),
    problem: (values) => firstWrong(values, units, Number.isFinite, (value) => `value ${value}`),
  };
}
