// JoCoR: two networks learn the same rows, those on which both believe the label and agree with each other.
import * as tf from "@tensorflow/tfjs";
import { expected } from "../errors";
import type { Model } from "../models/model";
import type { Tasks } from "../tasks/task";
import type { Examples } from "../training/check";
import { scoresOf, targetOf, type PeerBatch } from "./peerBatch";
import type { PeerHistory } from "./peerHistory";
import { trainPeers, type Lesson } from "./peers";
import { checkFrom } from "./semiSupervised";
import {
  checkNoisy,
  keptShare,
  meanWhere,
  rowLosses,
  smallest,
  taughtWhere,
  type SmallLossOptions,
} from "./smallLoss";
import { symmetricDivergence } from "./terms";

/** How much is forgotten, and how much agreement counts. */
export interface JoCoROptions extends SmallLossOptions {
  /** Share of the loss that is agreement, lambda; the paper tunes it per data set, up to 0.95. Default 0.1. */
  agreement?: number;
}

/**
 * Joint training with co-regularisation (Wei et al. 2020): row losses
 * l = (1 - lambda)(CE(y, p_1) + CE(y, p_2)) + lambda (KL(p_1 || p_2) + KL(p_2 || p_1)); both networks learn, in one step,
 * from the mean of l over the R(t) B rows of smallest l, R(t) as in `coTeach`. Gradients of the agreement flow both ways.
 *
 * @example
 * await joCoR([a, b], noisy, { forget: 0.45, agreement: 0.1, epochs: 60 });
 */
export async function joCoR<T extends Tasks>(
  models: readonly Model<T>[],
  data: Examples,
  o: JoCoROptions,
): Promise<PeerHistory> {
  const { agreement = 0.1 } = o;
  if (models.length !== 2) throw expected("two networks", `${models.length}`, "Give two.");
  checkNoisy(models, data, o);
  checkFrom("agreement", agreement, 0, 1);
  const levels = (epoch: number) => [keptShare(epoch, o.forget, o.forgetEpochs)];
  return trainPeers(models, data, { ...o, levels, atOnce: true }, joCoRLesson(models, agreement));
}

/** What network k adds to the joint loss: its labels, and half of the agreement; level 0 is the share kept. */
export function joCoRLesson(models: readonly Model[], agreement: number): Lesson {
  return (k, batch) => {
    const chosen = smallest(jointLosses(models, batch, agreement), batch.levels[0]);
    return {
      weights: [agreement],
      losses: () => {
        const own = meanWhere(rowLosses(models[k], batch), chosen).mul(1 - agreement);
        return [own as tf.Scalar, meanWhere(gaps(models, batch), chosen).div(2)];
      },
      taught: taughtWhere(chosen, targetOf(models[k], batch)),
    };
  };
}

/** Both networks' loss with the labels, and what they disagree by, row by row. */
export function jointLosses(
  models: readonly Model[],
  batch: PeerBatch,
  agreement: number,
): tf.Tensor1D {
  return tf.tidy(() => {
    const labels = tf.addN(models.map((model) => rowLosses(model, batch)));
    return labels.mul(1 - agreement).add(gaps(models, batch).mul(agreement)) as tf.Tensor1D;
  });
}

function gaps(models: readonly Model[], batch: PeerBatch): tf.Tensor1D {
  const [a, b] = models.map((model) => scoresOf(model, batch, { training: true })[0]);
  return symmetricDivergence(a, b);
}
