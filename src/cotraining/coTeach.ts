// Co-teaching: two networks pick, for each other, the examples whose labels they believe.
import * as tf from "@tensorflow/tfjs";
import { labelledRows } from "../data/labels";
import { expected } from "../errors";
import type { Model } from "../models/model";
import type { Tasks } from "../tasks/task";
import type { Examples } from "../training/check";
import { rawScores } from "../training/losses";
import { trainPeers, type Lesson, type PeerHistory, type PeerOptions } from "./peers";

/** How much is forgotten. */
export interface CoTeachOptions extends PeerOptions {
  /** Share of wrong labels, tau: so many of a batch are left out in the end. */
  forget: number;
  /** Epochs until then: R(t) = 1 - tau min(t / T, 1). Default 10. */
  forgetEpochs?: number;
}

/**
 * Co-teaching for wrong labels (Han et al. 2018): in a batch of B rows each network names the R(t) B rows of its smallest
 * loss, and its peer learns from these, R(t) = 1 - forget * min(t / forgetEpochs, 1). The second network sees the first
 * after its update. Most of the gain comes from small losses, not from the peer: give a single network, which then picks
 * for itself, as the control. For models of one task with a label in every row.
 *
 * @example
 * await coTeach([a, b], noisy, { forget: 0.45, epochs: 60 });
 */
export async function coTeach<T extends Tasks>(
  models: readonly Model<T>[],
  data: Examples,
  o: CoTeachOptions,
): Promise<PeerHistory> {
  const { forget, forgetEpochs = 10 } = o;
  if (!(forget >= 0 && forget < 1)) {
    throw expected("forget from 0 to below 1", String(forget), "Give the share of wrong labels.");
  }
  if (models.length < 1 || models.length > 2) {
    throw expected("two networks, or one as its own control", `${models.length}`, "Give two.");
  }
  const [name, ...more] = Object.keys(models[0].tasks);
  if (more.length > 0) {
    throw expected("models of one task", `${more.length + 1} tasks`, "Name a single one.");
  }
  const target = data.targets[name];
  if (target && labelledRows(target.dataSync(), target.shape[0]).length < target.shape[0]) {
    throw expected("a label in every row", `NaN in "${name}"`, "Take data.labelled(name).");
  }
  const level = (epoch: number) => keptShare(epoch, forget, forgetEpochs);
  return trainPeers(models, data, { ...o, level }, coTeachLesson(models));
}

/** R(t) = 1 - tau min(t / T, 1). */
export function keptShare(epoch: number, forget: number, forgetEpochs: number): number {
  return 1 - forget * Math.min(epoch / forgetEpochs, 1);
}

/** What network k learns: the rows that its peer, or itself if it is alone, finds easiest; `level` is the share kept. */
export function coTeachLesson(models: readonly Model[]): Lesson {
  const lossOf = (model: Model, inputs: tf.Tensor[], target: tf.Tensor) =>
    Object.values(model.tasks)[0].loss(target, rawScores(model, inputs, { training: true })[0]);
  return (k, { inputs, targets: [target], level }) => {
    const peer = models[models.length - 1 - k];
    const chosen = smallest(lossOf(peer, inputs, target), level);
    return {
      weight: 0,
      losses: () => {
        const own = lossOf(models[k], inputs, target);
        return [own.mul(chosen).sum().div(chosen.sum()) as tf.Scalar, tf.scalar(0)];
      },
    };
  };
}

/** 1 for the rows of the smallest losses, floor(share * rows) of them but at least one; 0 for the others. */
export function smallest(losses: tf.Tensor1D, share: tf.Scalar): tf.Tensor1D {
  return tf.tidy(() => {
    const rows = losses.shape[0];
    const count = share.mul(rows).add(1e-4).floor().maximum(1);
    const { indices } = tf.topk(losses.neg(), rows, true);
    const kept = tf.range(0, rows).less(count).cast("float32");
    // Row indices[i] is the i-th smallest: put its flag back in its place.
    return tf
      .matMul(kept.reshape([1, rows]), tf.oneHot(indices, rows).cast("float32"))
      .reshape([rows]);
  });
}
