// Towers whose weights are a shared part plus a part of each task's own, for any encoder.
import * as tf from "@tensorflow/tfjs";
import { nextSeed, type Rng } from "../data/random";
import { expected } from "../errors";
import { through } from "./build";
import { layersBehind } from "./graph";
import { again, SharedPart, TaskPart } from "./layers/parts";
import type { Block, Model } from "./model";

/** `rank` and `scale` of the own parts (null: of full rank); a trained model whose shared weights are taken over. */
export interface PartOptions {
  rank: number | null;
  scale: number;
  trainable?: boolean;
  from?: Model;
}

/** The features of each of `count` tasks. The encoder is laid once as a pattern, and freed. */
export function inParts(
  features: tf.SymbolicTensor,
  encoder: Block[],
  count: number,
  o: PartOptions,
  rng: Rng,
): tf.SymbolicTensor[] {
  const start = tf.input({ shape: features.shape.slice(1), dtype: features.dtype });
  const end = through(start, encoder, rng);
  const layers = layersBehind(end);
  if (layers.every((layer) => layer.trainableWeights.length === 0)) {
    throw expected("an encoder with weights to learn", "none", "Add layers: encoder: mlp([64]).");
  }
  const pattern = tf.model({ inputs: start, outputs: end });
  if (o.from) takeOver(pattern, o.from);
  const shared = new Map(layers.map((layer) => [layer, sharedPart(layer, features, o)]));
  const towers = Array.from({ length: count }, () =>
    rebuilt(end, features, (layer, inputs) => {
      const like = { className: layer.getClassName(), config: layer.getConfig() };
      const parts = shared.get(layer)!;
      if (parts.length === 0) return again(like).apply(single(inputs)) as tf.SymbolicTensor;
      const { rank, scale } = o;
      const own = new TaskPart({ options: { layer: like, rank, scale, seed: nextSeed(rng) } });
      return own.apply([...inputs, ...parts]) as tf.SymbolicTensor;
    }),
  );
  pattern.dispose();
  return towers;
}

/** The weights of a layer as values in the graph, which begin as the layer's own. */
function sharedPart(layer: tf.layers.Layer, reads: tf.SymbolicTensor, o: PartOptions) {
  const weights = layer.trainableWeights;
  if (weights.length === 0) return [];
  const { trainable = true } = o;
  const part = new SharedPart({ shapes: weights.map(({ shape }) => shape as number[]), trainable });
  const values = [part.apply(reads)].flat() as tf.SymbolicTensor[];
  part.setWeights(weights.map((weight) => weight.read()));
  return values;
}

/** The graph that ends in `end`, laid again from `features` on, layer by layer. */
function rebuilt(
  end: tf.SymbolicTensor,
  features: tf.SymbolicTensor,
  lay: (layer: tf.layers.Layer, inputs: tf.SymbolicTensor[]) => tf.SymbolicTensor,
): tf.SymbolicTensor {
  const done = new Map<tf.SymbolicTensor, tf.SymbolicTensor>();
  const visit = (x: tf.SymbolicTensor): tf.SymbolicTensor => {
    const known = done.get(x);
    if (known) return known;
    const made = x.inputs.length === 0 ? features : lay(x.sourceLayer, x.inputs.map(visit));
    done.set(x, made);
    return made;
  };
  return visit(end);
}

/** Gives the pattern the shared weights of a model with the same encoder. */
function takeOver(pattern: tf.LayersModel, from: Model): void {
  const wanted = pattern.trainableWeights;
  const fits =
    from.shared.length === wanted.length &&
    wanted.every(({ shape }, i) => String(shape) === String(from.shared[i].shape));
  const text = (shapes: readonly tf.Shape[]) => shapes.map((s) => `[${s.join(", ")}]`).join(" ");
  if (!fits) {
    throw expected(
      `a model to start from whose shared weights have the shapes ${text(wanted.map((w) => w.shape))}`,
      text(from.shared.map((w) => w.shape)) || "no shared weights",
      "Give it and this model the same encoder and inputs.",
    );
  }
  wanted.forEach((weight, i) => weight.write(from.shared[i]));
}

function single<T>(list: T[]): T | T[] {
  return list.length === 1 ? list[0] : list;
}
