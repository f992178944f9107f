// A data set from plain arrays: nested number arrays, or one flat array with the shape of an example.
import * as tf from "@tensorflow/tfjs";
import { expected } from "../errors";
import type { Dataset } from "./dataset";
import { fromTensors } from "./tensors";

/** Numbers, one example after another, and the shape of one example: [] for a single number each. */
export interface Flat {
  readonly values: ArrayLike<number>;
  readonly shape: readonly number[];
}

/** Nested arrays, the outermost of examples; in a target null or undefined stands for a missing label. */
export type Nested = ArrayLike<number | null | undefined | Nested>;

/**
 * A data set from arrays. `x: [[1, 2], [3, 4]]` is two examples of shape [2];
 * `image: { values: bytes, shape: [28, 28, 1] }` cuts a flat array into examples of that shape.
 * In targets null, undefined and NaN are missing labels. RangeError for ragged arrays and for what is no number.
 *
 * @example
 * const xor = fromArrays({ x: [[0, 0], [0, 1], [1, 0], [1, 1]] }, { odd: [0, 1, 1, null] });
 */
export function fromArrays(
  inputs: Record<string, Nested | Flat>,
  targets: Record<string, Nested | Flat> = {},
): Dataset {
  const made: tf.Tensor[] = [];
  const convert = (arrays: Record<string, Nested | Flat>, kind: string) =>
    Object.fromEntries(
      Object.entries(arrays).map(([name, array]) => {
        made.push(toTensor(array, `${kind} "${name}"`, kind === "target"));
        return [name, made[made.length - 1]];
      }),
    );
  try {
    return fromTensors(convert(inputs, "input"), convert(targets, "target"));
  } catch (error) {
    tf.dispose(made);
    throw error;
  }
}

function toTensor(array: Nested | Flat, what: string, missing: boolean): tf.Tensor {
  if (!("values" in array && "shape" in array)) {
    const shape = shapeOf(array);
    const flat: number[] = [];
    flatten(array, shape, what, missing, [], flat);
    return tf.tensor(Float32Array.from(flat), shape);
  }
  const width = array.shape.reduce((a, b) => a * b, 1);
  const rows = array.values.length / width;
  if (!Number.isInteger(rows)) {
    throw expected(
      `a multiple of ${width} values in ${what}, ${width} for each example of shape [${array.shape}]`,
      `${array.values.length} values`,
      "Correct the shape, which is that of one example, or the values.",
    );
  }
  return tf.tensor(Float32Array.from(array.values), [rows, ...array.shape]);
}

function shapeOf(array: unknown): number[] {
  if (!isArray(array)) return [];
  return [array.length, ...shapeOf(array[0])];
}

function flatten(
  value: unknown,
  shape: number[],
  what: string,
  missing: boolean,
  path: number[],
  flat: number[],
): void {
  const at = `${what} at [${path.join(", ")}]`;
  if (shape.length === 0) {
    if (typeof value === "number") flat.push(value);
    else if (missing && value == null) flat.push(NaN);
    else throw expected(`a number in ${at}`, show(value), "Encode it as a number first.");
    return;
  }
  if (!isArray(value) || value.length !== shape[0]) {
    throw expected(
      `${shape[0]} values in ${at}, as in the first example`,
      isArray(value) ? String(value.length) : show(value),
      "Give every example the same shape: pad or cut.",
    );
  }
  for (let i = 0; i < value.length; i++) {
    flatten(value[i], shape.slice(1), what, missing, [...path, i], flat);
  }
}

function isArray(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && "length" in value);
}

function show(value: unknown): string {
  if (isArray(value)) return "an array";
  return typeof value === "string" ? `"${value}"` : String(value);
}
