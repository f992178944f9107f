// Dropout whose masks are reproducible. tf.layers.dropout with a seed draws the same mask at every step, without one
// another mask in every run; this layer draws mask n of its own seed, so that two runs agree and two steps differ.
import * as tf from "@tensorflow/tfjs";
import { nextSeed } from "../../data/random";
import { expected } from "../../errors";
import type { Block } from "../model";

/**
 * While training, sets each feature to 0 with probability `rate` and scales the others by 1 / (1 - rate); otherwise
 * does nothing (Srivastava et al. 2014).
 *
 * @example
 * const encoder = [dense(64), dropout(0.5)];
 */
export function dropout(rate: number): Block {
  if (!(rate >= 0 && rate < 1)) {
    throw expected("a dropout rate from 0 up to, not including, 1", String(rate), "Use 0.5, say.");
  }
  return (x, rng) => new SeededDropout({ rate, seed: nextSeed(rng) }).apply(x) as tf.SymbolicTensor;
}

/**
 * Remembers which masks a network's dropout layers draw next; the returned function goes back there, so that another
 * pass over the same batch drops the same features.
 */
export function rememberMasks(net: tf.LayersModel): () => void {
  const layers = net.layers.filter(
    (layer): layer is SeededDropout => layer instanceof SeededDropout,
  );
  const draws = layers.map((layer) => layer.draw);
  return () => layers.forEach((layer, i) => (layer.draw = draws[i]));
}

class SeededDropout extends tf.layers.Layer {
  static className = "SeededDropout";
  private readonly rate: number;
  private readonly seed: number;
  /** Masks drawn so far. */
  draw = 0;

  constructor(config: { rate: number; seed: number; name?: string }) {
    super(config);
    this.rate = config.rate;
    this.seed = config.seed;
    this.supportsMasking = true;
  }

  override call(inputs: tf.Tensor | tf.Tensor[], kwargs: { training?: boolean }): tf.Tensor {
    const x = Array.isArray(inputs) ? inputs[0] : inputs;
    if (!kwargs?.training || this.rate === 0) return x;
    return tf.tidy(() => {
      // The seed is text, which the generator hashes: neighbouring draws have nothing in common.
      const text = `${this.seed}/${this.draw++}`;
      const uniform = tf.randomUniform(x.shape, 0, 1, "float32", text);
      return x.mul(uniform.greaterEqual(this.rate).cast("float32")).div(1 - this.rate);
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), rate: this.rate, seed: this.seed };
  }
}

tf.serialization.registerClass(SeededDropout);
