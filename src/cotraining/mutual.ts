// Deep mutual learning: networks that learn from labels and from each other's answers.
import * as tf from "@tensorflow/tfjs";
import { expected } from "../errors";
import type { Model } from "../models/model";
import type { Tasks } from "../tasks/task";
import type { Examples } from "../training/check";
import { ramp } from "./criteria";
import { labelLoss, scoresOf } from "./peerBatch";
import type { PeerOptions } from "./peerOptions";
import { trainPeers, type Lesson } from "./peers";
import type { PeerHistory } from "./peerHistory";
import { checkFrom } from "./semiSupervised";
import { divergenceFrom, imitationOf } from "./terms";

/** How much the peers' answers count. */
export interface MutualOptions extends PeerOptions {
  /** Of the imitation, at most. Default 1. */
  weight?: number;
  /** Epochs until then, by exp(-5 (1 - t/n)^2). Default 0: fully from the start, as in the paper. */
  rampEpochs?: number;
  /**
   * All networks learn in one step, each from what its peers said before it. Default false: in turn, as in the paper. With
   * few labels, in turn was 4 points worse on digits (three networks, 5 labels a class), in PyTorch as here.
   */
  atOnce?: boolean;
}

/**
 * Deep mutual learning (Zhang et al. 2018), for two networks or more:
 * L_k = CE(y, p_k) + weight / (K - 1) * sum over peers j of KL(p_j || p_k), p_j without gradient. In a step networks are
 * updated one after the other, each seeing its peers' latest answers, or `atOnce`. Rows without a label join in the second
 * term. They may read different views of the rows.
 * Networks must start from different weights: equal ones never have anything to tell each other.
 *
 * @example
 * const pair = [1, 2].map((seed) => hardSharing({ inputs: { x: [64] }, encoder: mlp([32]), tasks, seed }));
 * const history = await mutual(pair, train, { epochs: 20 });
 */
export async function mutual<T extends Tasks>(
  models: readonly Model<T>[],
  data: Examples,
  o: MutualOptions = {},
): Promise<PeerHistory> {
  if (models.length < 2) {
    throw expected("two networks or more", String(models.length), "Take fit() for a single one.");
  }
  const { weight = 1, rampEpochs = 0 } = o;
  checkFrom("rampEpochs", rampEpochs, 0, Infinity);
  const levels = (epoch: number) => [weight * ramp(epoch, rampEpochs)];
  return trainPeers(models, data, { ...o, levels }, mutualLesson(models));
}

/** What network k learns: its labels, and the answers of its peers; level 0 is their weight. */
export function mutualLesson(models: readonly Model[]): Lesson {
  return (k, batch) => {
    const others = models.filter((_, j) => j !== k);
    // Outside the function that is differentiated, so that no gradient can reach a peer.
    const answers = others.map((peer) =>
      scoresOf(peer, batch, { training: true }).map((z) => tf.softmax(z) as tf.Tensor2D),
    );
    return {
      weights: [batch.levels[0]],
      losses: () => {
        const labels = labelLoss(models[k], batch);
        const mine = scoresOf(models[k], batch, { training: true });
        const terms = answers.map((theirs) => imitationOf(mine, theirs, divergenceFrom));
        return [labels, tf.addN(terms).div(others.length)];
      },
    };
  };
}
