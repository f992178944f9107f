// Choosing one of several classes.
import * as tf from "@tensorflow/tfjs";
import { crossEntropy } from "../engine/crossEntropy";
import { expected } from "../errors";
import { accuracy } from "./metrics";
import { firstWrong } from "./problem";
import type { Task } from "./task";

/**
 * A task that chooses one of `classes` classes. Targets [n] hold class numbers from 0; outputs [n, classes] are
 * probabilities, softmax(z). Loss: cross entropy, -log softmax(z)[target]. Metric: accuracy.
 * RangeError for fewer than two classes.
 *
 * @example
 * const model = hardSharing({ inputs: { x: [64] }, encoder: mlp([64]), tasks: { digit: classification(10) } });
 */
export function classification(classes: number): Task {
  if (!(Number.isInteger(classes) && classes >= 2)) {
    throw expected("two classes or more", String(classes), "For a yes or no take binary().");
  }
  return {
    spec: { kind: "classification", classes },
    units: classes,
    target: [],
    metric: accuracy,
    output: (raw) => tf.softmax(raw),
    loss: (target, raw) =>
      tf.tidy(() => crossEntropy(tf.cast(target as tf.Tensor1D, "int32"), raw)),
    problem: (values) =>
      firstWrong(
        values,
        1,
        (value) => Number.isInteger(value) && value >= 0 && value < classes,
        (value) => `class ${value}, where classes are 0 to ${classes - 1}`,
      ),
  };
}
