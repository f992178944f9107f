// Gaussian noise whose draws are reproducible: number n of the layer's own seed, as with dropout's masks.
import * as tf from "@tensorflow/tfjs";
import { nextSeed } from "../../data/random";
import { gaussian } from "../../engine/random";
import { expected } from "../../errors";
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

class SeededNoise extends tf.layers.Layer {
  static className = "SeededNoise";
  private readonly std: number;
  private readonly seed: number;
  /** Draws so far: a weight, so that compiled steps count on; rememberMasks() finds it by its name. */
  counter!: ReturnType<tf.layers.Layer["addWeight"]>;

  constructor(config: { std: number; seed: number; name?: string }) {
    super(config);
    this.std = config.std;
    this.seed = config.seed;
    this.supportsMasking = true;
  }

  override build(): void {
    const zeros = tf.initializers.zeros();
    this.counter = this.addWeight("draws", [], "int32", zeros, undefined, false);
    this.built = true;
  }

  override call(inputs: tf.Tensor | tf.Tensor[], kwargs: { training?: boolean }): tf.Tensor {
    const x = Array.isArray(inputs) ? inputs[0] : inputs;
    if (!kwargs?.training || this.std === 0) return x;
    return tf.tidy(() => {
      const draw = this.counter.read();
      const noise = gaussian(x.shape, this.seed, draw).mul(this.std);
      this.counter.write(draw.add(tf.scalar(1, "int32")));
      return x.add(noise);
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), std: this.std, seed: this.seed };
  }
}

tf.serialization.registerClass(SeededNoise);
