// What the gates of a trained model choose, as plain numbers: for figures, and to see who shares what.
import * as tf from "@tensorflow/tfjs";
import { Mixture } from "../models/layers/mixture";
import type { Model } from "../models/model";
import type { Mixing } from "../models/stages";
import { checkInputs } from "./check";
import { inputsAt, ranges } from "./predict";

/** How much one reader takes of each source at one stage. */
export interface Gate extends Pick<Mixing, "reader" | "level" | "sources"> {
  /** A number per source: of gates that see the input a mean over the rows. */
  readonly weights: readonly number[];
}

/**
 * How much each task takes of each expert (`mmoe`, `cgc`, `ple`, `adaTT`, `dselectK`), tower (`crossStitch`, `ltb`) or
 * subspace (`sluice`): one entry per gate, stage by stage; the reader "shared" is the shared path of `ple`. Softmax gates'
 * weights sum to 1, stitches' to anything. Empty for models without gates. RangeError for inputs that do not fit.
 *
 * @example
 * gates(model, test.inputs); // [{ reader: "digit", level: 0, sources: ["shared 1", ...], weights: [0.7, ...] }, ...]
 */
export function gates(model: Model, inputs: Readonly<Record<string, tf.Tensor>>): Gate[] {
  const { layers } = model.net;
  const fixed = layers.filter(isFixed).map((layer) =>
    gate(
      layer.mixing,
      numbers(() => layer.shares()),
    ),
  );
  const mixtures = layers.flatMap((layer) => (layer instanceof Mixture ? [layer] : []));
  return [...fixed, ...means(model, mixtures, inputs)].sort((a, b) => a.level - b.level);
}

function means(
  model: Model,
  mixtures: Mixture[],
  inputs: Readonly<Record<string, tf.Tensor>>,
): Gate[] {
  const size = checkInputs(model, inputs);
  if (mixtures.length === 0) return [];
  // Owns nothing: its layers are the model's.
  const net = tf.model({ inputs: model.net.inputs, outputs: mixtures.map(({ gate }) => gate) });
  const sums = mixtures.map(({ mixing }) => mixing.sources.map(() => 0));
  for (const [from, count] of ranges(size, 256)) {
    tf.tidy(() => {
      const found = [net.apply(inputsAt(model, inputs, from, count))].flat() as tf.Tensor[];
      found.forEach((values, i) => {
        const sum = values.sum(0).dataSync();
        sums[i].forEach((_, k) => (sums[i][k] += sum[k]));
      });
    });
  }
  return mixtures.map(({ mixing }, i) =>
    gate(
      mixing,
      sums[i].map((sum) => sum / size),
    ),
  );
}

/** A layer whose weights are the same for every example. */
type Fixed = tf.layers.Layer & { mixing: Mixing; shares(): tf.Tensor };

function isFixed(layer: tf.layers.Layer): layer is Fixed {
  return "shares" in layer;
}

function gate({ reader, level, sources }: Mixing, weights: number[]): Gate {
  return { reader, level, sources, weights };
}

function numbers(make: () => tf.Tensor): number[] {
  return tf.tidy(() => [...make().dataSync()]);
}
