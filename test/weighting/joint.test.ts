import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import "../../src/engine";
import {
  distance,
  meanLoss,
  pulledLoss,
  regularisedLoss,
  sumLoss,
  weightedLoss,
} from "../../src/weighting/joint";
import { expectNoLeak } from "../toys";

const value = (f: () => tf.Tensor) => tf.tidy(() => f().dataSync()[0]);
const scalars = (...values: number[]) => values.map((v) => tf.scalar(v));

describe("joint losses", () => {
  it("F1: the mean of 1, 2 and 6 is 3", () => {
    expect(value(() => meanLoss(scalars(1, 2, 6)))).toBe(3);
  });

  it("F8: the sum of 1, 2 and 6 is 9", () => {
    expect(value(() => sumLoss(scalars(1, 2, 6)))).toBe(9);
  });

  it("F10: 2*1 + 0.5*2 + 0*6 is 3, with numbers and with a tensor", () => {
    expect(value(() => weightedLoss(scalars(1, 2, 6), [2, 0.5, 0]))).toBe(3);
    expect(value(() => weightedLoss(scalars(1, 2, 6), tf.tensor1d([2, 0.5, 0])))).toBe(3);
  });

  it("F3: 1 + 2 + 0.1 * (3^2 + 4^2 + 1^2) is 5.6", () => {
    const loss = () => regularisedLoss(scalars(1, 2), [tf.tensor2d([[3], [4]]), tf.scalar(1)], 0.1);
    expect(value(loss)).toBeCloseTo(5.6, 6);
  });

  it("F9: three towers (1,2), (0,2), (1,0) are 1 + 4 + 5 apart", () => {
    const towers = () => [
      [tf.scalar(1), tf.scalar(2)],
      [tf.scalar(0), tf.scalar(2)],
      [tf.scalar(1), tf.scalar(0)],
    ];
    expect(value(() => distance(towers()))).toBe(10);
    expect(value(() => pulledLoss(scalars(1, 2), towers(), 0.5))).toBe(8);
    expect(value(() => distance([[tf.scalar(4)]]))).toBe(0);
  });

  it("F9: the pull's gradient on a tower is 2 * lambda * (theta_1 - theta_2)", () => {
    const gradient = value(() =>
      tf.grad((theta) => pulledLoss(scalars(1), [[theta], [tf.scalar(5)]], 0.5))(tf.scalar(2)),
    );
    expect(gradient).toBe(2 * 0.5 * (2 - 5));
  });

  it("F10: the gradient of each loss is its weight", () => {
    tf.tidy(() => {
      const [a, b] = tf.grads((a, b) =>
        weightedLoss([a.square(), b.square()] as tf.Scalar[], [2, 0.5]),
      )(scalars(3, 4));
      expect([a.dataSync()[0], b.dataSync()[0]]).toEqual([12, 4]);
    });
  });

  it("no losses, or another number of weights, is an error", () => {
    expect(() => sumLoss([])).toThrow("Expected the loss of at least one task. Found none.");
    tf.tidy(() => {
      expect(() => weightedLoss(scalars(1, 2), [1])).toThrow(
        "Expected 2 weights, one per loss. Found 1.",
      );
    });
  });

  it("leaves one tensor, the result", async () => {
    const losses = scalars(1, 2);
    await expectNoLeak(() => {
      for (const f of [meanLoss, sumLoss]) f(losses).dispose();
      weightedLoss(losses, [1, 2]).dispose();
      regularisedLoss(losses, losses, 1).dispose();
      pulledLoss(losses, [losses, losses], 1).dispose();
    });
    tf.dispose(losses);
  });
});
