// Soft sharing between networks: each learns by itself, and a spring holds their weights together.
import * as tf from "@tensorflow/tfjs";
import { expected } from "../errors";
import { trainableWeights } from "../models/graph";
import type { Model } from "../models/model";
import type { Tasks } from "../tasks/task";
import type { Examples } from "../training/check";
import { distance } from "../weighting/joint";
import { labelLoss } from "./peerBatch";
import type { PeerOptions } from "./peerOptions";
import { trainPeers, type Lesson } from "./peers";
import type { PeerHistory } from "./peerHistory";
import { checkFrom } from "./semiSupervised";
import { checkTwins } from "./twins";

/** How strong the spring is. */
export interface SoftPeersOptions extends PeerOptions {
  /** Of the squared distance between the weights, lambda. Default 0.01. */
  lambda?: number;
}

/**
 * Soft parameter sharing between K networks of one make (article A003, formula F9; Duong et al. 2015):
 * sum_k CE(y, p_k) + lambda sum over i<j of ||theta_i - theta_j||^2, all in one step; `history.imitation` sums to the
 * distance. The pull on each network is 2 lambda K (theta_k - mean theta): halve lambda where you double K.
 *
 * Two traps: from equal starts networks stay equal for ever, no ensemble at all; from different starts hidden units have
 * other places in each network, and a strong pull averages strangers, which spoils both. `apart` shows it. Small lambda
 * (0.0001 to 0.01), or equal starts and different data, is what works; `mutual` compares answers instead of weights.
 *
 * @example
 * const pair = [1, 2].map((seed) => hardSharing({ inputs: { x: [64] }, encoder: mlp([32]), tasks, seed }));
 * await softPeers(pair, train, { lambda: 0.01, epochs: 40 });
 */
export async function softPeers<T extends Tasks>(
  models: readonly Model<T>[],
  data: Examples,
  o: SoftPeersOptions = {},
): Promise<PeerHistory> {
  const { lambda = 0.01 } = o;
  if (models.length < 2) {
    throw expected("two networks or more", `${models.length}`, "Take fit() for a single one.");
  }
  checkFrom("lambda", lambda, 0, Infinity);
  checkTwins(models, "networks with the same weights");
  return trainPeers(models, data, { ...o, atOnce: true }, softPeersLesson(models, lambda));
}

/** What network k adds to the joint loss: its labels, and half of its squared distances to the others. */
export function softPeersLesson(models: readonly Model[], lambda: number): Lesson {
  const weights = models.map(({ net }) => trainableWeights(net));
  return (k, batch) => ({
    weights: [lambda],
    losses: () => {
      const pairs = weights.flatMap((theirs, j) => (j === k ? [] : distance([weights[k], theirs])));
      return [labelLoss(models[k], batch), tf.addN(pairs).div(2)];
    },
  });
}
