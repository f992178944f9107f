import * as tf from "@tensorflow/tfjs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { engine } from "../../src/engine";
import { seeded } from "../../src/data/random";
import { cnn, dense, dropout, gru, transformer } from "../../src/models/blocks";
import { load, save } from "../../src/models/files";
import type { Block, Model } from "../../src/models/model";
import { fit } from "../../src/training/fit";
import { gates } from "../../src/training/gates";
import { predict } from "../../src/training/predict";
import { expectNoLeak } from "../toys";
import { options, table, tasks, type Options } from "./table";

const rng = seeded(3);
const rows = Array.from({ length: 32 }, () => Array.from({ length: 6 }, () => rng() * 2 - 1));
const data = {
  inputs: { x: tf.keep(tf.tensor2d(rows)) },
  targets: {
    aSize: tf.keep(tf.tensor1d(rows.map(([a, b]) => a + b))),
    种类_b: tf.keep(tf.tensor1d(rows.map(([a, , c]) => Number(a > c)))),
  },
};
afterAll(() => tf.dispose(data));

const outputs = (model: Model<typeof tasks>) =>
  tf.tidy(() => Object.values(predict(model, data.inputs)).map((y) => [...y.dataSync()]));
const values = (model: Model<typeof tasks>) => model.net.getWeights().map((w) => [...w.dataSync()]);
const size = (weights: readonly tf.Variable[]) => weights.reduce((sum, w) => sum + w.size, 0);
const run = { epochs: 30, batchSize: 32, learningRate: 0.03, progress: false };

describe.each(table)("$name", ({ make, count, shared }) => {
  it("has a row of raw scores per task, and the weights counted by hand", async () => {
    await expectNoLeak(() => {
      const model = make(options);
      expect(model.net.outputs.map((y) => y.shape)).toEqual([
        [null, 1],
        [null, 2],
      ]);
      expect(model.net.countParams()).toBe(count);
      expect(size(model.shared)).toBe(shared);
      model.dispose();
    });
  });

  it("begins with weights that the seed decides", () => {
    const models = [1, 1, 2].map((seed) => make({ ...options, seed }));
    expect(values(models[0])).toEqual(values(models[1]));
    expect(values(models[0])).not.toEqual(values(models[2]));
    models.forEach((model) => model.dispose());
  });

  it("learns, by compiled steps that give the numbers of eager ones", async () => {
    const history = await expectNoLeak(async () => {
      const [fast, plain] = [make(options), make(options)];
      const compiled = await fit(fast, data, { ...run, compile: true });
      const eager = await fit(plain, data, { ...run, epochs: 8, compile: false });
      for (const task of ["aSize", "种类_b"] as const) {
        expect(compiled.loss[task][29]).toBeLessThan(compiled.loss[task][0]);
        eager.loss[task].forEach((loss, e) => expect(compiled.loss[task][e]).toBeCloseTo(loss, 4));
      }
      [fast, plain].forEach((model) => model.dispose());
      return compiled;
    });
    if (engine().name === "native") expect(history.mode).toBe("compiled");
  });

  it("is the same after saving and loading, gates included", async () => {
    const folder = await mkdtemp(join(tmpdir(), "taskweave-"));
    await expectNoLeak(async () => {
      const model = make({ ...options, encoder: [dense(4), dropout(0.5), dense(4)] });
      await fit(model, data, { ...run, epochs: 2 });
      await save(model, folder);
      const again = await load<typeof tasks>(folder);
      expect(outputs(again)).toEqual(outputs(model));
      expect(again.shared.map((w) => w.shape)).toEqual(model.shared.map((w) => w.shape));
      expect(gates(again, data.inputs)).toEqual(gates(model, data.inputs));
      [model, again].forEach((each) => each.dispose());
    });
    await rm(folder, { recursive: true });
  });

  it.each<[string, number[], Block[]]>([
    ["images", [6, 6, 1], cnn([2, 4])],
    ["texts", [5], transformer({ vocabulary: 9, width: 4, hidden: 4 })],
    ["sequences", [5], gru({ vocabulary: 9, width: 4, units: 4 })],
  ])("takes an encoder for %s", async (_, shape, encoder) => {
    await expectNoLeak(async () => {
      const model = make({ ...options, inputs: { x: shape }, encoder } as Options);
      const x = tf.tidy(() =>
        tf
          .range(0, 8)
          .reshape([8, 1])
          .mod(9)
          .tile([1, tf.util.sizeFromShape(shape)]),
      );
      const inputs = { x: x.reshape([8, ...shape]) };
      const targets = { aSize: tf.zeros([8]), 种类_b: tf.zeros([8]) };
      const history = await fit(model, { inputs, targets }, { ...run, epochs: 3, compile: true });
      if (engine().name === "native") expect(history.mode).toBe("compiled");
      tf.dispose([x, inputs, targets] as tf.TensorContainer);
      model.dispose();
    });
  });
});
