// Fully connected layers.
import * as tf from "@tensorflow/tfjs";
import { nextSeed } from "../../data/random";
import { expected } from "../../errors";
import type { Block } from "../model";
import { checkSize } from "./checks";

/**
 * A fully connected layer: y = activation(x W + b), W drawn as Glorot and Bengio (2010) do, b zero. Features of a higher
 * rank (an image) are flattened first. With `l2`, l2 * sum of W^2 joins the loss that `fit` minimises (formula F3).
 *
 * @example
 * const encoder = [dense(64), dropout(0.2), dense(32, { activation: "tanh" })];
 */
export function dense(
  units: number,
  o: { activation?: "relu" | "tanh" | "sigmoid" | "linear"; l2?: number } = {},
): Block {
  const { activation = "relu", l2 = 0 } = o;
  checkSize("units of dense()", units);
  if (!(l2 >= 0)) throw expected("l2 to be 0 or more", String(l2), "Pass a small one, 1e-4 say.");
  return (x, rng) =>
    tf.layers
      .dense({
        units,
        activation,
        kernelInitializer: tf.initializers.glorotUniform({ seed: nextSeed(rng) }),
        kernelRegularizer: l2 > 0 ? tf.regularizers.l2({ l2 }) : undefined,
      })
      .apply(flat(x)) as tf.SymbolicTensor;
}

/** Fully connected relu layers of these widths, one after the other: `mlp([64, 32])`. */
export function mlp(widths: number[]): Block[] {
  return widths.map((width) => dense(width));
}

/** Features as one vector per example: [8, 8, 1] becomes [64]. */
export function flatten(): Block {
  return (x) => flat(x);
}

/** A vector stays as it is, so that summaries show no layer that does nothing. */
export function flat(x: tf.SymbolicTensor): tf.SymbolicTensor {
  return x.shape.length === 2 ? x : (tf.layers.flatten().apply(x) as tf.SymbolicTensor);
}
