// Finding where something is: one box per example.
import * as tf from "@tensorflow/tfjs";
import { iou } from "./metrics";
import { firstWrong } from "./problem";
import type { Task } from "./task";

/** Below this error the loss is a parabola, above it a line; a ninth suits boxes in fractions of the image. */
const BETA = 1 / 9;

/**
 * A task that places one box. Targets and outputs [n, 4] are [x, y, width, height]: the left top corner and the sides,
 * each a fraction of the image, 0 to 1. Loss: smooth L1 (Girshick 2015), the sum over the four of d^2 / (2 b) where
 * the error d = |z - t| is below b, d - b / 2 where it is above, b = 1/9 (Ren et al. 2015). Metric: mean IoU.
 *
 * @example
 * const model = hardSharing({ inputs: { image: [28, 28, 1] }, encoder: cnn([8, 16]), tasks: { place: boxes() } });
 */
export function boxes(): Task {
  return {
    spec: { kind: "boxes" },
    units: 4,
    target: [4],
    metric: iou,
    output: (raw) => tf.clone(raw),
    // With q = min(d, b) both branches are q^2 / (2 b) + d - q: no comparison, so every engine has its gradient.
    loss: (target, raw) =>
      tf.tidy(() => {
        const error = tf.abs(tf.sub(raw, target));
        const near = tf.minimum(error, BETA);
        const parabola = tf.div(tf.square(near), 2 * BETA);
        return tf.sum<tf.Tensor1D>(tf.add(parabola, tf.sub(error, near)), 1);
      }),
    problem: (values) =>
      firstWrong(
        values,
        4,
        (value, column) => Number.isFinite(value) && (column < 2 || value >= 0),
        (value) => `${value} in a box, where boxes are [x, y, width, height]`,
      ),
  };
}
