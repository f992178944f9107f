// Features of several networks as one: h = sum_k w_k h_k (formula F6), the weights given, learned, or found per example.
import * as tf from "@tensorflow/tfjs";
import { expected } from "../errors";

/** A way to find the weights w_k of h = sum_k w_k h_k. */
export interface Sharing {
  /** Makes what it learns, for so many networks with features of this width. */
  start(networks: number, width: number): SharedWeights;
}

/** Weights of the networks' features; owns its variables. */
export interface SharedWeights {
  readonly variables: tf.Variable[];
  /** [1, networks], or [rows, networks] where they depend on the features, each [rows, width]. They sum to 1. */
  weights(features: readonly tf.Tensor2D[]): tf.Tensor2D;
  dispose(): void;
}

/**
 * Weights that stay as they are; default 1/K each. Scaled to sum to 1.
 *
 * @example
 * await coTrainNetworks(networks, few, { ...o, sharing: fixedWeights([2, 1]) });
 */
export function fixedWeights(given?: readonly number[]): Sharing {
  return {
    start(networks) {
      const values = given ?? Array<number>(networks).fill(1);
      const sum = values.reduce((a, b) => a + b, 0);
      if (!(values.length === networks && values.every((w) => w >= 0) && sum > 0)) {
        throw expected(
          `${networks} weights from 0 up, not all 0`,
          `[${values.join(", ")}]`,
          "Give one per network.",
        );
      }
      const w = tf.tensor2d([values.map((value) => value / sum)]);
      return { variables: [], weights: () => w.clone(), dispose: () => w.dispose() };
    },
  };
}

/** w = softmax(a), with a learned from the shared loss and 0 at the start, so that weights start as 1/K. */
export function learnedWeights(): Sharing {
  return {
    start(networks) {
      const a = tf.tidy(() => tf.variable(tf.zeros<tf.Rank.R2>([1, networks])));
      return {
        variables: [a],
        weights: () => tf.softmax(a),
        dispose: () => a.dispose(),
      };
    },
  };
}

/** w(x) = softmax([h_1 ... h_K] G): every example chooses whom to listen to, as in a mixture of experts. G starts at 0. */
export function gatedWeights(): Sharing {
  return {
    start(networks, width) {
      const gate = tf.tidy(() => tf.variable(tf.zeros<tf.Rank.R2>([networks * width, networks])));
      return {
        variables: [gate],
        weights: (features) =>
          tf.softmax(tf.matMul(tf.concat([...features], 1), gate)) as tf.Tensor2D,
        dispose: () => gate.dispose(),
      };
    },
  };
}

/** h = sum_k w_k h_k: features [rows, width] each, weights [1 or rows, networks]. */
export function sharedFeatures(
  features: readonly tf.Tensor2D[],
  weights: tf.Tensor2D,
): tf.Tensor2D {
  return tf.tidy(() => {
    const parts = features.map((h, k) => h.mul(weights.slice([0, k], [-1, 1])));
    return tf.addN(parts) as tf.Tensor2D;
  });
}
