import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import "../../src/engine";
import { dense } from "../../src/models/blocks";
import { hardSharing } from "../../src/models/hardSharing";
import type { Model } from "../../src/models/model";
import { separate } from "../../src/models/separate";
import { softSharing } from "../../src/models/softSharing";
import { trainingStep } from "../../src/training/step";
import { fixed } from "../../src/weighting/fixed";
import type { StepInfo, Weighting } from "../../src/weighting/weighting";
import { expectNoLeak, squared } from "../toys";

const rate = 0.1;
const options = { inputs: { x: [1] }, tasks: { a: squared, b: squared } };
const at = { step: 0, epoch: 0 };
const batch = {
  inputs: [tf.keep(tf.tensor2d([[1]]))],
  targets: [tf.keep(tf.tensor1d([1])), tf.keep(tf.tensor1d([-1]))],
};

/** h = x s (s = 2), y_a = h a (a = 1), y_b = h b (b = 3); biases 0. Scores on x = 1: 2 and 6; losses 1 and 49. */
function tiny(): Model {
  const model = hardSharing({ ...options, encoder: [dense(1, { activation: "linear" })] });
  const kernels = [2, 1, 3];
  model.net.setWeights(
    model.net.getWeights().map((w) => (w.rank === 2 ? tf.tensor2d([[kernels.shift()!]]) : w)),
  );
  return model;
}

const weighs = (
  weights: number[],
  more: Partial<Weighting> = {},
  seen: StepInfo[] = [],
): Weighting => ({
  name: "test",
  start: () => ({ weights: (info) => (seen.push(info), weights) }),
  ...more,
});

/** Shared kernel, shared bias, then kernel and bias of a and of b after one step of gradient descent. */
function after(weighting: Weighting): number[] {
  const model = tiny();
  const optimizer = tf.train.sgd(rate);
  trainingStep(model, optimizer, weighting)(batch, at);
  const values = model.net.getWeights().map((w) => w.dataSync()[0]);
  optimizer.dispose();
  model.dispose();
  return values;
}

/** dL_a: s 2(2-1)*1 = 2, own kernel 2*2 = 4, own bias 2. dL_b: s 2*7*3 = 42, kernel 14*2 = 28, bias 14. */
const expected = (wa: number, wb: number, ha: number, hb: number) => [
  2 - rate * (wa * 2 + wb * 42),
  0 - rate * (wa * 2 + wb * 42),
  1 - rate * ha * 4,
  0 - rate * ha * 2,
  3 - rate * hb * 28,
  0 - rate * hb * 14,
];

const close = (actual: number[], wanted: number[]) =>
  actual.forEach((v, i) => expect(v).toBeCloseTo(wanted[i], 4));

describe("a training step", () => {
  it.each(["nothing", "losses", "gram"] as const)(
    "descends the weighted sum of the losses, worked by hand (needs %s)",
    (needs) => close(after(weighs([2, 0.1], { needs })), expected(2, 0.1, 2, 0.1)),
  );

  it("leaves heads their own loss, or the weight the rule has for them", () => {
    close(after(weighs([2, 0.1], { needs: "gram", heads: "own" })), expected(2, 0.1, 1, 1));
    const rule = { weights: () => [2, 0.1], heads: () => [0.5, 0] };
    close(after({ name: "t", heads: "own", start: () => rule }), expected(2, 0.1, 0.5, 0));
  });

  it("shows a weighting what it needs and no more", () => {
    const seen: StepInfo[] = [];
    for (const needs of ["nothing", "losses", "gram"] as const)
      after(weighs([1, 1], { needs }, seen));
    expect(seen.map((s) => s.losses)).toEqual([[], [1, 49], [1, 49]]);
    // Over shared kernel and bias: (2, 2) and (42, 42).
    expect(seen.map((s) => s.gram)).toEqual([
      [],
      [],
      [
        [8, 168],
        [168, 3528],
      ],
    ]);
  });

  it("lets a rule observe the losses of the step, and measure them again after it", () => {
    const told: (readonly number[])[] = [];
    const rule = {
      weights: () => [1, 0],
      observe: ({ losses }: StepInfo) => void told.push(losses),
      after: (losses: readonly number[]) => void told.push(losses),
    };
    after({ name: "t", start: () => rule });
    expect(told[0]).toEqual([1, 49]);
    const [s, sb, a, ab] = expected(1, 0, 1, 0);
    expect(told[1][0]).toBeCloseTo(((s + sb) * a + ab - 1) ** 2, 4);
  });

  it("pulls soft towers together and leaks nothing, whatever the weighting needs", async () => {
    for (const needs of ["nothing", "losses"] as const) {
      const model = softSharing({ ...options, encoder: [dense(1)], lambda: 0.5 });
      const values = (p: "2,1" | "1,1") =>
        model.net.getWeights().filter((w) => w.shape.join() === p);
      const [one, two] = values("1,1")
        .slice(0, 2)
        .map((w) => w.dataSync()[0]);
      const optimizer = tf.train.sgd(rate);
      const step = trainingStep(model, optimizer, weighs([0, 0], { needs }));
      await expectNoLeak(() => void step(batch, at));
      // Only the pull acts: d/d one = 2 * 0.5 * (one - two).
      const moved = values("1,1")[0].dataSync()[0];
      expect(moved).toBeCloseTo(one - rate * (one - two), 5);
      optimizer.dispose();
      model.dispose();
    }
  });

  it("names the task and the step when a loss is no longer finite", () => {
    const model = tiny();
    const optimizer = tf.train.sgd(1e30);
    const step = trainingStep(model, optimizer, fixed([1, 1]));
    step(batch, at);
    expect(() => step(batch, { step: 30, epoch: 1 })).toThrow(
      /Expected finite losses. Found (NaN|Infinity) for task "a" at step 31 \(epoch 2\). Lower learningRate/,
    );
    optimizer.dispose();
    model.dispose();
  });

  it("refuses weights that are not one finite number per task, and Gram matrices of nothing", () => {
    expect(() => after(weighs([1]))).toThrow('from weighting "test". Found [1] for "a", "b".');
    expect(() => after(weighs([1, NaN]))).toThrow("Found [1, NaN]");
    const model = separate({ ...options, encoder: [dense(1)] });
    const optimizer = tf.train.sgd(rate);
    expect(() => trainingStep(model, optimizer, weighs([1, 1], { needs: "gram" }))).toThrow(
      "Found none in this model.",
    );
    optimizer.dispose();
    model.dispose();
  });
});
