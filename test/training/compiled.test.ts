import * as tf from "@tensorflow/tfjs";
import { describe, expect, test } from "vitest";
import { engine } from "../../src/engine";
import { cnn, dense, dropout, flatten, gru, lstm, mlp, textCnn } from "../../src/models/blocks";
import { sharedPrivate } from "../../src/models/sharedPrivate";
import { slicedOutputs } from "../../src/models/slicedOutputs";
import { crossStitch } from "../../src/models/crossStitch";
import { sluice } from "../../src/models/sluice";
import { mmoe } from "../../src/models/mmoe";
import { cgc } from "../../src/models/cgc";
import { ple } from "../../src/models/ple";
import { adaTT } from "../../src/models/adaTT";
import { dselectK } from "../../src/models/dselectK";
import { mtan } from "../../src/models/mtan";
import { ltb } from "../../src/models/ltb";
import { adapters } from "../../src/models/adapters";
import { hardSharing } from "../../src/models/hardSharing";
import type { Block, Model } from "../../src/models/model";
import { separate } from "../../src/models/separate";
import { softSharing } from "../../src/models/softSharing";
import { binary } from "../../src/tasks/binary";
import { boxes } from "../../src/tasks/boxes";
import { classification } from "../../src/tasks/classification";
import { regression } from "../../src/tasks/regression";
import type { Tasks } from "../../src/tasks/task";
import { trainingStep } from "../../src/training/step";
import * as methods from "../../src/weighting";
import type { Weighting } from "../../src/weighting/weighting";

interface Row {
  build?: (o: { inputs: { x: number[] }; encoder: Block[]; tasks: Tasks }) => Model;
  input?: number[];
  encoder?: () => Block[];
  tasks?: () => Tasks;
  weighting?: () => Weighting;
  optimizer?: () => tf.Optimizer;
}

const words = { vocabulary: 12, width: 4 };
const simple = [
  ...["equal", "random", "uncertainty", "uwso", "dwa", "geometric", "scaleInvariant", "imtlL"],
  ...["cov", "slaw", "stch", "stchLog", "famo", "ldcMtl", "gradNorm", "mgda"],
  ...["pcgrad", "gradVac", "imtlG", "imtl", "cagrad", "conicGrad", "nash", "fairGrad"],
  ...["alignedMtl", "upgrad", "dualProj", "conFig", "pcd"],
] as const;
const optimizers: Record<string, () => tf.Optimizer> = {
  momentum: () => tf.train.momentum(0.01, 0.9),
  adagrad: () => tf.train.adagrad(0.05),
  adadelta: () => tf.train.adadelta(0.05),
  rmsprop: () => tf.train.rmsprop(0.003),
  adam: () => tf.train.adam(0.01),
  adamax: () => tf.train.adamax(0.01),
};

const rows: Record<string, Row> = {
  hardSharing: {},
  softSharing: { build: (o) => softSharing({ ...o, lambda: 0.1 }) },
  separate: { build: separate },
  sharedPrivate: { build: sharedPrivate },
  slicedOutputs: { build: slicedOutputs },
  crossStitch: { build: crossStitch },
  sluice: { build: sluice },
  mmoe: { build: (o) => mmoe({ ...o, experts: 3 }) },
  cgc: { build: (o) => cgc({ ...o, shared: 2, own: 1 }) },
  ple: { build: (o) => ple({ ...o, encoder: mlp([6, 4]), shared: 1, own: 1 }) },
  adaTT: { build: (o) => adaTT({ ...o, shared: 1, own: 1 }) },
  dselectK: { build: (o) => dselectK({ ...o, experts: 4, k: 2 }) },
  mtan: { build: mtan },
  ltb: { build: (o) => ltb({ ...o, encoder: mlp([6, 4]), warmup: 20 }) },
  adapters: { build: (o) => adapters({ ...o, rank: 2 }) },
  dropout: { encoder: () => [dense(8), dropout(0.5), dense(4)] },
  "dropout, by gram": { encoder: () => [dense(8), dropout(0.5)], weighting: methods.mgda },
  cnn: { input: [8, 8, 1], encoder: () => [...cnn([3, 4]), flatten(), dense(4)] },
  lstm: { input: [6], encoder: () => lstm({ ...words, units: 5 }) },
  gru: { input: [6], encoder: () => gru({ ...words, units: 5 }) },
  textCnn: { input: [6], encoder: () => textCnn({ ...words, filters: 3 }) },
  "l2 terms": { encoder: () => [dense(8, { l2: 0.01 })] },
  "one task": { tasks: () => ({ only: binary() }) },
  "fixed weights": { weighting: () => methods.fixed([0.5, 2, 1, 0.1]) },
  pbi: { weighting: () => methods.pbi({ theta: 0.5 }), tasks: () => two() },
  cosmos: { weighting: () => methods.cosmos({ lambda: 1 }), tasks: () => two() },
  ...Object.fromEntries(
    simple.map((name) => [name, { weighting: () => methods[name](), tasks: () => two() }]),
  ),
  ...Object.fromEntries(
    Object.entries(optimizers).map(([name, optimizer]) => [name, { optimizer }]),
  ),
};

