import * as tf from "@tensorflow/tfjs";
import { afterAll, describe, expect, it } from "vitest";
import "../../src/engine";
import { seeded } from "../../src/data/random";
import { dselectK } from "../../src/models/dselectK";
import { fit } from "../../src/training/fit";
import { penaltyOf } from "../../src/training/losses";
import { mgda } from "../../src/weighting/mgda";
import type { Weighting } from "../../src/weighting/weighting";
import { expectNoLeak } from "../toys";
import { options } from "./table";

const rng = seeded(5);
const rows = Array.from({ length: 40 }, () => Array.from({ length: 6 }, () => rng() * 2 - 1));
const x = tf.keep(tf.tensor2d(rows));
const targets = {
  aSize: tf.keep(tf.tensor1d(rows.map(([a, b]) => a * b))),
  种类_b: tf.keep(tf.tensor1d(rows.map(([a, , c]) => Number(a > c)))),
};
const data = { inputs: { x }, targets };
afterAll(() => tf.dispose([x, targets] as tf.TensorContainer));
const run = { epochs: 100, batchSize: 40, learningRate: 0.02, progress: false };

describe("dselectK", () => {
  /** The mean entropy of the selectors after training with a penalty of this strength. */
  const entropyAfter = async (entropy: number, weighting?: Weighting) => {
    const model = dselectK({ ...options, experts: 4, k: 1, entropy });
    await fit(model, data, { ...run, weighting });
    const value = tf.tidy(() => penaltyOf(model)!([x]).dataSync()[0]) / entropy / 2;
    model.dispose();
    return value;
  };

  it.each([undefined, mgda()])("decides for experts when the penalty is strong (%#)", async (w) => {
    const [weak, strong] = [await entropyAfter(1e-6, w), await entropyAfter(0.3, w)];
    expect(weak).toBeGreaterThan(0.3);
    expect(strong).toBeLessThan(weak / 2);
  });

  it("adds the entropy of its selectors, worked by hand at the start: all digits at 1/2", async () => {
    const model = dselectK({ ...options, experts: 4, k: 2, entropy: 0.5 });
    const penalty = penaltyOf(model)!;
    // Two tasks, two selectors each, each log 4.
    await expectNoLeak(() => {
      const value = tf.tidy(() => penalty([tf.zeros([3, 6])]).dataSync()[0]);
      expect(value).toBeCloseTo(0.5 * 4 * Math.log(4), 4);
    });
    model.dispose();
  });

  it("charges codes that number no expert: three experts reach 3/4 at the start", () => {
    const model = dselectK({ ...options, experts: 3, k: 1, entropy: 1 });
    const value = tf.tidy(() => penaltyOf(model)!([tf.zeros([3, 6])]).dataSync()[0]);
    const each = -3 * 0.25 * Math.log(0.25) + 4 / 3;
    expect(value).toBeCloseTo(2 * each, 4);
    model.dispose();
  });
});
