import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import "../../src/engine";
import { smallest } from "../../src/cotraining/smallLoss";
import { ramp } from "../../src/cotraining/criteria";
import { adversarial } from "../../src/cotraining/deepCoTraining";
import { fixMatchLesson, flexibleThresholds } from "../../src/cotraining/fixMatch";
import { jointLosses } from "../../src/cotraining/joCoR";
import { balanced } from "../../src/cotraining/noisyStudent";
import { labelLoss } from "../../src/cotraining/peerBatch";
import { jitter } from "../../src/cotraining/perturb";
import { disagreement, symmetricDivergence } from "../../src/cotraining/terms";
import type { Model } from "../../src/models/model";
import { rawScores } from "../../src/training/losses";
import { batchOf, clouds, model } from "./clouds";

/** Raw scores whose softmax is this. */
const scores = (...p: number[]) => tf.tensor2d([p.map(Math.log)]);
const numbers = (t: tf.Tensor) => [...t.dataSync()];
/** [row][class], of the first rows of the clouds. */
const said = (m: Model, x: tf.Tensor) => tf.softmax(rawScores(m, [x])[0]).arraySync() as number[][];

describe("terms between networks, by hand", () => {
  it("JS((0.5, 0.5), (0.8, 0.2)) = H(0.65, 0.35) - (0.6931 + 0.5004) / 2 = 0.0507, at most ln 2", () => {
    tf.tidy(() => {
      const found = disagreement([scores(0.5, 0.5), scores(0.8, 0.2)]);
      expect(found.dataSync()[0]).toBeCloseTo(0.05067, 4);
      const opposite = [tf.tensor2d([[50, -50]]), tf.tensor2d([[-50, 50]])];
      expect(disagreement(opposite).dataSync()[0]).toBeCloseTo(Math.LN2, 5);
      const three = [scores(0.3, 0.7), scores(0.3, 0.7), scores(0.3, 0.7)];
      expect(disagreement(three).dataSync()[0]).toBeCloseTo(0, 6);
    });
  });

  it("KL both ways between (0.5, 0.5) and (0.8, 0.2) = 0.2231 + 0.1927 = 0.3 ln 4", () => {
    tf.tidy(() => {
      const found = symmetricDivergence(scores(0.5, 0.5), scores(0.8, 0.2));
      expect(found.dataSync()[0]).toBeCloseTo(0.3 * Math.log(4), 5);
    });
  });

  it("JoCoR's row loss is 0.9 (CE_1 + CE_2) + 0.1 (KL + KL)", () => {
    const [a, b, data] = [model(1), model(2), clouds(2)];
    tf.tidy(() => {
      const [p, q] = [a, b].map((m) => said(m, data.inputs.x));
      const byHand = [0, 1].map((y, row) => {
        const gap = p[row].map((pc, c) => (pc - q[row][c]) * Math.log(pc / q[row][c]));
        const labels = -Math.log(p[row][y]) - Math.log(q[row][y]);
        return 0.9 * labels + 0.1 * (gap[0] + gap[1]);
      });
      const found = numbers(jointLosses([a, b], batchOf(data), 0.1));
      found.forEach((value, row) => expect(value).toBeCloseTo(byHand[row], 4));
    });
    [a, b, data].forEach((each) => each.dispose());
  });
});

describe("what is chosen, by hand", () => {
  it("small losses are counted among the rows up for choice: 2 of 3 at share 0.67", () => {
    tf.tidy(() => {
      const [losses, among] = [tf.tensor1d([3, 1, 2, 0.5]), tf.tensor1d([1, 1, 1, 0])];
      expect(numbers(smallest(losses, tf.scalar(0.67), among))).toEqual([0, 1, 1, 0]);
      expect(numbers(smallest(losses, tf.scalar(0.1), among))).toEqual([0, 1, 0, 0]);
    });
  });

  it("FlexMatch: classes answered 3, 1 and 0 times, 2 rows never: thresholds 0.95 (1, 1/5, 0)", () => {
    tf.tidy(() => {
      const some = flexibleThresholds(tf.tensor1d([0, 0, 0, 1, -1, -1]), 3, 0.95);
      [0.95, 0.19, 0].forEach((tau, c) => expect(numbers(some)[c]).toBeCloseTo(tau, 5));
      // Warm-up: while more rows are unsure than any class has, all thresholds are low: b = 1/4.
      const early = flexibleThresholds(tf.tensor1d([0, -1, -1, -1, -1]), 2, 0.95);
      expect(numbers(early)[0]).toBeCloseTo((0.95 * 0.25) / 1.75, 5);
    });
  });

  it("FixMatch's term is a mean over all rows, chosen or not; labelled rows are not up for choice", () => {
    const [m, data] = [model(1), clouds(6, { kept: 2 })];
    tf.tidy(() => {
      const p = said(m, data.inputs.x).map((row) => Math.max(...row));
      const threshold = [...p].sort()[3] - 1e-4; // Half of the rows are sure.
      const o = { threshold, weight: 1, weak: jitter(0), strong: jitter(0), seed: 0 };
      const { losses, taught } = fixMatchLesson(m, o)(0, batchOf(data));
      const byHand = p.filter((best) => best >= threshold).map((best) => -Math.log(best));
      const [labels, term] = losses().map((loss) => loss!.dataSync()[0]);
      expect(term).toBeCloseTo(byHand.reduce((a, b) => a + b, 0) / 6, 4);
      expect(labels).toBeCloseTo(labelLoss(m, batchOf(data)).dataSync()[0], 5);
      const told = numbers(taught!);
      expect(told.slice(0, 2)).toEqual([NaN, NaN]);
      told.slice(2).forEach((label, i) => expect(label >= 0).toBe(p[i + 2] >= threshold));
    });
    [m, data].forEach((each) => each.dispose());
  });

  it("noisy student: classes named 6, 3 and 0 times count 1/2, 1 and 1; never more than ten times", () => {
    expect(balanced([6, 3, 0])).toEqual([0.5, 1, 1]);
    expect(balanced([298, 1, 1])[1]).toBe(10);
  });
});

it("the ramp begins at e^-5, is e^-1.25 half-way, and 1 at its end and ever after", () => {
  expect(ramp(0, 10)).toBeCloseTo(0.0067, 4);
  expect(ramp(5, 10)).toBeCloseTo(Math.exp(-1.25), 6);
  expect([10, 11].map((t) => ramp(t, 10)).concat(ramp(0, 0))).toEqual([1, 1, 1]);
});

it("an adversarial row moves by epsilon in every coordinate, and the model's loss rises", () => {
  const [m, data] = [model(1), clouds(8)];
  tf.tidy(() => {
    const batch = batchOf(data);
    const fooling = { ...batch, inputs: adversarial(m, batch, 0.1) };
    const moved = numbers(fooling.inputs.x.sub(data.inputs.x).abs());
    moved.forEach((step) => expect(step).toBeCloseTo(0.1, 5));
    const [before, after] = [batch, fooling].map((each) => labelLoss(m, each).dataSync()[0]);
    expect(after).toBeGreaterThan(before + 0.01);
  });
  [m, data].forEach((each) => each.dispose());
});
