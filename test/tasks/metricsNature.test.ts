import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import "../../src/engine";
import { normal, seeded } from "../../src/data/random";
import { accuracy, auc, f1, iou, mae, mse } from "../../src/tasks/metrics";
import type { Metric } from "../../src/tasks/task";
import { expectNoLeak } from "../toys";

const measure = (metric: Metric, target: tf.TensorLike, output: tf.TensorLike): number =>
  tf.tidy(() => metric.measure(tf.tensor(target), tf.tensor(output)));

describe("metrics, by their nature", () => {
  const rng = seeded(1);
  const truth = Array.from({ length: 200 }, () => Number(rng() < 0.3));
  const scores = truth.map((label) => [normal(rng) + label]);

  it("AUC stays as it is when scores are stretched, and turns over when they are negated", () => {
    const area = measure(auc, truth, scores);
    expect(
      measure(
        auc,
        truth,
        scores.map(([s]) => [Math.exp(s)]),
      ),
    ).toBeCloseTo(area, 12);
    expect(
      measure(
        auc,
        truth,
        scores.map(([s]) => [-s]),
      ),
    ).toBeCloseTo(1 - area, 12);
    expect(
      measure(
        auc,
        truth,
        scores.map(() => [7]),
      ),
    ).toBe(0.5);
    expect(area).toBeGreaterThan(0.7);
  });

  it("IoU stays as it is when the boxes change places or move together", () => {
    const [a, b] = [
      [0.1, 0.2, 0.5, 0.4],
      [0.3, 0.1, 0.4, 0.4],
    ];
    const moved = (box: number[]) => [box[0] + 2, box[1] - 1, box[2], box[3]];
    expect(measure(iou, [b], [a])).toBeCloseTo(measure(iou, [a], [b]), 6);
    expect(measure(iou, [moved(a)], [moved(b)])).toBeCloseTo(measure(iou, [a], [b]), 5);
  });

  it.each([accuracy, f1, auc, mae, mse, iou])("$name refuses to measure nothing", (metric) => {
    const nothing = () => tf.tidy(() => metric.measure(tf.zeros([0]), tf.zeros([0, 1])));
    expect(nothing).toThrow(
      `to measure ${metric.name}. Found targets of shape [0] and outputs of shape [0,1]. Give`,
    );
  });

  it("says what AUC needs, and that shapes must agree", () => {
    expect(() => measure(auc, [1, 1], [[0.1], [0.2]])).toThrow(
      "Expected examples of both labels, 0 and 1, to measure AUC. Found 2 of label 1 and 0 of label 0.",
    );
    expect(() =>
      measure(
        mae,
        [1, 1],
        [
          [1, 2, 3],
          [1, 2, 3],
        ],
      ),
    ).toThrow("Expected outputs of the targets' shape, [2], to measure MAE. Found [2,3].");
  });

  it("leaks nothing", async () => {
    await expectNoLeak(() => {
      for (const metric of [accuracy, f1])
        measure(
          metric,
          [0, 1],
          [
            [1, 0],
            [1, 0],
          ],
        );
      for (const metric of [auc, mae, mse]) measure(metric, truth, scores);
    });
  });
});
