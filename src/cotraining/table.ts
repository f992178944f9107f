// A data set as plain arrays, for learners that need no network: one row of features and one of class weights each.
import type { Dataset } from "../data/dataset";
import { find } from "../data/named";
import { expected } from "../errors";

/** Features of all rows, one row after the other. */
export interface Features {
  readonly size: number;
  readonly width: number;
  readonly x: Float32Array;
}

/** The columns of a view, or of several joined. */
export function features(data: Dataset, view: string | readonly string[]): Features {
  const views = typeof view === "string" ? [view] : view;
  const parts = views.map((name) => {
    const tensor = find(data.inputs, name, "input");
    return { values: tensor.dataSync() as Float32Array, width: tensor.size / data.size };
  });
  if (parts.length === 1) return { size: data.size, width: parts[0].width, x: parts[0].values };
  const width = parts.reduce((sum, part) => sum + part.width, 0);
  const x = new Float32Array(data.size * width);
  let at = 0;
  for (const part of parts) {
    for (let row = 0; row < data.size; row++) {
      x.set(part.values.subarray(row * part.width, (row + 1) * part.width), row * width + at);
    }
    at += part.width;
  }
  return { size: data.size, width, x };
}

/** Each row's weight for each class, [size * classes]: 1 at its label, or its soft labels; all 0 without a label. */
export function classWeights(data: Dataset, target: string, classes: number): Float32Array {
  const tensor = find(data.targets, target, "target");
  const values = tensor.dataSync();
  if (values.length === data.size * classes) {
    return Float32Array.from(values, (value) => (Number.isNaN(value) ? 0 : value));
  }
  if (values.length !== data.size) {
    throw expected(
      `target "${target}" of shape [rows] or [rows, ${classes}]`,
      `[${tensor.shape}]`,
      "Give class numbers, or one weight per class.",
    );
  }
  const weights = new Float32Array(data.size * classes);
  values.forEach((label: number, row: number) => {
    if (!Number.isNaN(label)) weights[row * classes + label] = 1;
  });
  return weights;
}

/** Sums of the weights of each class; RangeError when there is no label at all. */
export function totals(weights: Float32Array, target: string, classes: number): number[] {
  const sums = Array<number>(classes).fill(0);
  weights.forEach((weight, i) => (sums[i % classes] += weight));
  if (sums.some((sum) => sum > 0)) return sums;
  throw expected(`a labelled row for "${target}"`, "only NaN", "Keep some labels.");
}

/** e^z_c / sum over classes of e^z, safe for large z; -Infinity is a probability of 0. */
export function softmax(scores: ArrayLike<number>): number[] {
  let highest = -Infinity;
  for (let c = 0; c < scores.length; c++) if (scores[c] > highest) highest = scores[c];
  const powers: number[] = [];
  let sum = 0;
  for (let c = 0; c < scores.length; c++) {
    powers.push(Math.exp(scores[c] - highest));
    sum += powers[c];
  }
  for (let c = 0; c < powers.length; c++) powers[c] /= sum;
  return powers;
}
