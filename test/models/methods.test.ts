// What single architectures promise beyond what the table asks of all.
import * as tf from "@tensorflow/tfjs";
import { afterAll, describe, expect, it } from "vitest";
import "../../src/engine";
import { seeded } from "../../src/data/random";
import { dense, mlp } from "../../src/models/blocks";
import { adapters } from "../../src/models/adapters";
import { hardSharing } from "../../src/models/hardSharing";
import { ltb } from "../../src/models/ltb";
import type { Model } from "../../src/models/model";
import { sharedPrivate } from "../../src/models/sharedPrivate";
import { sluice } from "../../src/models/sluice";
import { fit } from "../../src/training/fit";
import { gates } from "../../src/training/gates";
import { penaltyOf, rawScores } from "../../src/training/losses";
import { options, tasks } from "./table";

const rng = seeded(5);
const rows = Array.from({ length: 40 }, () => Array.from({ length: 6 }, () => rng() * 2 - 1));
const x = tf.keep(tf.tensor2d(rows));
const targets = {
  aSize: tf.keep(tf.tensor1d(rows.map(([a, b]) => a * b))),
  种类_b: tf.keep(tf.tensor1d(rows.map(([a, , c]) => Number(a > c)))),
};
const data = { inputs: { x }, targets };
afterAll(() => tf.dispose([x, targets] as tf.TensorContainer));

const scores = (model: Model) => tf.tidy(() => rawScores(model, [x]).map((y) => [...y.dataSync()]));
const run = { epochs: 40, batchSize: 40, learningRate: 0.02, progress: false };

describe("ltb", () => {
  it("draws while training, decides outside it, and takes the mean while warming up", () => {
    const model = ltb({ ...options, warmup: 2 });
    const draw = () =>
      tf.tidy(() => [...rawScores(model, [x], { training: true })[0].dataSync()].join());
    const warm = scores(model)[0].join();
    expect(draw()).toBe(warm);
    expect(draw()).toBe(warm);
    const drawn = new Set(Array.from({ length: 12 }, draw));
    expect(drawn.size).toBe(2);
    const decided = scores(model)[0].join();
    expect(scores(model)[0].join()).toBe(decided);
    expect(drawn.has(decided)).toBe(true);
    model.dispose();
  });

  it("trains a single task, which has one tower to read", async () => {
    const model = ltb({ ...options, tasks: { aSize: tasks.aSize } });
    const { loss } = await fit(model, data, run);
    expect(loss.aSize.at(-1)).toBeLessThan(loss.aSize[0]);
    model.dispose();
  });

  it("learns which tower to read", async () => {
    const model = ltb(options);
    const before = gates(model, { x }).map(({ weights }) => weights);
    expect(before).toEqual([
      [0.5, 0.5],
      [0.5, 0.5],
    ]);
    await fit(model, data, run);
    const after = gates(model, { x }).map(({ weights }) => weights);
    // Its draws differ between engines; 0.5 is where it starts.
    expect(Math.max(...after[0])).toBeGreaterThan(0.52);
    model.dispose();
  });
});

describe("parts", () => {
  it("own parts begin at 0: every task has the shared encoder", () => {
    for (const make of [sharedPrivate, adapters]) {
      const same = { ...options, tasks: { a: tasks.aSize, b: tasks.aSize } };
      const model = make(same as never) as Model;
      const heads = model.net.layers.filter((layer) => ["a", "b"].includes(layer.name));
      heads[1].setWeights(heads[0].getWeights());
      const [a, b] = scores(model);
      expect(a).toEqual(b);
      model.dispose();
    }
  });

  it("adapters start from a trained model, and leave its weights alone", async () => {
    const base = hardSharing(options);
    await fit(base, data, run);
    const model = adapters({ ...options, rank: 1, from: base });
    expect(model.shared).toEqual([]);
    const kernel = () => [
      ...model.net.layers
        .find((l) => l.getClassName() === "SharedPart")!
        .getWeights()[0]
        .dataSync(),
    ];
    expect(kernel()).toEqual([...base.shared[0].dataSync()]);
    const history = await fit(model, data, run);
    expect(kernel()).toEqual([...base.shared[0].dataSync()]);
    expect(history.loss.aSize.at(-1)).toBeLessThan(history.loss.aSize[0]);
    [base, model].forEach((each) => each.dispose());
  });

  it("l2 pulls own parts to 0 and leaves the shared part free", () => {
    const model = sharedPrivate({ ...options, encoder: [dense(4, { l2: 0.5 })] });
    const penalty = penaltyOf(model)!;
    expect(tf.tidy(() => penalty([]).dataSync()[0])).toBe(0);
    const part = model.net.layers.find((layer) => layer.getClassName() === "TaskPart")!;
    tf.tidy(() => part.setWeights([tf.ones([6, 4]), tf.ones([4])]));
    expect(tf.tidy(() => penalty([]).dataSync()[0])).toBeCloseTo(0.5 * 24, 5);
    model.dispose();
  });
});

describe("sluice", () => {
  it("charges subspaces that say the same", () => {
    const model = sluice({ ...options, encoder: mlp([2]), orthogonality: 1 });
    const [first] = model.net.layers.filter((layer) => layer.getClassName() === "Dense");
    // Both units of task 1 give relu(x0) = 1, one per subspace; the second tower's weights are 0.
    const kernel = rows[0].map((_, i) => (i === 0 ? [1, 1] : [0, 0]));
    tf.tidy(() => {
      const dense = model.net.layers.filter((layer) => layer.getClassName() === "Dense");
      dense[1].setWeights([tf.zeros([6, 2]), tf.zeros([2])]);
      first.setWeights([tf.tensor2d(kernel), tf.zeros([2])]);
      const ones = tf.tensor2d([[1, 0, 0, 0, 0, 0]]).tile([3, 1]);
      expect(penaltyOf(model)!([ones]).dataSync()[0]).toBeCloseTo(1, 5);
    });
    model.dispose();
  });
});