/** Targets of each task, the first rows of which are labelled; the others have some labels. */
const targetOf = (name: string, size: number): tf.Tensor => {
  const numbers = Array.from({ length: size }, (_, i) =>
    i > 8 && i % 3 === 0 ? NaN : (i * 7) % 3,
  );
  if (name === "box") return tf.randomUniform([size, 4], 0, 1, "float32", 3);
  return tf.tensor1d(
    name === "only" || name === "yes" ? numbers.map((n) => Math.min(n, 1)) : numbers,
  );
};

/** 50 steps on batches of changing size. */
function train(row: Row, compile: boolean) {
  const { input = [6], encoder = () => mlp([8]), optimizer = () => tf.train.sgd(0.05) } = row;
  const { build = hardSharing, weighting = methods.equal } = row;
  const { tasks = all } = row;
  const model = build({ inputs: { x: input }, encoder: encoder(), tasks: tasks() });
  const rate = optimizer();
  const step = trainingStep(model, rate, weighting(), { compile });
  const size = 20;
  const isText = encoder().length > 0 && row.input?.length === 1;
  const data = {
    inputs: [
      isText
        ? tf.randomUniform([size, ...input], 0, words.vocabulary, "int32", 1)
        : tf.randomNormal([size, ...input], 0, 1, "float32", 1),
    ],
    targets: Object.keys(tasks()).map((name) => targetOf(name, size)),
  };
  const losses = Array.from({ length: 50 }, (_, s) => {
    const count = s % 7 === 6 ? 5 : 8;
    const rows = tf.tensor1d(
      Array.from({ length: count }, (_, i) => (3 * s + i) % size),
      "int32",
    );
    const done = step({ ...data, rows }, { step: s, epoch: Math.floor(s / 10) });
    rows.dispose();
    return [...done.losses, ...done.weights];
  });
  const weights = model.net.getWeights().flatMap((w) => [...w.dataSync()]);
  const mode = step.mode;
  tf.dispose(data as unknown as tf.TensorContainer);
  for (const used of [step, rate, model]) used.dispose();
  tf.dispose((rate as unknown as { c: tf.Tensor }).c);
  return { numbers: [...losses.flat(), ...weights], mode };
}

const two = (): Tasks => ({ class: classification(3), value: regression() });
const all = (): Tasks => ({
  class: classification(3),
  yes: binary(),
  value: regression(1),
  box: boxes(),
});

describe.runIf(engine().name === "native")(
  "50 compiled steps give the numbers of eager ones",
  () => {
    test.each(Object.entries(rows))("%s", (_, row) => {
      const before = tf.memory().numTensors;
      const eager = train(row, false);
      const fast = train(row, true);
      expect(fast.mode).toBe("compiled");
      expect(fast.numbers.length).toBe(eager.numbers.length);
      const apart = eager.numbers.map((a, i) => {
        const b = fast.numbers[i];
        return Math.abs(a - b) / Math.max(1, Math.abs(a), Math.abs(b));
      });
      expect(Math.max(...apart)).toBeLessThan(1e-5);
      expect(tf.memory().numTensors).toBe(before);
    });
  },
);
