// Gaussian noise whose draws are reproducible: number n of the layer's own seed, as with dropout's masks.
import * as tf from "@tensorflow/tfjs";
import { nextSeed } from "../../data/random";
import { gaussian } from "../../engine/random";
import { expected } from "../../errors";
import { DrawingLayer, type DrawingConfig } from "../layers/drawing";
import type { Block } from "../model";

/**
 * While training, adds to each feature a normal number with mean 0 and standard deviation `std`, in the features' unit;
 * otherwise does nothing. Small noise acts like a penalty on steep outputs (Bishop 1995). RangeError for a negative `std`.
 *
 * @example
 * const encoder = [gaussianNoise(0.1), dense(64)];
 */
export function gaussianNoise(std: number): Block {
  if (!(std >= 0 && std < Infinity)) {
    throw expected("a standard deviation of 0 or more", String(std), "Use 0.1, say.");
  }
  return (x, rng) => new SeededNoise({ std, seed: nextSeed(rng) }).apply(x) as tf.SymbolicTensor;
}

class SeededNoise extends DrawingLayer {
  static className = "SeededNoise";
  private readonly std: number;

  constructor(config: DrawingConfig & { std: number }) {
    super(config);
    this.std = config.std;
  }

  protected override get draws(): boolean {
    return this.std > 0;
  }

  protected override drawn(x: tf.Tensor, draw: tf.Tensor): tf.Tensor {
    return x.add(gaussian(x.shape, this.seed, draw).mul(this.std));
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), std: this.std };
  }
}

tf.serialization.registerClass(SeededNoise);
