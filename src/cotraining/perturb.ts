// Rows seen anew: small changes of inputs that leave the class alone, drawn from a seed and the number of the step.
import * as tf from "@tensorflow/tfjs";
import { mapNamed } from "../data/named";
import { gaussian, uniform } from "../engine/random";
import { expected } from "../errors";
import type { PeerBatch } from "./peerBatch";

/** Where noise comes from: draw number `step` of stream `seed`; the same two give the same noise. */
export interface Draw {
  readonly seed: number;
  readonly step: tf.Scalar;
}

/** Rows [batch, ...] in another light, of the same shape. */
export type Perturbation = (x: tf.Tensor, draw: Draw) => tf.Tensor;

/**
 * Adds to each number a normal one of mean 0 and standard deviation `std`, in the inputs' unit; then sets a share `drop`
 * of the numbers to 0. For images and other data with better changes of their own (shifts, crops), write a function.
 *
 * @example
 * await fixMatch(model, few, { weak: jitter(0.05), strong: jitter(0.15, 0.3) });
 */
export function jitter(std: number, drop = 0): Perturbation {
  if (!(std >= 0 && std < Infinity)) {
    throw expected("a standard deviation of 0 or more", String(std), "Try 0.1.");
  }
  if (!(drop >= 0 && drop < 1)) {
    throw expected("a share to drop from 0 to below 1", String(drop), "Try 0.3.");
  }
  return (x, { seed, step }) =>
    tf.tidy(() => {
      const moved = std > 0 ? x.add(gaussian(x.shape, seed, step).mul(std)) : x.clone();
      if (drop === 0) return moved;
      // Another stream than that of the noise added.
      return moved.mul(uniform(x.shape, ~seed, step).greaterEqual(drop).cast("float32"));
    });
}

/** The batch with its inputs perturbed; different seeds give different noise, and so do the inputs of a batch. */
export function perturbed(batch: PeerBatch, change: Perturbation, seed: number): PeerBatch {
  const names = Object.keys(batch.inputs).sort();
  // Seeds of neighbouring calls and of the inputs of one batch must not meet.
  const seedOf = (name: string) => (seed * 64 + names.indexOf(name)) | 0;
  const { step } = batch;
  const inputs = mapNamed(batch.inputs, (x, name) => change(x, { seed: seedOf(name), step }));
  return { ...batch, inputs };
}
