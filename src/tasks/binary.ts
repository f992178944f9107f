// Yes or no.
import * as tf from "@tensorflow/tfjs";
import { auc } from "./metrics";
import { firstWrong } from "./problem";
import type { Task } from "./task";

/**
 * A task that answers yes or no. Targets [n] are 0 or 1; outputs [n, 1] are the probability of 1, sigmoid(z).
 * Loss: cross entropy, -t log sigmoid(z) - (1 - t) log sigmoid(-z). Metric: AUC.
 *
 * @example
 * const model = hardSharing({ inputs: { x: [64] }, encoder: mlp([64]), tasks: { parity: binary() } });
 */
export function binary(): Task {
  return {
    spec: { kind: "binary" },
    units: 1,
    target: [],
    metric: auc,
    output: (raw) => tf.sigmoid(raw),
    // -log sigmoid(z) is softplus(-z), which stays exact where sigmoid rounds to 0 or 1.
    loss: (target, raw) =>
      tf.tidy(() => {
        const score = tf.reshape(raw, [-1]);
        const yes = tf.mul(target, tf.softplus(tf.neg(score)));
        const no = tf.mul(tf.sub(1, target), tf.softplus(score));
        return tf.add<tf.Tensor1D>(yes, no);
      }),
    problem: (values) =>
      firstWrong(
        values,
        1,
        (value) => value === 0 || value === 1,
        (value) => `label ${value}, where labels are 0 and 1`,
      ),
  };
}
