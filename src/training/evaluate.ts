// How good a model is on data it has not seen.
import * as tf from "@tensorflow/tfjs";
import { labelledRows } from "../data/labels";
import type { Model } from "../models/model";
import type { Tasks } from "../tasks/task";
import { checkExamples, checkLabelled, type Examples } from "./check";
import type { Scores } from "./history";
import { predict } from "./predict";

/**
 * The headline metric of every task (accuracy of a classification, AUC of a binary task, MAE of a regression, IoU of
 * boxes) over the rows that have a label for it. RangeError for data that do not fit, or a task without any label.
 *
 * @example
 * evaluate(model, test); // { digit: 0.97, parity: 0.99, size: 0.01 }
 */
export function evaluate<T extends Tasks>(
  model: Model<T>,
  data: Examples,
): Scores<keyof T & string> {
  checkExamples(model, data);
  checkLabelled(model, data.targets, "the data");
  const scores: [string, number][] = [];
  tf.tidy(() => {
    const outputs = predict(model, data.inputs);
    for (const [name, task] of Object.entries(model.tasks)) {
      const target = data.targets[name];
      const rows = tf.tensor1d(labelledRows(target.dataSync(), target.shape[0]), "int32");
      const score = task.metric.measure(tf.gather(target, rows), tf.gather(outputs[name], rows));
      scores.push([name, score]);
    }
  });
  return Object.fromEntries(scores) as Scores<keyof T & string>;
}
