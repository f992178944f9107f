// How wrong a model is on each row, from 0 to 1, for detectors and running scores.
import * as tf from "@tensorflow/tfjs";
import { labelledRows } from "../../data/labels";
import type { Dataset } from "../../data/dataset";
import type { Model } from "../../models/model";
import { rawScores } from "../../training/losses";
import type { Task } from "../../tasks/task";

/**
 * The error of each row that has a label for the task, in their order: 0 or 1 where classes are told apart, l / (1 + l)
 * of the row's loss l elsewhere.
 */
export function rowErrors(model: Model, batch: Dataset): Record<string, number[]> {
  const inputs = Object.keys(model.inputs).map((name) => batch.inputs[name]);
  return tf.tidy(() => {
    const scores = rawScores(model, inputs);
    const errors = Object.entries(model.tasks).map(([name, task], i) => {
      const target = batch.targets[name];
      const rows = labelledRows(target.dataSync(), batch.size);
      if (rows.length === 0) return [name, []];
      const at = tf.tensor1d(rows, "int32");
      const [y, z] = [tf.gather(target, at), tf.gather(scores[i], at) as tf.Tensor2D];
      return [name, [...errorOf(task, y, z).dataSync()]];
    });
    return Object.fromEntries(errors) as Record<string, number[]>;
  });
}

function errorOf(task: Task, target: tf.Tensor, raw: tf.Tensor2D): tf.Tensor {
  const kind = task.spec?.kind;
  if (kind === "classification")
    return raw.argMax(1).notEqual(target.cast("int32")).cast("float32");
  if (kind === "binary")
    return raw.squeeze([1]).greater(0).cast("float32").notEqual(target).cast("float32");
  const loss = task.loss(target, raw);
  return loss.div(loss.add(1));
}
