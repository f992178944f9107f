// Tensors in nested arrays and records, as steps take and give them, to a flat list and back.
import * as tf from "@tensorflow/tfjs";

/** A tensor, or an array or record of such. */
export type Tensors = tf.Tensor | readonly Tensors[] | { readonly [name: string]: Tensors };

/** The tensors, in the order of the array or of the record's keys. */
export function flatten(tensors: Tensors): tf.Tensor[] {
  return tensors instanceof tf.Tensor ? [tensors] : Object.values(tensors).flatMap(flatten);
}

/** The same tensors arranged as in `example`; takes them from the front of `flat`. */
export function like(example: Tensors, flat: tf.Tensor[]): Tensors {
  if (example instanceof tf.Tensor) return flat.shift()!;
  if (Array.isArray(example)) return example.map((e) => like(e, flat));
  return Object.fromEntries(Object.entries(example).map(([name, e]) => [name, like(e, flat)]));
}
