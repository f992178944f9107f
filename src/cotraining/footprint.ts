// What a model costs to keep and to ask: weights, and milliseconds for a thousand rows.
import * as tf from "@tensorflow/tfjs";
import { expected } from "../errors";
import type { Model } from "../models/model";
import { checkInputs } from "../training/check";
import { predict } from "../training/predict";

/** Size and speed of a model. */
export interface Footprint {
  /** Numbers it has learned, those of all layers. */
  readonly parameters: number;
  /** To answer 1000 rows, the median of several times; on this machine, at this moment. */
  readonly milliseconds: number;
}

/**
 * Size and speed of a model: what distillation from a large to a small network saves. Rows are repeated until there are
 * 1000; a first answer, which is slower, does not count. `now` is a clock in milliseconds.
 *
 * @example
 * [large, small].map((model) => footprint(model, test.inputs));
 * // [{ parameters: 50826, milliseconds: 4.1 }, { parameters: 2410, milliseconds: 1.9 }]
 */
export function footprint(
  model: Model,
  inputs: Readonly<Record<string, tf.Tensor>>,
  { repeats = 5, now = () => performance.now() }: { repeats?: number; now?: () => number } = {},
): Footprint {
  if (!(Number.isInteger(repeats) && repeats >= 1)) {
    throw expected("repeats from 1 up", String(repeats), "Take 5.");
  }
  const size = checkInputs(model, inputs);
  const at = Int32Array.from({ length: 1000 }, (_, i) => i % size);
  const rows = tf.tidy(() => {
    const order = tf.tensor1d(at, "int32");
    const names = Object.keys(model.inputs);
    return Object.fromEntries(names.map((name) => [name, tf.gather(inputs[name], order)]));
  });
  const ask = () => {
    const start = now();
    const outputs = Object.values(predict(model, rows, { batchSize: 1000 }));
    outputs.forEach((output) => output.dataSync()); // Until the numbers are there.
    const taken = now() - start;
    tf.dispose(outputs);
    return taken;
  };
  ask();
  const times = Array.from({ length: repeats }, ask).sort((a, b) => a - b);
  tf.dispose(rows);
  return { parameters: model.net.countParams(), milliseconds: times[Math.floor(repeats / 2)] };
}
