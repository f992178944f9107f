// What the layers of a network make of data: the numbers that probes and similarities look at.
import * as tf from "@tensorflow/tfjs";
import { expected, list } from "../errors";
import type { Model } from "../models/model";
import { checkInputs } from "../training/check";
import { inputsAt, ranges } from "../training/predict";

/**
 * The caller owns them: the outputs of these layers of `model.net`, flattened to [rows, width] each, dropout off. Layers
 * go by their names, as `layersOf` lists them. RangeError for a layer that is not there, and inputs that do not fit.
 *
 * @example
 * const [first] = features(model, test.inputs, [layersOf(model)[0]]);
 */
export function features(
  model: Model,
  inputs: Readonly<Record<string, tf.Tensor>>,
  layers: readonly string[],
): tf.Tensor2D[] {
  const size = checkInputs(model, inputs);
  const known = outputsOf(model);
  const outputs = layers.map((name) => known.get(name) ?? unknown(name, known));
  if (outputs.length === 0) return [];
  const distinct = [...new Set(outputs)];
  const net = tf.model({ inputs: model.net.inputs, outputs: distinct }); // Owns nothing.
  return tf.tidy(() => {
    const parts = ranges(size, 256).map(([from, count]) =>
      tf.tidy(() => {
        const found = [net.apply(inputsAt(model, inputs, from, count))].flat() as tf.Tensor[];
        return found.map((values) => values.reshape([count, values.size / count]).toFloat());
      }),
    );
    return outputs.map((output) => {
      const at = distinct.indexOf(output);
      return tf.concat(parts.map((part) => part[at])) as tf.Tensor2D;
    });
  });
}

/**
 * The names of the layers whose outputs can be looked at, from the inputs (left out) to the heads. A layer that is used
 * several times stands for its first use.
 *
 * @example
 * layersOf(model); // ["dense_Dense1", "dense_Dense2", "digit", "parity"]
 */
export function layersOf(model: Model): string[] {
  return [...outputsOf(model).keys()];
}

/** Outputs of layers that depend on an example (shared parameters do not), each after those it is made of. */
function outputsOf({ net }: Model): Map<string, tf.SymbolicTensor> {
  const outputs = new Map<string, tf.SymbolicTensor>();
  const seen = new Set<tf.SymbolicTensor>();
  const visit = (x: tf.SymbolicTensor) => {
    if (seen.has(x)) return;
    seen.add(x);
    x.inputs.forEach(visit);
    const { name } = x.sourceLayer;
    if (x.inputs.length > 0 && x.shape[0] === null && !outputs.has(name)) outputs.set(name, x);
  };
  net.outputs.forEach(visit);
  return outputs;
}

function unknown(name: string, known: ReadonlyMap<string, unknown>): never {
  throw expected(
    "the name of a layer of the network",
    `"${name}"`,
    `Choose from ${list(known.keys())}.`,
  );
}
