// Trains the same model twice from the same seeds, compiled and as written, and compares every number.
import * as tf from "@tensorflow/tfjs";
import { expect } from "vitest";
import { hardSharing } from "../../../src/models/hardSharing";
import type { Block, Model } from "../../../src/models/model";
import { mlp } from "../../../src/models/blocks";
import type { Task, Tasks } from "../../../src/tasks/task";
import { trainingStep } from "../../../src/training/step";
import { equal, type Aggregation } from "../../../src/weighting";
import type { Weighting } from "../../../src/weighting/weighting";
import { mixed } from "./factors";

/** What is trained; by default an mlp with hard sharing on four kinds of task, by plain gradient descent. */
export interface Row {
  build?: (o: { inputs: { x: number[] }; encoder: Block[]; tasks: Tasks }) => Model;
  block?: { input: number[]; words?: number; encoder: () => Block[] };
  tasks?: () => Tasks;
  weighting?: () => Weighting | Aggregation;
  optimizer?: () => tf.Optimizer;
}

const STEPS = 50;
const SIZE = 20;

/**
 * Expects all losses, task weights and network weights of 50 steps to agree to 1e-5, and no tensor to be left over. With
 * `amplified`, steps may also be ones that amplify rounding, and it says whether they did. Adam and its like divide a gradient
 * that should be zero, that of an attention's key bias or of a gate that is shut, by its own size: then the same steps by
 * plain gradient descent must agree. Steps may also lead apart by themselves: then compiled ones may end ten times as far
 * off as eager ones that start a few roundings apart.
 */
export function expectEqual(row: Row, { amplified = false } = {}): { needed: boolean } {
  const before = tf.memory().numTensors;
  const [eager, fast] = [train(row, false), train(row, true)];
  expect(fast.mode).toBe("compiled");
  expect(fast.numbers.length).toBe(eager.numbers.length);
  expect(eager.numbers.every(Number.isFinite)).toBe(true);
  const found = apart(eager.numbers, fast.numbers);
  const needed = amplified && found >= 1e-5;
  if (!(needed && agreesSlowly(row))) {
    const limit = needed ? 10 * apart(eager.numbers, train(row, false, 1e-6).numbers) : 1e-5;
    expect(found).toBeLessThan(limit);
  }
  expect(tf.memory().numTensors).toBe(before);
  return { needed };
}

/** Whether a row's architecture, blocks, losses and weighting agree where the optimiser amplifies nothing. */
function agreesSlowly(row: Row): boolean {
  const slow = { ...row, optimizer: () => tf.train.sgd(0.01) };
  return apart(train(slow, false).numbers, train(slow, true).numbers) < 1e-5;
}

/** The largest difference, relative for numbers above 1. */
export function apart(one: number[], other: number[]): number {
  const scale = (i: number) => Math.max(1, Math.abs(one[i]), Math.abs(other[i]));
  return Math.max(...one.map((a, i) => Math.abs(a - other[i]) / scale(i)));
}

/** 50 steps on batches of changing size; `nudge` is by how much, relatively, the first weights are off. */
function train(row: Row, compile: boolean, nudge = 0) {
  const { build = hardSharing, tasks = mixed, weighting = equal } = row;
  const { block = { input: [6], encoder: () => mlp([8]) } } = row;
  const { optimizer = () => tf.train.sgd(0.05) } = row;
  const data = dataFor(block, tasks());
  const model = build({ inputs: { x: block.input }, encoder: block.encoder(), tasks: tasks() });
  if (nudge) {
    tf.tidy(() => model.net.trainableWeights.forEach((w) => w.write(w.read().mul(1 + nudge))));
  }
  const rate = optimizer();
  const used: { dispose(): void }[] = [rate, model];
  try {
    const step = trainingStep(model, rate, weighting(), { compile });
    used.push(step);
    const told = Array.from({ length: STEPS }, (_, s) => {
      const count = s % 7 === 6 ? 5 : 8;
      const rows = tf.tensor1d(
        Array.from({ length: count }, (_, i) => (3 * s + i) % SIZE),
        "int32",
      );
      const done = step({ ...data, rows }, { step: s, epoch: Math.floor(s / 10) });
      rows.dispose();
      return [...done.losses, ...done.weights];
    });
    const weights = model.net.getWeights().flatMap((w) => [...w.dataSync()]);
    return { numbers: [...told.flat(), ...weights], mode: step.mode };
  } finally {
    tf.dispose(data as unknown as tf.TensorContainer);
    for (const it of used) it.dispose();
    // tf.train.sgd forgets the tensor of its rate.
    tf.dispose((rate as unknown as { c?: tf.Tensor }).c ?? []);
  }
}

function dataFor({ input, words }: NonNullable<Row["block"]>, tasks: Tasks) {
  const shape = [SIZE, ...input];
  const x = words
    ? tf.randomUniform(shape, 0, words, "int32", 1)
    : tf.randomNormal(shape, 0, 1, "float32", 1);
  return { inputs: [x], targets: Object.values(tasks).map(targetOf) };
}

/** The first rows are labelled, and two of three later ones. */
function targetOf({ spec, target, units }: Task): tf.Tensor {
  const values = { classification: units, binary: 2, regression: 3, boxes: 0, clustering: units };
  const classes = spec ? values[spec.kind] : 0;
  return tf.tidy(() => {
    const labels = Array.from({ length: SIZE }, (_, i) => (i > 8 && i % 3 === 0 ? NaN : 1));
    const labelled = tf.tensor(labels, [SIZE, ...target.map(() => 1)]);
    const numbers = tf.tensor1d(Array.from({ length: SIZE }, (_, i) => (i * 7) % (classes || 1)));
    if (target.length === 0) return numbers.mul(labelled);
    const rows = tf.randomUniform([SIZE, ...target], 0, 1, "float32", 3);
    // A target of the reader's own is a row of class weights here.
    return (spec ? rows : rows.div(rows.sum(1, true))).mul(labelled);
  });
}
