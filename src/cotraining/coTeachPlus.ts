// Co-teaching+: networks pick for each other, among the rows on which they disagree, those whose labels they believe.
import * as tf from "@tensorflow/tfjs";
import { expected } from "../errors";
import type { Model } from "../models/model";
import type { Tasks } from "../tasks/task";
import type { Examples } from "../training/check";
import { scoresOf, type PeerBatch } from "./peerBatch";
import type { PeerHistory } from "./peerHistory";
import { trainPeers, type Lesson } from "./peers";
import {
  checkNoisy,
  keptShare,
  labelsOf,
  rowLosses,
  smallest,
  type SmallLossOptions,
} from "./smallLoss";

/** How much is forgotten, and when disagreement begins to count. */
export interface CoTeachPlusOptions extends SmallLossOptions {
  /** Epochs of plain co-teaching before. Default 5. */
  warmUp?: number;
}

/**
 * Co-teaching+ (Yu et al. 2019): as `coTeach`, but from epoch `warmUp` on only rows on which the two networks name
 * different classes are up for choice, R(t) of them; all rows where they agree throughout. It keeps networks apart. Late in
 * training the rows left are mostly wrongly labelled, and few: accuracy may rise while the precision of the choice falls.
 *
 * @example
 * await coTeachPlus([a, b], noisy, { forget: 0.45, epochs: 60 });
 */
export async function coTeachPlus<T extends Tasks>(
  models: readonly Model<T>[],
  data: Examples,
  o: CoTeachPlusOptions,
): Promise<PeerHistory> {
  const { warmUp = 5 } = o;
  if (models.length !== 2) throw expected("two networks", `${models.length}`, "Give two.");
  checkNoisy(models, data, o);
  const levels = (epoch: number) => [
    keptShare(epoch, o.forget, o.forgetEpochs),
    epoch >= warmUp ? 1 : 0,
  ];
  return trainPeers(models, data, { ...o, levels, atOnce: true }, coTeachPlusLesson(models));
}

/** What network k learns; levels are the share kept, and 1 once disagreement counts. */
export function coTeachPlusLesson(models: readonly Model[]): Lesson {
  return (k, batch) => {
    const [kept, apart] = batch.levels;
    const among = differing(models, batch, apart);
    const chosen = smallest(rowLosses(models[1 - k], batch), kept, among);
    return labelsOf(models[k], batch, chosen);
  };
}

/** 1 for the rows on which the networks name different classes; for all rows if there is none, or `apart` is 0. */
function differing(models: readonly Model[], batch: PeerBatch, apart: tf.Scalar): tf.Tensor1D {
  return tf.tidy(() => {
    const [a, b] = models.map((model) => scoresOf(model, batch, { training: true })[0].argMax(1));
    const different = a.notEqual(b).cast("float32");
    const counts = different.sum().mul(apart).greater(0);
    return tf.where(counts, different, tf.onesLike(different)) as tf.Tensor1D;
  });
}
