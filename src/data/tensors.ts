// A data set from tensors: here every data set is checked, once.
import * as tf from "@tensorflow/tfjs";
import { expected, list } from "../errors";
import { Dataset } from "./dataset";
import type { Named } from "./named";

/**
 * A data set of these tensors, which it takes over: `dispose()` frees them. Inputs are [n, ...], targets [n] or
 * [n, k]; other types than float32 are converted. A NaN in a target is a missing label; in an input it is an error.
 * RangeError for no rows, tensors of different numbers of rows, or an input that is not a finite number.
 *
 * @example
 * const data = fromTensors({ x: tf.randomNormal([100, 10], 0, 1, "float32", 1) }, { y: tf.zeros([100]) });
 */
export function fromTensors(inputs: Named, targets: Named = {}): Dataset {
  const named = [
    ...Object.entries(inputs).map(([name, tensor]) => ({ what: `input "${name}"`, tensor })),
    ...Object.entries(targets).map(([name, tensor]) => ({ what: `target "${name}"`, tensor })),
  ];
  if (Object.keys(inputs).length === 0) {
    throw expected(
      "at least one input",
      `${list(Object.keys(targets))} as targets only`,
      "Name the tensor that a network reads, { x: ... }.",
    );
  }
  for (const { what, tensor } of named) {
    if (tensor.rank === 0 || tensor.size === 0) {
      throw expected(
        `rows in ${what}`,
        `shape [${tensor.shape}]`,
        "Give a tensor whose first axis counts the examples, at least one.",
      );
    }
    if (tensor.shape[0] !== named[0].tensor.shape[0]) {
      throw expected(
        `as many rows in ${what} as in ${named[0].what}, ${named[0].tensor.shape[0]}`,
        `${tensor.shape[0]}, shape [${tensor.shape}]`,
        "The first axis of every tensor counts the same examples.",
      );
    }
  }
  for (const { what, tensor } of named) checkValues(what, tensor);
  const distinct = new Set(named.map(({ tensor }) => tensor));
  const floats = new Map([...distinct].map((tensor) => [tensor, asFloat(tensor)]));
  const own = (tensors: Named) =>
    Object.fromEntries(Object.entries(tensors).map(([name, t]) => [name, floats.get(t)!]));
  return new Dataset(own(inputs), own(targets));
}

function checkValues(what: string, tensor: tf.Tensor): void {
  if (tensor.dtype === "string" || tensor.dtype === "complex64") {
    throw expected(
      `numbers in ${what}`,
      `a tensor of type ${tensor.dtype}`,
      "Encode it as numbers first.",
    );
  }
  const values = tensor.dataSync();
  const missing = what.startsWith("target");
  for (let i = 0; i < values.length; i++) {
    if (Number.isFinite(values[i]) || (missing && Number.isNaN(values[i]))) continue;
    throw expected(
      `finite numbers in ${what}`,
      `${values[i]} in row ${Math.floor((i * tensor.shape[0]) / values.length)}`,
      missing
        ? "Correct it; NaN stands for a missing label."
        : "Fill in or leave out what is missing; only a target may be NaN, which stands for a missing label.",
    );
  }
}

function asFloat(tensor: tf.Tensor): tf.Tensor {
  if (tensor.dtype === "float32") return tensor;
  const float = tensor.toFloat();
  tensor.dispose();
  return float;
}
