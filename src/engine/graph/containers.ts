// Tensors in nested arrays and records, as steps take and give them, to a flat list and back.
import * as tf from "@tensorflow/tfjs";

/** A tensor, or an array or record of such. */
export type Tensors = tf.Tensor | readonly Tensors[] | { readonly [name: string]: Tensors };

/** What a step gives: tensors, or nothing when it only changes variables. */
export type Outputs = Tensors | void;

/** The tensors, in the order of the array or of the record's keys. */
export function flatten(tensors: Outputs): tf.Tensor[] {
  if (!tensors) return [];
  return tensors instanceof tf.Tensor ? [tensors] : Object.values(tensors).flatMap(flatten);
}

/** The same tensors arranged as in `example`; takes them from the front of `flat`. */
export function like<T extends Outputs>(example: T, flat: tf.Tensor[]): T;
export function like(example: Outputs, flat: tf.Tensor[]): Outputs {
  if (!example) return undefined;
  if (example instanceof tf.Tensor) return flat.shift()!;
  if (Array.isArray(example)) return example.map((e) => like(e, flat));
  return Object.fromEntries(Object.entries(example).map(([name, e]) => [name, like(e, flat)]));
}
