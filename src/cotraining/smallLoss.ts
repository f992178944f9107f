// Small losses: the rows whose labels a network believes. What methods for wrong labels share.
import * as tf from "@tensorflow/tfjs";
import { labelledRows } from "../data/labels";
import { expected } from "../errors";
import type { Model } from "../models/model";
import type { Examples } from "../training/check";
import { scoresOf, targetOf, type PeerBatch } from "./peerBatch";
import type { PeerOptions } from "./peerOptions";
import type { Lesson } from "./peers";

/** How much is forgotten. */
export interface SmallLossOptions extends PeerOptions {
  /** Share of wrong labels, tau: so many of a batch are left out in the end. */
  forget: number;
  /** Epochs until then: R(t) = 1 - tau min(t / T, 1). Default 10. */
  forgetEpochs?: number;
}

/** R(t) = 1 - tau min(t / T, 1). */
export function keptShare(epoch: number, forget: number, forgetEpochs = 10): number {
  return 1 - forget * Math.min(epoch / forgetEpochs, 1);
}

/** Each row's loss with its label, [batch], of a model of one task. */
export function rowLosses(model: Model, batch: PeerBatch): tf.Tensor1D {
  const [task] = Object.values(model.tasks);
  const [scores] = scoresOf(model, batch, { training: true });
  return task.loss(targetOf(model, batch), scores);
}

/** The mean of the losses of chosen rows. */
export function meanWhere(losses: tf.Tensor1D, chosen: tf.Tensor1D): tf.Scalar {
  return tf.tidy(() => losses.mul(chosen).sum().div(chosen.sum().maximum(1)));
}

/** What a model learns that is taught its labels on chosen rows, and nothing else. */
export function labelsOf(model: Model, batch: PeerBatch, chosen: tf.Tensor1D): ReturnType<Lesson> {
  return {
    weights: [0],
    losses: () => [meanWhere(rowLosses(model, batch), chosen), tf.scalar(0)],
    taught: taughtWhere(chosen, targetOf(model, batch)),
  };
}

/** The labels of chosen rows, -1 for the others. */
export function taughtWhere(chosen: tf.Tensor1D, labels: tf.Tensor): tf.Tensor1D {
  return tf.tidy(
    () => tf.where(chosen.greater(0), labels, tf.onesLike(labels).neg()) as tf.Tensor1D,
  );
}

/**
 * 1 for the rows of the smallest losses, floor(share * rows) of them but at least one; 0 for the others. With `among`,
 * 1 for rows that are up for choice, the share is of those.
 */
export function smallest(
  losses: tf.Tensor1D,
  share: tf.Scalar,
  among: tf.Tensor1D = tf.onesLike(losses),
): tf.Tensor1D {
  return tf.tidy(() => {
    const rows = losses.shape[0];
    const count = share.mul(among.sum()).add(1e-4).floor().maximum(1);
    const last = tf.where(among.greater(0), losses.neg(), tf.fill([rows], -1e30)) as tf.Tensor1D;
    const { indices } = tf.topk(last, rows, true);
    const kept = tf.range(0, rows).less(count).cast("float32");
    // Row indices[i] is the i-th smallest: put its flag back in its place.
    return tf
      .matMul(kept.reshape([1, rows]), tf.oneHot(indices, rows).cast("float32"))
      .reshape([rows]);
  });
}

/** Throws unless there are models of one task, a label in every row, and shares that make sense. */
export function checkNoisy(
  models: readonly Model[],
  data: Examples,
  { forget, forgetEpochs = 10 }: Pick<SmallLossOptions, "forget" | "forgetEpochs">,
): void {
  if (!(forget >= 0 && forget < 1)) {
    throw expected("forget from 0 to below 1", String(forget), "Give the share of wrong labels.");
  }
  if (!(forgetEpochs > 0)) {
    throw expected("forgetEpochs above 0", String(forgetEpochs), "Try 10.");
  }
  if (models.length === 0) throw expected("two networks", "none", "Give two.");
  const [name, ...more] = Object.keys(models[0].tasks);
  if (more.length > 0) {
    throw expected("models of one task", `${more.length + 1} tasks`, "Name a single one.");
  }
  const target = data.targets[name];
  if (target && labelledRows(target.dataSync(), target.shape[0]).length < target.shape[0]) {
    throw expected("a label in every row", `NaN in "${name}"`, "Take data.labelled(name).");
  }
}
