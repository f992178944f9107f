// Tensors by name: what a data set holds twice, once for inputs and once for targets.
import type * as tf from "@tensorflow/tfjs";
import { expected, list } from "../errors";

/** Tensors by name; the first axis of each counts the examples. */
export type Named = Readonly<Record<string, tf.Tensor>>;

/** The tensor of that name; RangeError, with the names there are, if there is none. */
export function find(from: Named, name: string, kind: string): tf.Tensor {
  if (from[name]) return from[name];
  throw expected(
    `the name of ${kind === "input" ? "an" : "a"} ${kind} of the data set`,
    `"${name}"`,
    `The data set has ${list(Object.keys(from))}.`,
  );
}

/** A tensor made from each, under the same name. */
export function mapNamed(
  from: Named,
  change: (tensor: tf.Tensor, name: string) => tf.Tensor,
): Named {
  return Object.fromEntries(
    Object.entries(from).map(([name, tensor]) => [name, change(tensor, name)]),
  );
}

/** Names and shapes of one example in words, by name: "image [8,8,1], x [64]". */
export function shapes(named: Named): string {
  const words = Object.keys(named)
    .sort()
    .map((name) => `${name} [${named[name].shape.slice(1)}]`);
  return words.join(", ") || "none";
}
