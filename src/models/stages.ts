// An encoder cut into stages, for architectures that do something between its layers.
import * as tf from "@tensorflow/tfjs";
import { nextSeed, seeded, type Rng } from "../data/random";
import { expected } from "../errors";
import { through } from "./build";
import { layersBehind } from "./graph";
import type { Block } from "./model";

/** A list of sources that something mixes, as `gates` shows them: who reads the mixture, and at which stage (from 0). */
export interface Mixing {
  /** The task that reads it, or "shared". */
  readonly reader: string;
  readonly level: number;
  readonly sources: readonly string[];
}

/** An encoder in stages that each end with weights to learn, and what comes after the last of them. */
export interface Stages {
  readonly stages: Block[];
  /** Flattening, dropout: whatever the encoder ends with that learns nothing. */
  readonly tail: Block;
}

/** Lays the encoder once, to see which blocks have weights, and frees that copy. RangeError if none has. */
export function stagesOf(features: tf.SymbolicTensor, encoder: Block[]): Stages {
  const start = tf.input({ shape: features.shape.slice(1), dtype: features.dtype });
  const rng = seeded(0);
  const stages: Block[] = [];
  let group: Block[] = [];
  let learned = 0;
  let x = start;
  for (const block of encoder) {
    x = block(x, rng);
    group.push(block);
    const now = layersBehind(x).filter((layer) => layer.trainableWeights.length > 0).length;
    if (now === learned) continue;
    learned = now;
    stages.push(asOne(group));
    group = [];
  }
  if (encoder.length > 0) tf.model({ inputs: start, outputs: x }).dispose();
  if (stages.length > 0) return { stages, tail: asOne(group) };
  throw expected("an encoder with weights to learn", "none", "Add layers: encoder: mlp([64, 32]).");
}

/** A list of blocks as one. */
export function asOne(blocks: Block[]): Block {
  return (x, rng) => through(x, blocks, rng);
}

/** A block laid once and applied to many features of the same shape, with the same weights each time. */
export function reusable(block: Block, like: tf.SymbolicTensor, rng: Rng) {
  const start = tf.input({ shape: like.shape.slice(1), dtype: like.dtype });
  const net = tf.model({ inputs: start, outputs: block(start, rng) });
  return (x: tf.SymbolicTensor) => net.apply(x) as tf.SymbolicTensor;
}

/** A fully connected layer on the last axis, drawn as `dense` draws its own. */
export function linear(
  units: number,
  rng: Rng,
  activation: "linear" | "relu" | "sigmoid" | "softmax" = "linear",
): tf.layers.Layer {
  const kernelInitializer = tf.initializers.glorotUniform({ seed: nextSeed(rng) });
  return tf.layers.dense({ units, activation, kernelInitializer });
}
