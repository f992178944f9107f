import * as tf from "@tensorflow/tfjs";
import { afterAll, describe, expect, it } from "vitest";
import { engine } from "../../src/engine";
import { dense, dropout } from "../../src/models/blocks";
import { hardSharing } from "../../src/models/hardSharing";
import { fit, type FitOptions } from "../../src/training/fit";
import { adamW } from "../../src/training/optimizers/adamW";
import { clipped } from "../../src/training/optimizers/clipped";
import { sgd } from "../../src/training/optimizers/sgd";
import { cosine, stairs, warmup } from "../../src/training/schedule";
import { geometric } from "../../src/weighting/geometric";
import { mgda } from "../../src/weighting/mgda";
import { expectNoLeak, squared } from "../toys";

const close = (found: number[], wanted: number[]) =>
  wanted.forEach((value, i) => expect(found[i]).toBeCloseTo(value, 5));

const x = Array.from({ length: 24 }, (_, i) => [Math.sin(i), Math.cos(3 * i)]);
const data = {
  inputs: { x: tf.keep(tf.tensor2d(x)) },
  targets: {
    a: tf.keep(tf.tensor1d(x.map(([u, v]) => u + v))),
    b: tf.keep(tf.tensor1d(x.map(([u, v]) => u * v))),
  },
};
afterAll(() => tf.dispose(data));

async function trained(o: FitOptions, drop = 0, examples = data) {
  const encoder = [dense(6, { l2: 0.01 }), ...(drop ? [dropout(drop)] : [])];
  const model = hardSharing({ inputs: { x: [2] }, encoder, tasks: { a: squared, b: squared } });
  const history = await fit(model, examples, { epochs: 6, batchSize: 8, progress: false, ...o });
  const weights = model.net.getWeights().flatMap((w) => [...w.dataSync()]);
  model.dispose();
  o.optimizer?.dispose();
  return { weights, mode: history.mode, loss: history.loss };
}

describe("schedules", () => {
  it("are what they say", () => {
    close(
      [0, 5, 10].map((s) => cosine({ end: 0.2 })(s, 10)),
      [1, 0.6, 0.2],
    );
    close(
      [0, 9, 10, 25].map((s) => stairs(10, 0.1)(s, 100)),
      [1, 1, 0.1, 0.01],
    );
    close(
      [0, 3, 4, 7].map((s) => warmup(4, cosine())(s, 10)),
      [0.25, 1, 1, 0.5],
    );
  });

  it.each<[string, () => tf.Optimizer]>([
    ["sgd with momentum", () => sgd(0.1, { momentum: 0.9 })],
    ["clipped adamW", () => clipped(adamW(0.02), 0.5)],
    ["adam of TensorFlow.js", () => tf.train.adam(0.02)],
  ])("%s follows one, compiled as eager, and gets its rate back", async (_, make) => {
    const schedule = warmup(3, cosine());
    const fast = await expectNoLeak(() => trained({ optimizer: make(), schedule, compile: true }));
    const plain = await trained({ optimizer: make(), schedule, compile: false });
    const constant = await trained({ optimizer: make(), compile: false });
    close(fast.weights, plain.weights);
    expect(Math.abs(plain.weights[0] - constant.weights[0])).toBeGreaterThan(1e-3);
    if (engine().name === "native") expect(fast.mode).toBe("compiled");
    const optimizer = make() as tf.Optimizer & { learningRate: number };
    const rate = optimizer.learningRate;
    await trained({ optimizer, schedule });
    expect(optimizer.learningRate).toBe(rate);
  });

  it("refuse optimisers whose rate is fixed", async () => {
    const optimizer = tf.train.sgd(0.1);
    await expect(trained({ optimizer, schedule: cosine() })).rejects.toThrow("Found SGD.");
    optimizer.dispose();
  });
});

describe("accumulation", () => {
  it.each([undefined, mgda()])("averages as a large batch does (%#)", async (weighting) => {
    const shared = { weighting, compile: true };
    const few = await expectNoLeak(() =>
      trained({ ...shared, optimizer: sgd(0.1), batchSize: 4, accumulate: 3 }),
    );
    const large = await trained({ ...shared, optimizer: sgd(0.1), batchSize: 12 });
    few.weights.forEach((value, i) => expect(value).toBeCloseTo(large.weights[i], 4));
    if (engine().name === "native") expect(few.mode).toBe("compiled");
  });

  it.each([undefined, geometric(), mgda()])(
    "averages over labels, however they fall into its batches (%#)",
    async (weighting) => {
      // One example in six has a label for b: parts of four have none, one or more.
      const b = data.targets.b.mul(tf.tensor1d(x.map((_, i) => (i % 6 === 1 ? 1 : NaN))));
      const some = { ...data, targets: { ...data.targets, b: tf.keep(b as tf.Tensor1D) } };
      const few = await trained(
        { weighting, optimizer: sgd(0.1), batchSize: 4, accumulate: 3, compile: true },
        0,
        some,
      );
      const large = await trained({ weighting, optimizer: sgd(0.1), batchSize: 12 }, 0, some);
      few.weights.forEach((value, i) => expect(value).toBeCloseTo(large.weights[i], 4));
      few.loss.b.forEach((value, e) => expect(value).toBeCloseTo(large.loss.b[e], 4));
      b.dispose();
    },
  );

  it("draws other dropout masks for each batch, compiled as eager", async () => {
    const o = { batchSize: 4, accumulate: 3 };
    const fast = await trained({ ...o, optimizer: sgd(0.1), compile: true }, 0.5);
    const plain = await trained({ ...o, optimizer: sgd(0.1), compile: false }, 0.5);
    close(fast.weights, plain.weights);
  });

  it("takes whole numbers of batches", async () => {
    await expect(trained({ accumulate: 0 })).rejects.toThrow("accumulate to be a whole number");
  });
});
