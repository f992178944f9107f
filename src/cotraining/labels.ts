// Labels as plain numbers, NaN where there is none; how many of each class there are, and how many to take.
import * as tf from "@tensorflow/tfjs";
import { Dataset } from "../data/dataset";
import { find } from "../data/named";
import { expected } from "../errors";

/** The labels of a target, NaN where there is none. RangeError for what is no class from 0 to `classes` - 1. */
export function labelsOf(data: Dataset, target: string, classes: number): number[] {
  const tensor = find(data.targets, target, "target");
  if (tensor.size !== data.size) {
    throw expected(
      `one label per row in target "${target}"`,
      `shape [${tensor.shape}]`,
      "Give class numbers.",
    );
  }
  const labels = Array.from(tensor.dataSync());
  const row = labels.findIndex(
    (label) => !Number.isNaN(label) && !(Number.isInteger(label) && label >= 0 && label < classes),
  );
  if (row < 0) return labels;
  throw expected(
    `classes from 0 to ${classes - 1} in target "${target}"`,
    `${labels[row]} in row ${row}`,
    "Number the classes from 0, and write NaN where there is no label.",
  );
}

/** A target's numbers, NaN where there is none; some must be there and some not. */
export function valuesOf(data: Dataset, target: string): number[] {
  const tensor = find(data.targets, target, "target");
  const values: number[] = Array.from(tensor.dataSync());
  const known = values.filter((value) => !Number.isNaN(value)).length;
  if (tensor.size === data.size && known > 0 && known < data.size) return values;
  throw expected(
    `a number in some rows of target "${target}" and NaN in others`,
    `shape [${tensor.shape}], ${known} numbers`,
    "Hide some with data.hide().",
  );
}

/** Throws unless every class has a label and some row has none. */
export function checkHalfLabelled(labels: readonly number[], classes: number): void {
  const counts = countClasses(labels, classes);
  const without = counts.findIndex((count) => count === 0);
  if (without >= 0) {
    throw expected(
      "a labelled row of every class",
      `none of class ${without}`,
      "Label some rows of it, or leave the class out.",
    );
  }
  if (labels.some(Number.isNaN)) return;
  throw expected(
    "some rows without a label (NaN) to learn from",
    `${labels.length} labelled rows and no other`,
    "Hide labels with data.hide(), or simply train on all.",
  );
}

/** These rows with these labels in place of their own: labels[i] belongs to row rows[i]. The caller disposes it. */
export function relabelled(
  data: Dataset,
  target: string,
  rows: readonly number[],
  labels: readonly number[] | readonly (readonly number[])[],
): Dataset {
  const part = data.rows(rows);
  part.targets[target]?.dispose();
  const own = tf.tensor(labels as number[], undefined, "float32");
  return new Dataset(part.inputs, { ...part.targets, [target]: own });
}

/** How often each class occurs; NaN counts for none. */
export function countClasses(labels: readonly number[], classes: number): number[] {
  const counts = Array<number>(classes).fill(0);
  for (const label of labels) if (!Number.isNaN(label)) counts[label]++;
  return counts;
}

/** Row numbers of the labelled rows, and of the others. */
export function parted(labels: readonly number[]): { labelled: number[]; unlabelled: number[] } {
  const rows = labels.map((_, row) => row);
  return {
    labelled: rows.filter((row) => !Number.isNaN(labels[row])),
    unlabelled: rows.filter((row) => Number.isNaN(labels[row])),
  };
}

/** The class of each row of probabilities: the most probable, the first of equals. */
export function argMax(row: readonly number[]): number {
  let best = 0;
  for (let c = 1; c < row.length; c++) if (row[c] > row[best]) best = c;
  return best;
}
