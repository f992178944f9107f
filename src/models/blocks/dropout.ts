// Dropout whose masks are reproducible. tf.layers.dropout with a seed draws the same mask at every step, without one
// another mask in every run; this layer draws mask n of its own seed, so that two runs agree and two steps differ.
import * as tf from "@tensorflow/tfjs";
import { nextSeed } from "../../data/random";
import { uniform } from "../../engine/random";
import { expected } from "../../errors";
import { allLayers } from "../graph";
import { DrawingLayer, type DrawingConfig } from "../layers/drawing";
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
 * Remembers which masks a network's dropout layers, and other layers that draw, draw next; the returned function goes
 * back there, so that another pass over the same batch drops the same features. Call it inside tf.tidy.
 */
export function rememberMasks(net: tf.LayersModel): () => void {
  const counters = allLayers(net).flatMap((layer) => (layer as Drawing).counter ?? []);
  const before = counters.map((counter) => tf.clone(counter.read()));
  return () => counters.forEach((counter, i) => counter.write(before[i]));
}

/** A layer that counts its draws in a weight of that name. */
type Drawing = tf.layers.Layer & { counter?: tf.LayerVariable };

class SeededDropout extends DrawingLayer {
  static className = "SeededDropout";
  private readonly rate: number;

  constructor(config: DrawingConfig & { rate: number }) {
    super(config);
    this.rate = config.rate;
  }

  protected override get draws(): boolean {
    return this.rate > 0;
  }

  protected override drawn(x: tf.Tensor, draw: tf.Tensor): tf.Tensor {
    const kept = uniform(x.shape, this.seed, draw).greaterEqual(this.rate).cast("float32");
    return x.mul(kept).div(1 - this.rate);
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), rate: this.rate };
  }
}

tf.serialization.registerClass(SeededDropout);
