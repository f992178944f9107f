// What the optimisers of this folder share.
import type * as tf from "@tensorflow/tfjs";
import { expected } from "../../errors";

/** Optimisers have a rate; TensorFlow.js keeps it to itself. */
export type Rated = tf.Optimizer & { learningRate: number };

/** Gradients by the names of their weights, or as a list. */
export type Gradients = Parameters<tf.Optimizer["applyGradients"]>[0];

export function listed(gradients: Gradients): { name: string; tensor: tf.Tensor }[] {
  if (Array.isArray(gradients)) return gradients;
  return Object.entries(gradients).map(([name, tensor]) => ({ name, tensor }));
}

export function checkRate(what: string, rate: number): void {
  if (!(rate > 0)) throw expected(`${what} to be above 0`, String(rate), "Try 0.001.");
}
