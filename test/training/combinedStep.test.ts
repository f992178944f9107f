import * as tf from "@tensorflow/tfjs";
import { afterAll, describe, expect, it } from "vitest";
import { engine } from "../../src/engine";
import { seeded } from "../../src/data/random";
import { dense, dropout } from "../../src/models/blocks";
import { hardSharing } from "../../src/models/hardSharing";
import { fit } from "../../src/training/fit";
import { trainingStep } from "../../src/training/step";
import {
  adaTask,
  aggregationOf,
  autoLambda,
  dbMtl,
  equal,
  excessMtl,
  forum,
  gradDrop,
  gradVac,
  mgda,
  moco,
  modo,
  moml,
  perWeight,
  sdmGrad,
  trimmedMean,
  type Aggregation,
  type RowsInfo,
} from "../../src/weighting";
import type { Weighting } from "../../src/weighting/weighting";
import { classes, expectNoLeak, squared } from "../toys";

const rng = seeded(1);
const x = Array.from({ length: 50 }, () => [rng() * 2 - 1, rng() * 2 - 1]);
const data = {
  inputs: { x: tf.keep(tf.tensor2d(x)) },
  targets: {
    sum: tf.keep(tf.tensor1d(x.map(([a, b], i) => (i % 3 ? a + b : NaN)))),
    side: tf.keep(tf.tensor1d(x.map(([a, b]) => (a > b ? 1 : 0)))),
    more: tf.keep(tf.tensor1d(x.map(([a]) => a * a))),
  },
};
afterAll(() => tf.dispose(data));

const tasks = { sum: squared, side: classes(2), more: squared };
const build = () => {
  const encoder = [dense(8, { l2: 0.01 }), dropout(0.1)];
  return hardSharing({ inputs: { x: [2] }, encoder, tasks, seed: 1 });
};
const options = { epochs: 15, batchSize: 20, learningRate: 0.02, progress: false, compile: true };

/** The losses and final weights of a short run. */
async function trained(weighting: Weighting | Aggregation, more = {}) {
  const model = build();
  const history = await fit(model, data, { ...options, ...more, weighting });
  const weights = model.net.getWeights().flatMap((w) => [...w.dataSync()]);
  model.dispose();
  return { history, weights };
}

describe("fit with an aggregation", () => {
  it.each<[string, Weighting]>([
    ["equal", equal()],
    ["MGDA", mgda()],
  ])("%s as an aggregation trains as the weighting does", async (_, weighting) => {
    const [one, other] = [await trained(aggregationOf(weighting)), await trained(weighting)];
    one.weights.forEach((value, i) => expect(value).toBeCloseTo(other.weights[i], 3));
    expect(one.history.loss.sum[0]).toBeCloseTo(other.history.loss.sum[0], 4);
  });

  it.each([
    gradDrop(),
    trimmedMean({ trim: 1 }),
    excessMtl(),
    adaTask(),
    moco(),
    dbMtl(),
    modo(),
    sdmGrad(),
    moml(),
    autoLambda(),
    forum(),
    perWeight(gradVac()),
  ])("$name learns by compiled steps and leaks nothing", async (aggregation) => {
    const { history } = await expectNoLeak(() => trained(aggregation));
    const total = (e: number) => Object.values(history.loss).reduce((sum, l) => sum + l[e], 0);
    expect(total(14)).toBeLessThan(total(0));
    if (engine().name === "native") expect(history.mode).toBe("compiled");
  });

  it.each([moco(), moml(), autoLambda(), forum()])(
    "$name: compiled steps give eager ones' numbers",
    async (m) => {
      const [fast, plain] = [await trained(m), await trained(m, { compile: false })];
      expect(plain.history.mode).toContain("eager");
      fast.weights.forEach((value, i) => expect(value).toBeCloseTo(plain.weights[i], 4));
    },
  );

  it("hands over as many independent batches as asked for, each of batchSize examples", async () => {
    const seen: RowsInfo[] = [];
    const spy = (batches: number): Aggregation => ({
      name: "spy",
      batches,
      start: (names) => ({
        combine: (info) => {
          seen.push(info);
          return { gradient: new Float64Array(24), heads: names.map(() => 0) };
        },
      }),
    });
    const before = build();
    const start = before.net.getWeights().flatMap((w) => [...w.dataSync()]);
    before.dispose();
    const { weights } = await trained(spy(2), { epochs: 1 });
    // 50 rows in steps of 2 x 20.
    expect(seen.map(({ rows }) => rows.length)).toEqual([2, 2]);
    expect(seen.map(({ step }) => step)).toEqual([0, 1]);
    const [[a, b]] = seen.map(({ rows }) => rows);
    expect(a.map((row) => row.length)).toEqual([24, 24, 24]);
    expect(Array.from(a[0])).not.toEqual(Array.from(b[0]));
    // Only the l2 penalty moved the encoder; heads of weight 0 stay. Last comes the counter of dropout masks.
    expect(weights.slice(24, -1)).toEqual(start.slice(24, -1));
  });

  it("deals out the rows of a batch evenly, all to each where there are too few", () => {
    const losses: (readonly number[])[] = [];
    const rows: number[][] = [];
    const sum: Aggregation = {
      name: "sum",
      batches: 3,
      start: (names) => ({
        combine: (info) => {
          losses.push(info.losses);
          rows.push(info.rows.map((r) => r[0][0]));
          return { gradient: new Float64Array(24), heads: names.map(() => 0) };
        },
      }),
    };
    const model = build();
    const optimizer = tf.train.sgd(0);
    const step = trainingStep(model, optimizer, sum, { compile: false });
    const inputs = [data.inputs.x.slice(1, 2) as tf.Tensor];
    const targets = Object.values(data.targets).map((t) => t.slice(1, 2) as tf.Tensor);
    step({ inputs, targets }, { step: 0, epoch: 0 });
    expect(new Set(rows[0]).size).toBe(1);
    tf.dispose([inputs, targets]);
    optimizer.dispose();
    model.dispose();
  });

  it("refuses gradients that are not finite, and heads that are not one number per task", async () => {
    const gives = (gradient: number, heads: number[]): Aggregation => ({
      name: "test",
      start: () => ({ combine: () => ({ gradient: new Float64Array(24).fill(gradient), heads }) }),
    });
    await expect(trained(gives(NaN, [1, 1, 1]))).rejects.toThrow(
      'a finite gradient from aggregation "test". Found NaN or Infinity.',
    );
    await expect(trained(gives(0, [1]))).rejects.toThrow('from weighting "test". Found [1] for');
  });
});
