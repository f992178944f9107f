// Numbers that say how good outputs are. Each reads targets and outputs of labelled examples and gives one number.
import type * as tf from "@tensorflow/tfjs";
import { expected } from "../errors";
import type { Metric } from "./task";

/** Share of examples whose class is right. Outputs [n, classes], the largest wins, or [n, 1], one half decides. */
export const accuracy: Metric = {
  name: "accuracy",
  higherIsBetter: true,
  measure(target, output) {
    const { truth, guess } = classes(target, output, "accuracy");
    return mean(truth.map((value, row) => (value === guess[row] ? 1 : 0)));
  },
};

/**
 * Macro F1: the mean over classes of F1 = 2 TP / (2 TP + FP + FN), over the classes that occur in targets or guesses.
 * Outputs as in `accuracy`.
 */
export const f1: Metric = {
  name: "F1",
  higherIsBetter: true,
  measure(target, output) {
    const { truth, guess } = classes(target, output, "F1");
    const scores = [...new Set([...truth, ...guess])].map((label) => {
      const right = truth.filter((value, row) => value === label && guess[row] === label).length;
      const named = guess.filter((value) => value === label).length;
      const there = truth.filter((value) => value === label).length;
      return (2 * right) / (named + there);
    });
    return mean(scores);
  },
};

/**
 * Area under the ROC curve: the chance that a positive example scores above a negative one, a tie counting one half
 * (Mann and Whitney 1947; Hanley and McNeil 1982). Targets 0 or 1, outputs [n, 1]. RangeError unless both labels occur.
 */
export const auc: Metric = {
  name: "AUC",
  higherIsBetter: true,
  measure(target, output) {
    const { truth, guess } = values(target, output, "AUC");
    const positives = truth.filter((value) => value === 1).length;
    const negatives = truth.length - positives;
    if (positives === 0 || negatives === 0) {
      throw expected(
        "examples of both labels, 0 and 1, to measure AUC",
        `${positives} of label 1 and ${negatives} of label 0`,
        "Measure on more examples.",
      );
    }
    const ranks = averageRanks(guess);
    const sum = truth.reduce((total, value, row) => total + (value === 1 ? ranks[row] : 0), 0);
    return (sum - (positives * (positives + 1)) / 2) / (positives * negatives);
  },
};

/** Mean absolute error, over all values of all examples, in the target's unit. */
export const mae: Metric = {
  name: "MAE",
  higherIsBetter: false,
  measure(target, output) {
    const { truth, guess } = values(target, output, "MAE");
    return mean(truth.map((value, i) => Math.abs(value - guess[i])));
  },
};

/** Mean squared error, over all values of all examples, in the target's unit squared. */
export const mse: Metric = {
  name: "MSE",
  higherIsBetter: false,
  measure(target, output) {
    const { truth, guess } = values(target, output, "MSE");
    return mean(truth.map((value, i) => (value - guess[i]) ** 2));
  },
};

/**
 * Mean intersection over union of boxes [n, 4], each [x, y, width, height] (Everingham et al. 2010): the area two boxes
 * share, divided by the area they cover together. A width or height below zero counts as zero.
 */
export const iou: Metric = {
  name: "IoU",
  higherIsBetter: true,
  measure(target, output) {
    const { truth, guess } = values(target, output, "IoU");
    const rows = Array.from({ length: target.shape[0] }, (_, row) => row * 4);
    return mean(rows.map((at) => overlap(truth.slice(at, at + 4), guess.slice(at, at + 4))));
  },
};

/** Every value of targets and outputs of the same shape ([n] and [n, 1] are the same). */
function values(target: tf.Tensor, output: tf.Tensor, name: string) {
  needRows(target, output, name);
  if (target.size !== output.size) {
    throw expected(
      `outputs of the targets' shape, [${target.shape}], to measure ${name}`,
      `[${output.shape}]`,
      "Measure it on a task of that kind.",
    );
  }
  return { truth: Array.from(target.dataSync()), guess: Array.from(output.dataSync()) };
}

/** The true and the guessed class of each example. */
export function classes(target: tf.Tensor, output: tf.Tensor, name: string) {
  needRows(target, output, name);
  const truth = Array.from(target.dataSync());
  const scores = output.dataSync();
  const width = scores.length / truth.length;
  const guess = truth.map((_, row) => {
    const row0 = scores.subarray(row * width, (row + 1) * width);
    return width === 1 ? Number(row0[0] >= 0.5) : row0.indexOf(Math.max(...row0));
  });
  return { truth, guess };
}

function needRows(target: tf.Tensor, output: tf.Tensor, name: string): void {
  if (target.size > 0 && target.shape[0] === output.shape[0]) return;
  throw expected(
    `labelled examples, as many targets as outputs, to measure ${name}`,
    `targets of shape [${target.shape}] and outputs of shape [${output.shape}]`,
    "Give at least one labelled example.",
  );
}

/** Ranks from 1; equal values share the mean of their ranks. */
function averageRanks(scores: number[]): number[] {
  const order = [...scores.keys()].sort((a, b) => scores[a] - scores[b]);
  const ranks = new Array<number>(scores.length);
  for (let from = 0, to = 0; from < order.length; from = to) {
    while (to < order.length && scores[order[to]] === scores[order[from]]) to++;
    for (let i = from; i < to; i++) ranks[order[i]] = (from + 1 + to) / 2;
  }
  return ranks;
}

function overlap([x, y, w, h]: number[], [u, v, s, t]: number[]): number {
  const side = (a: number, b: number, c: number, d: number) =>
    Math.max(0, Math.min(a + b, c + d) - Math.max(a, c));
  const area = (b: number, d: number) => Math.max(0, b) * Math.max(0, d);
  const shared = side(x, w, u, s) * side(y, h, v, t);
  return shared === 0 ? 0 : shared / (area(w, h) + area(s, t) - shared);
}

function mean(numbers: number[]): number {
  return numbers.reduce((a, b) => a + b, 0) / numbers.length;
}
