// Blocks for sequences: word numbers become vectors; convolutions or a recurrent layer make one vector of them.
import * as tf from "@tensorflow/tfjs";
import { nextSeed, type Rng } from "../../data/random";
import { fused } from "../../engine/recurrent";
import type { Block } from "../model";
import { checkRank, checkSize } from "./checks";

/** A vocabulary of word numbers 0 to `vocabulary` - 1, each a learned vector of this width. */
export interface Words {
  vocabulary: number;
  width: number;
}

/** Word numbers [length] to vectors [length, width], drawn uniformly from -0.05 to 0.05 at first. */
export function embedding(o: Words): Block {
  checkSize("vocabulary of embedding()", o.vocabulary);
  checkSize("width of embedding()", o.width);
  return (x, rng) => {
    checkRank("embedding()", x, 1, "[length]");
    const seed = nextSeed(rng);
    return tf.layers
      .embedding({
        inputDim: o.vocabulary,
        outputDim: o.width,
        embeddingsInitializer: tf.initializers.randomUniform({ minval: -0.05, maxval: 0.05, seed }),
      })
      .apply(x) as tf.SymbolicTensor;
  };
}

/**
 * A convolutional network for texts (Kim 2014): word vectors, relu convolutions over windows of 3, 4 and 5 words side by
 * side with `filters` filters each, the largest value of every filter. Word numbers [length] to [3 * filters].
 *
 * @example
 * hardSharing({ inputs: { text: [200] }, encoder: textCnn({ vocabulary: 5000, width: 32, filters: 32 }), tasks });
 */
export function textCnn(o: Words & { filters: number; windows?: number[] }): Block[] {
  const { filters, windows = [3, 4, 5] } = o;
  checkSize("filters of textCnn()", filters);
  windows.forEach((size) => checkSize("windows of textCnn()", size));
  return [embedding(o), (x, rng) => concatenated(windows.map((w) => window(x, rng, filters, w)))];
}

/**
 * Word vectors read by a long short-term memory (Hochreiter and Schmidhuber 1997), whose last state is the result: word
 * numbers [length] to [units]. Fill up short texts at the front, so that the last words are real ones. Without a
 * vocabulary it reads vectors [length, features]. All its weights start as Glorot and Bengio's: the orthogonal start of
 * Keras takes seconds to compute here.
 *
 * @example
 * hardSharing({ inputs: { text: [100] }, encoder: lstm({ vocabulary: 5000, width: 32, units: 64 }), tasks });
 */
export function lstm(
  o: (Words | Partial<Record<keyof Words, never>>) & { units: number },
): Block[] {
  return recurrent("lstm()", o, tf.layers.lstm);
}

/** The same with gated recurrent units (Cho et al. 2014): fewer weights than `lstm`, often as good. */
export function gru(o: (Words | Partial<Record<keyof Words, never>>) & { units: number }): Block[] {
  return recurrent("gru()", o, tf.layers.gru);
}

function recurrent(
  name: string,
  o: Partial<Words> & { units: number },
  layer: (args: Parameters<typeof tf.layers.lstm>[0]) => tf.layers.Layer,
): Block[] {
  const { vocabulary, width, units } = o;
  checkSize(`units of ${name}`, units);
  const read: Block = (x, rng) => {
    checkRank(name, x, 2, "[length, features]");
    const glorot = () => tf.initializers.glorotUniform({ seed: nextSeed(rng) });
    const args = { units, kernelInitializer: glorot(), recurrentInitializer: glorot() };
    return fused(layer({ ...args, recurrentActivation: "sigmoid" })).apply(x) as tf.SymbolicTensor;
  };
  if (vocabulary === undefined && width === undefined) return [read];
  return [embedding({ vocabulary: vocabulary!, width: width! }), read];
}

function window(x: tf.SymbolicTensor, rng: Rng, filters: number, kernelSize: number) {
  const kernelInitializer = tf.initializers.glorotUniform({ seed: nextSeed(rng) });
  const found = tf.layers
    .conv1d({ filters, kernelSize, padding: "same", activation: "relu", kernelInitializer })
    .apply(x);
  return tf.layers.globalMaxPooling1d().apply(found) as tf.SymbolicTensor;
}

function concatenated(parts: tf.SymbolicTensor[]): tf.SymbolicTensor {
  return parts.length === 1
    ? parts[0]
    : (tf.layers.concatenate().apply(parts) as tf.SymbolicTensor);
}
