// The clustering task: its loss by hand, training beside other tasks, with and without labels.
import * as tf from "@tensorflow/tfjs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { fromArrays } from "../../../src/data/arrays";
import { normal, seeded } from "../../../src/data/random";
import { dense } from "../../../src/models/blocks";
import { load, save } from "../../../src/models/files";
import { hardSharing } from "../../../src/models/hardSharing";
import { slicedOutputs } from "../../../src/models/slicedOutputs";
import { binary } from "../../../src/tasks/binary";
import { clustering } from "../../../src/tasks/clustering/clustering";
import { regression } from "../../../src/tasks/regression";
import { taskFrom } from "../../../src/tasks/taskFrom";
import { evaluate } from "../../../src/training/evaluate";
import { fit } from "../../../src/training/fit";
import { predict } from "../../../src/training/predict";
import { joined } from "../../../src/training/sources";
import { startClusters } from "../../../src/training/startClusters";
import { fixed, mgda } from "../../../src/weighting";

const rng = seeded(3);
/** Three clouds in the plane, 40 points each; sign says on which side of the first axis a point lies. */
const middles = [
  [2, 0],
  [-1, 1.7],
  [-1, -1.7],
];
const x = middles.flatMap(([a, b]) =>
  Array.from({ length: 40 }, () => [a + 0.7 * normal(rng), b + 0.7 * normal(rng)]),
);
const cloud = x.map((_, i) => Math.floor(i / 40));
const sign = x.map(([a]) => Number(a > 0));
const named = fromArrays({ x }, { group: cloud, sign, back: x });
const unnamed = fromArrays({ x }, { sign, back: x });
afterAll(() => [named, unnamed].forEach((data) => data.dispose()));

const tasks = { group: clustering(3), sign: binary(), back: regression(2) };
const encoder = [dense(8, { activation: "tanh" }), dense(2, { activation: "linear" })];
const build = () => hardSharing({ inputs: { x: [2] }, encoder, tasks, seed: 1 });

describe("the loss", () => {
  it("is KL(P || q), P from q^2 over the groups' sums, and its gradient q - P", () => {
    const q = [
      [0.5, 0.5],
      [0.2, 0.8],
    ];
    const p = q.map((row) => {
      const w = row.map((v, k) => (v * v) / (q[0][k] + q[1][k]));
      return w.map((v) => v / (w[0] + w[1]));
    });
    const raw = tf.tensor2d(q).log() as tf.Tensor2D;
    const { loss } = tasks.group;
    const { value, grad } = tf.valueAndGrad((z) => loss(tf.zeros([2]), z as tf.Tensor2D).sum())(
      raw,
    );
    const kl = p.map((row, i) => row.reduce((s, v, k) => s + v * Math.log(v / q[i][k]), 0));
    expect(value.dataSync()[0]).toBeCloseTo(kl[0] + kl[1], 6);
    const wanted = q.flatMap((row, i) => row.map((v, k) => v - p[i][k]));
    [...grad.dataSync()].forEach((g, i) => expect(g).toBeCloseTo(wanted[i], 6));
    tf.dispose([raw, value, grad]);
  });

  it("stays finite far from all centres", () => {
    const raw = tf.tensor2d([
      [0, -200],
      [0, -300],
    ]);
    const [losses, gradient] = tf.tidy(() => {
      const loss = (z: tf.Tensor) => tasks.group.loss(tf.zeros([2]), z as tf.Tensor2D);
      return [[...loss(raw).dataSync()], [...tf.grad(loss)(raw).dataSync()]];
    });
    expect([...losses, ...gradient].every(Number.isFinite)).toBe(true);
    raw.dispose();
  });
});

describe("a model with a clustering head", () => {
  it("gives softmax(-log(1 + |z - m|^2)) as outputs", () => {
    const model = hardSharing({ inputs: { x: [2] }, encoder: [], tasks: { group: clustering(2) } });
    const centres = tf.tensor2d([
      [0, 0],
      [3, 4],
    ]);
    model.net.getLayer("group").setWeights([centres]);
    const { group } = tf.tidy(() => predict(model, { x: tf.tensor2d([[0, 0]]) }));
    [26 / 27, 1 / 27].forEach((v, k) => expect(group.dataSync()[k]).toBeCloseTo(v, 6));
    tf.dispose([centres, group]);
    model.dispose();
  });

  it("finds the clouds beside a labelled task, whether it is given their names or not", async () => {
    const before = tf.memory().numTensors;
    const runs = [];
    for (const data of [named, unnamed]) {
      const model = build();
      const rate = { learningRate: 0.01, seed: 1 };
      await fit(model, data, { ...rate, epochs: 20, weighting: fixed([0, 1, 1]) });
      startClusters(model, data, { rng: seeded(1) });
      const weighting = fixed([0.2, 1, 1]);
      const history = await fit(model, data, { ...rate, epochs: 20, weighting, batchSize: 60 });
      const scores = evaluate(model, named);
      expect(scores.group).toBeGreaterThan(0.7);
      expect(scores.sign).toBeGreaterThan(0.9);
      expect(history.loss.group.every((loss) => loss > 0)).toBe(true);
      expect(Number.isNaN(evaluate(model, unnamed).group)).toBe(true);
      runs.push(history);
      model.dispose();
    }
    // Names never reach the loss.
    expect(runs[1]).toEqual(runs[0]);
    expect(tf.memory().numTensors).toBe(before);
  });

  it("trains on the rows of its own data set only, under a weighting that looks at gradients too", async () => {
    const model = build();
    const far = fromArrays({ x: [[50, 50]] }, { sign: [1], back: [[0, 0]] });
    const sets = { group: unnamed, sign: far, back: named };
    const of = (training: boolean) => {
      const { targets, dispose } = joined(model, sets, { training });
      const values = [...targets.group.dataSync()];
      dispose();
      return values.map((v) => (Number.isNaN(v) ? "none" : v));
    };
    const none = (count: number) => Array<string>(count).fill("none");
    expect(of(true)).toEqual([...Array<number>(120).fill(-1), ...none(121)]);
    expect(of(false)).toEqual(none(241));
    const history = await fit(model, sets, { epochs: 3, validation: sets, weighting: mgda() });
    expect(history.loss.group.concat(history.validation.group).every((l) => l > 0)).toBe(true);
    model.dispose();
    far.dispose();
  });

  it("is the same when it was saved and loaded", async () => {
    const [model, folder] = [build(), await mkdtemp(join(tmpdir(), "clusters-"))];
    await save(model, folder);
    const again = await load<typeof tasks>(folder);
    const [said, heard] = [model, again].map((m) =>
      tf.tidy(() => [...predict(m, named.inputs).group.dataSync()]),
    );
    expect(heard).toEqual(said);
    expect(again.tasks.group.unsupervised).toBe(true);
    [model, again].forEach((m) => m.dispose());
    await rm(folder, { recursive: true });
  });

  it("is made again from its spec, refused where outputs are slices, and startClusters needs it", () => {
    expect(taskFrom({ kind: "clustering", clusters: 3 }).units).toBe(3);
    expect(() => clustering(1)).toThrow("Expected two clusters or more. Found 1.");
    expect(() => slicedOutputs({ inputs: { x: [2] }, encoder, tasks })).toThrow(
      'Found a last layer of its own in "group"',
    );
    const model = hardSharing({ inputs: { x: [2] }, encoder, tasks: { sign: binary() } });
    expect(() => startClusters(model, named, { rng })).toThrow("Expected a clustering task");
    model.dispose();
  });
});
