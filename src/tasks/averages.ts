// Average accuracy and average F1 over the tasks of one model.
import * as tf from "@tensorflow/tfjs";
import { labelledRows } from "../data/labels";
import type { Named } from "../data/named";
import { expected, list } from "../errors";
import { accuracy, f1 } from "./metrics";
import type { Metric } from "./task";

/**
 * Mean over tasks of the accuracy of each: (1/T) sum_t accuracy_t. `outputs` names the tasks, which choose classes:
 * [n, classes] or [n, 1] each; `targets` has the class numbers [n] of (at least) those. Rows without a label are left
 * out, task by task. RangeError for a task without targets or without labels.
 *
 * @example
 * const { digit, parity } = predict(model, test.inputs);
 * averageAccuracy(test.targets, { digit, parity });
 */
export function averageAccuracy(targets: Named, outputs: Named): number {
  return average(accuracy, targets, outputs);
}

/** Mean over tasks of the macro F1 of each: (1/T) sum_t F1_t. Targets, outputs and errors as in `averageAccuracy`. */
export function averageF1(targets: Named, outputs: Named): number {
  return average(f1, targets, outputs);
}

function average(metric: Metric, targets: Named, outputs: Named): number {
  const names = Object.keys(outputs);
  const missing = names.filter((name) => !targets[name]);
  if (names.length === 0 || missing.length > 0) {
    throw expected(
      "outputs of one task or more, each with targets",
      names.length === 0 ? "no outputs" : `no targets for ${list(missing)}`,
      `Choose among the tasks with targets: ${list(Object.keys(targets))}.`,
    );
  }
  const scores = names.map((name) => tf.tidy(() => measure(metric, targets[name], outputs[name])));
  return scores.reduce((a, b) => a + b, 0) / scores.length;
}

function measure(metric: Metric, target: tf.Tensor, output: tf.Tensor): number {
  const rows = labelledRows(target.dataSync(), target.shape[0]);
  const at = tf.tensor1d(rows, "int32");
  return metric.measure(tf.gather(target, at), tf.gather(output, at));
}
