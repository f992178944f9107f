// How good a model is on data it has not seen.
import * as tf from "@tensorflow/tfjs";
import { labelledRows } from "../data/labels";
import type { Model } from "../models/model";
import type { Tasks } from "../tasks/task";
import { checkLabelled } from "./check";
import type { Scores } from "./history";
import { predict } from "./predict";
import { joined, type Sources } from "./sources";

/**
 * The headline metric of every task (accuracy of a classification, AUC of a binary task, MAE of a regression, IoU of
 * boxes) over the rows that have a label for it, in one data set or in one per task. A task that learns without
 * labels and has none scores NaN. RangeError for data that do not fit, or a task without any label.
 *
 * @example
 * evaluate(model, test); // { digit: 0.97, parity: 0.99, size: 0.01 }
 */
export function evaluate<T extends Tasks>(
  model: Model<T>,
  data: Sources<T>,
): Scores<keyof T & string> {
  const scores: [string, number][] = [];
  const examples = joined(model, data);
  try {
    tf.tidy(() => {
      const { inputs, targets } = examples;
      checkLabelled(model, targets, "the data");
      const outputs = predict(model, inputs);
      for (const [name, task] of Object.entries(model.tasks)) {
        const target = targets[name];
        const labelled = labelledRows(target.dataSync(), target.shape[0]);
        const rows = tf.tensor1d(labelled, "int32");
        const measure = () =>
          task.metric.measure(tf.gather(target, rows), tf.gather(outputs[name], rows));
        scores.push([name, labelled.length > 0 ? measure() : NaN]);
      }
    });
  } finally {
    examples.dispose();
  }
  return Object.fromEntries(scores) as Scores<keyof T & string>;
}
