// Data as a model reads them: tensors in the order of its inputs and tasks, batch by batch.
import * as tf from "@tensorflow/tfjs";
import { labelledRows } from "../data/labels";
import type { Model } from "../models/model";
import type { Examples } from "./check";
import { labelCounts } from "./losses";
import type { Batch } from "./step";

/** The examples of a data set, ready to be taken in batches. */
export interface Rows {
  readonly size: number;
  /** All rows; belongs to the data set. */
  readonly all: Batch;
  /** These rows, as tensors that the caller disposes. */
  take(rows: Int32Array): Batch;
  /** How many of these rows have a label, for each task. */
  labels(rows: Int32Array): number[];
}

/** The rows of `data`, seen by `model`. Owns nothing. */
export function rowsOf(model: Model, data: Examples): Rows {
  const inputs = Object.keys(model.inputs).map((name) => data.inputs[name]);
  const targets = Object.keys(model.tasks).map((name) => data.targets[name]);
  const size = inputs[0].shape[0];
  const labelled = targets.map((target) => {
    const flags = new Uint8Array(size);
    for (const row of labelledRows(target.dataSync(), size)) flags[row] = 1;
    return flags;
  });
  return {
    size,
    all: { inputs, targets },
    take(rows) {
      const at = tf.tensor1d(rows, "int32");
      const batch = taken({ inputs, targets, rows: at });
      at.dispose();
      return batch;
    },
    labels: (rows) => labelled.map((flags) => rows.reduce((count, row) => count + flags[row], 0)),
  };
}

/** The chosen rows of a batch, on their own. */
export function taken({ inputs, targets, rows }: Batch): Batch {
  if (!rows) return { inputs, targets };
  const take = (t: tf.Tensor) => tf.gather(t, rows);
  return { inputs: inputs.map(take), targets: targets.map(take) };
}

/** The rows of a batch dealt out to `count` batches, as even as can be; with fewer rows than that each gets all. */
export function dealt(batch: Batch, count: number): Batch[] {
  if (count === 1) return [batch];
  const { inputs, targets } = batch;
  const rows = batch.rows ?? tf.range(0, inputs[0].shape[0], 1, "int32");
  return Array.from({ length: count }, (_, i) => {
    const [from, to] = [i, i + 1].map((n) => Math.floor((n * rows.size) / count));
    return { inputs, targets, rows: rows.size < count ? rows : rows.slice(from, to - from) };
  });
}

/**
 * What each part is to divide its sums over rows by, [tasks], so that the mean over the parts is the mean over all that is
 * labelled in them, wherever it lies; undefined for one part.
 */
export function labelsPerPart(parts: readonly Batch[]): tf.Tensor1D | undefined {
  if (parts.length === 1) return undefined;
  const counts = parts.map(({ targets, rows }) =>
    labelCounts(taken({ inputs: [], targets, rows }).targets),
  );
  return tf.maximum<tf.Tensor1D>(meanOf(counts), 1 / parts.length);
}

/** The mean of tensors of one shape. */
export function meanOf<T extends tf.Tensor>(values: readonly T[]): T {
  return values.length === 1 ? values[0] : tf.addN([...values]).div(values.length);
}

/** A mean per task of values that count as often as there are labels (default: once); 0 where there were none. */
export class Means {
  private sums: number[] = [];
  private counts: number[] = [];

  add(values: readonly number[], counts = values.map(() => 1)): void {
    this.sums = values.map((value, i) => (this.sums[i] ?? 0) + value * counts[i]);
    this.counts = counts.map((count, i) => (this.counts[i] ?? 0) + count);
  }

  get values(): number[] {
    return this.sums.map((sum, i) => sum / Math.max(this.counts[i], 1));
  }
}
