// A small Transformer encoder for sequences.
import * as tf from "@tensorflow/tfjs";
import { nextSeed, type Rng } from "../../data/random";
import { expected } from "../../errors";
import { Positions, SelfAttention } from "../layers/attention";
import type { Block } from "../model";
import { checkRank, checkSize } from "./checks";
import { embedding, type Words } from "./text";

/** What a Transformer is made of; with a vocabulary it reads word numbers. */
export type TransformerOptions = (Words | Partial<Record<keyof Words, never>>) & {
  /** Attention heads; the width of the vectors is a multiple of it. Default 2. */
  heads?: number;
  /** Units between the two linear maps of a layer. Default: 4 times the width. */
  hidden?: number;
  /** Layers, one after the other. Default 1. */
  layers?: number;
};

/**
 * A Transformer encoder (Vaswani et al. 2017): word numbers [length] become vectors [length, width] with sines of their
 * positions added; every layer is y = norm(x + attention(x)), then norm(y + W2 relu(W1 y)); the mean over the positions
 * is the result, [width]. Without a vocabulary it reads vectors [length, features], with positions added. It has no
 * mask: all positions count alike, fill-ups too.
 *
 * @example
 * hardSharing({ inputs: { text: [50] }, encoder: transformer({ vocabulary: 5000, width: 32 }), tasks });
 */
export function transformer(o: TransformerOptions): Block[] {
  const { vocabulary, width, heads = 2, hidden, layers = 1 } = o;
  checkSize("heads of transformer()", heads);
  checkSize("layers of transformer()", layers);
  if (hidden !== undefined) checkSize("hidden of transformer()", hidden);
  const words = vocabulary === undefined && width === undefined;
  return [
    ...(words ? [] : [embedding({ vocabulary: vocabulary!, width: width! })]),
    (x) => {
      checkRank("transformer()", x, 2, "[length, features]");
      return new Positions({}).apply(x) as tf.SymbolicTensor;
    },
    ...Array.from({ length: layers }, () => transformerLayer(heads, hidden)),
    (x) => tf.layers.globalAveragePooling1d({}).apply(x) as tf.SymbolicTensor,
  ];
}

function transformerLayer(heads: number, hidden?: number): Block {
  return (x, rng) => {
    const width = x.shape.at(-1)!;
    if (width % heads !== 0) {
      throw expected(`a width that ${heads} heads divide`, String(width), "Change one of them.");
    }
    const attention = new SelfAttention({ options: { heads, seed: nextSeed(rng) } });
    const y = normed(x, attention.apply(x) as tf.SymbolicTensor);
    const inner = linear(hidden ?? 4 * width, "relu", rng).apply(y);
    return normed(y, linear(width, "linear", rng).apply(inner) as tf.SymbolicTensor);
  };
}

function normed(x: tf.SymbolicTensor, change: tf.SymbolicTensor): tf.SymbolicTensor {
  const sum = tf.layers.add().apply([x, change]);
  return tf.layers.layerNormalization().apply(sum) as tf.SymbolicTensor;
}

function linear(units: number, activation: "relu" | "linear", rng: Rng): tf.layers.Layer {
  const kernelInitializer = tf.initializers.glorotUniform({ seed: nextSeed(rng) });
  return tf.layers.dense({ units, activation, kernelInitializer });
}
