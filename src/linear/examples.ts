// Data of linear models: for each task its own rows of numbers and its targets, from data sets.
import type * as tf from "@tensorflow/tfjs";
import { labelledRows } from "../data/labels";
import { expected, list } from "../errors";
import type { LinearLoss } from "./losses";

/** Named inputs and targets; a Dataset is one. */
export interface LinearExamples {
  readonly inputs: Readonly<Record<string, tf.Tensor>>;
  readonly targets: Readonly<Record<string, tf.Tensor>>;
}

/** One data set, whose targets are the tasks, or a data set for each task by name. */
export type LinearData = LinearExamples | Readonly<Record<string, LinearExamples>>;

/** The labelled rows of one task: x is [size, features] in one array. */
export interface Rows {
  readonly task: string;
  readonly size: number;
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** The tasks' rows, checked. */
export function rowsOf(data: LinearData, loss: LinearLoss): { tasks: Rows[]; features: number } {
  const sets = isOne(data)
    ? Object.keys(data.targets).map((task) => ({ task, set: data }))
    : Object.entries(data).map(([task, set]) => ({ task, set }));
  if (sets.length === 0) {
    throw expected("targets to learn", "none", "Name them: fromTable(frame, { inputs, targets }).");
  }
  const tasks = sets.map(({ task, set }) => labelled(task, set, loss));
  const widths = tasks.map(({ x, size }) => x.length / size);
  const wrong = widths.findIndex((width) => width !== widths[0]);
  if (wrong < 0) return { tasks, features: widths[0] };
  throw expected(
    `the same features in every data set, ${widths[0]} as for "${tasks[0].task}"`,
    `${widths[wrong]} for "${tasks[wrong].task}"`,
    "Select the same inputs.",
  );
}

/** All inputs side by side, a row per example. */
export function table(inputs: LinearExamples["inputs"]): { size: number; values: Float64Array } {
  const parts = Object.values(inputs).map((tensor) => tensor.dataSync());
  const size = Object.values(inputs)[0].shape[0];
  const widths = parts.map((part) => part.length / size);
  const width = widths.reduce((a, b) => a + b, 0);
  const values = new Float64Array(size * width);
  for (let row = 0; row < size; row++) {
    let at = row * width;
    parts.forEach((part, p) => {
      for (let i = 0; i < widths[p]; i++) values[at++] = part[row * widths[p] + i];
    });
  }
  return { size, values };
}

function isOne(data: LinearData): data is LinearExamples {
  const { inputs, targets } = data as LinearExamples;
  return inputs !== undefined && targets !== undefined && !("inputs" in inputs);
}

function labelled(task: string, { inputs, targets }: LinearExamples, loss: LinearLoss): Rows {
  const target = targets[task];
  if (!target || target.size !== target.shape[0]) {
    throw expected(
      `a target of one number per row for "${task}"`,
      target ? `shape [${target.shape}]` : `targets ${list(Object.keys(targets))}`,
      "Name the data sets by their targets, and split targets of several columns.",
    );
  }
  const { size, values } = table(inputs);
  const width = values.length / size;
  const labels = target.dataSync();
  const rows = labelledRows(labels, size);
  if (rows.length === 0) {
    throw expected(`labels for "${task}"`, "none", "Leave the task out, or label some rows.");
  }
  const wrong = rows.find((row) => loss.problem(labels[row]) !== undefined);
  if (wrong !== undefined) {
    const found = `${labels[wrong]} in row ${wrong}`;
    throw expected(`0 or 1 in target "${task}"`, found, "logLoss is for yes or no.");
  }
  const x = new Float64Array(rows.length * width);
  rows.forEach((row, i) => x.set(values.subarray(row * width, (row + 1) * width), i * width));
  return { task, size: rows.length, x, y: Float64Array.from(rows, (row) => labels[row]) };
}
