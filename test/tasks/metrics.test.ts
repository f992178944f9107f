import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import "../../src/engine";
import { accuracy, auc, f1, iou, mae, mse } from "../../src/tasks/metrics";
import type { Metric } from "../../src/tasks/task";

const measure = (metric: Metric, target: tf.TensorLike, output: tf.TensorLike): number =>
  tf.tidy(() => metric.measure(tf.tensor(target), tf.tensor(output)));

// Three classes; the largest output names 0, 1, 1, 2, 0 for the targets 0, 1, 2, 2, 1.
const targets = [0, 1, 2, 2, 1];
const outputs = [
  [0.8, 0.1, 0.1],
  [0.2, 0.5, 0.3],
  [0.1, 0.6, 0.3],
  [0, 0.1, 0.9],
  [0.5, 0.4, 0.1],
];

describe("metrics, by hand", () => {
  it("accuracy counts the classes that are right, 3 of 5", () => {
    expect(measure(accuracy, targets, outputs)).toBeCloseTo(0.6, 12);
  });

  it("accuracy of one output asks whether it reaches one half", () => {
    expect(measure(accuracy, [1, 0, 1, 0], [[0.5], [0.4], [0.1], [0.2]])).toBe(0.75);
  });

  // Class 0: TP 1 FP 1 FN 0, 2/3. Class 1: TP 1 FP 1 FN 1, 1/2. Class 2: TP 1 FP 0 FN 1, 2/3.
  it("F1 is the mean of 2/3, 1/2 and 2/3 over the classes", () => {
    expect(measure(f1, targets, outputs)).toBeCloseTo(11 / 18, 12);
  });

  it("F1 counts a class that is only guessed as 0, and skips one that never occurs", () => {
    expect(
      measure(
        f1,
        [0, 0],
        [
          [1, 0, 0],
          [0, 1, 0],
        ],
      ),
    ).toBeCloseTo((2 / 3 + 0) / 2, 12);
  });

  // Of the 2 x 3 pairs 0.9 wins three, 0.4 beats 0.1, ties 0.4 and loses to 0.6: 4.5 / 6.
  it("AUC counts a tie as one half", () => {
    expect(measure(auc, [1, 1, 0, 0, 0], [[0.9], [0.4], [0.1], [0.4], [0.6]])).toBe(0.75);
  });

  it("MAE and MSE average over all values, [n] and [n, 1] alike", () => {
    expect(measure(mae, [1, 2], [[2], [5]])).toBe(2);
    expect(measure(mse, [1, 2], [[2], [5]])).toBe(5);
    expect(
      measure(
        mae,
        [
          [1, 2],
          [3, 4],
        ],
        [
          [1, 2],
          [3, 0],
        ],
      ),
    ).toBe(1);
  });

  // Two unit squares half over each other share 1/2 and cover 3/2; the second pair does not touch.
  it("IoU is a third for half an overlap and 0 for none", () => {
    expect(measure(iou, [[0, 0, 1, 1]], [[0.5, 0, 1, 1]])).toBeCloseTo(1 / 3, 6);
    expect(measure(iou, [[0, 0, 1, 1]], [[2, 2, 1, 1]])).toBe(0);
    expect(
      measure(
        iou,
        [
          [0, 0, 1, 1],
          [1, 1, 2, 2],
        ],
        [
          [0, 0, 1, -1],
          [1, 1, 2, 2],
        ],
      ),
    ).toBe(0.5);
  });
});
