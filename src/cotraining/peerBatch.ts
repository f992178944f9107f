// What networks that train together see in a step: rows by name, in an order that a seed decides.
import * as tf from "@tensorflow/tfjs";
import { labelledRows } from "../data/labels";
import { mapNamed, type Named } from "../data/named";
import { shuffled, type Rng } from "../data/random";
import type { Model } from "../models/model";
import type { Examples } from "../training/check";
import { rawScores, taskLosses } from "../training/losses";

/** Rows of the data, and the numbers that change from step to step, as tensors: a compiled step reads them afresh. */
export type PeerBatch = {
  inputs: Named;
  targets: Named;
  /** The rows' numbers in the data, [batch], int32; no row comes twice. */
  rows: tf.Tensor1D;
  /** Steps before this one, int32: the number of a draw of noise. */
  step: tf.Scalar;
  /** What changes from epoch to epoch: ramps, shares. */
  levels: tf.Scalar[];
};

/** How rows are dealt to steps. */
export interface Dealing {
  batchSize: number;
  /** Rows without a label in each step, beside `batchSize` labelled ones; otherwise rows come as they are. */
  unlabelled?: number;
}

/** The row numbers of an epoch's batches; every call deals another epoch. */
export function dealer(
  { labelled, others }: { labelled: readonly number[]; others: readonly number[] },
  { batchSize, unlabelled }: Dealing,
  rng: Rng,
): () => Int32Array[] {
  if (unlabelled === undefined || others.length === 0) {
    const size = labelled.length + others.length;
    return () => {
      const order = Int32Array.from(shuffled(Array(size).keys(), rng));
      const steps = Math.ceil(size / batchSize);
      return Array.from({ length: steps }, (_, i) =>
        order.subarray(i * batchSize, (i + 1) * batchSize),
      );
    };
  }
  const next = [endless(labelled, batchSize, rng), endless(others, unlabelled, rng)];
  const steps = Math.ceil(others.length / unlabelled);
  return () => Array.from({ length: steps }, () => Int32Array.from(next.flatMap((take) => take())));
}

/** Batches of one size for ever; rows are shuffled anew when too few are left, so that none comes twice in a batch. */
function endless(rows: readonly number[], size: number, rng: Rng): () => number[] {
  let [order, at] = [shuffled(rows, rng), 0];
  return () => {
    if (at > 0 && at + size > order.length) [order, at] = [shuffled(rows, rng), 0];
    at += size;
    return order.slice(at - size, at);
  };
}

/** Rows that have a label for one of the models' tasks, and the others; without a task all rows count as labelled. */
export function halves(
  models: readonly Model[],
  { inputs, targets }: Examples,
): { labelled: number[]; others: number[] } {
  const size = Object.values(inputs)[0].shape[0];
  const rows = Array.from({ length: size }, (_, row) => row);
  const names = [...new Set(models.flatMap(({ tasks }) => Object.keys(tasks)))];
  if (names.length === 0) return { labelled: rows, others: [] };
  const known = new Set(names.flatMap((name) => labelledRows(targets[name].dataSync(), size)));
  return {
    labelled: rows.filter((row) => known.has(row)),
    others: rows.filter((row) => !known.has(row)),
  };
}

/** These rows of all that the models read; the caller disposes them. */
export function rowsAt(
  models: readonly Model[],
  data: Examples,
  rows: tf.Tensor1D,
): { inputs: Named; targets: Named } {
  const named = (names: string[], from: Named) =>
    Object.fromEntries([...new Set(names)].map((name) => [name, from[name]]));
  const inputs = named(
    models.flatMap((model) => Object.keys(model.inputs)),
    data.inputs,
  );
  const targets = named(
    models.flatMap((model) => Object.keys(model.tasks)),
    data.targets,
  );
  const take = (t: tf.Tensor) => tf.gather(t, rows);
  return { inputs: mapNamed(inputs, take), targets: mapNamed(targets, take) };
}

/** A model's inputs in its own order: peers may read different views. */
export function inputsOf(model: Model, { inputs }: Pick<PeerBatch, "inputs">): tf.Tensor[] {
  return Object.keys(model.inputs).map((name) => inputs[name]);
}

/** A model's raw scores on a batch, [batch, classes] per task. */
export function scoresOf(
  model: Model,
  batch: Pick<PeerBatch, "inputs">,
  o?: { training?: boolean },
): tf.Tensor2D[] {
  return rawScores(model, inputsOf(model, batch), o);
}

/** A model's mean loss with the labels of a batch, summed over tasks; rows without one are left out. */
export function labelLoss(model: Model, batch: Pick<PeerBatch, "inputs" | "targets">): tf.Scalar {
  const targets = Object.keys(model.tasks).map((name) => batch.targets[name]);
  return tf.addN(taskLosses(model, inputsOf(model, batch), targets, { training: true }));
}

/** The labels of a model's only task. */
export function targetOf({ tasks }: Model, { targets }: Pick<PeerBatch, "targets">): tf.Tensor1D {
  return targets[Object.keys(tasks)[0]] as tf.Tensor1D;
}
