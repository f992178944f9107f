import * as tf from "@tensorflow/tfjs";
import { afterAll, describe, expect, it } from "vitest";
import "../../src/engine";
import { apart } from "../../src/cotraining/apart";
import { bornAgain } from "../../src/cotraining/bornAgain";
import { ensemble } from "../../src/cotraining/classifierOf";
import { coTeach } from "../../src/cotraining/coTeach";
import { coTeachPlus } from "../../src/cotraining/coTeachPlus";
import { deepCoTraining } from "../../src/cotraining/deepCoTraining";
import { fixMatch } from "../../src/cotraining/fixMatch";
import { footprint } from "../../src/cotraining/footprint";
import { joCoR } from "../../src/cotraining/joCoR";
import { mutual } from "../../src/cotraining/mutual";
import { noisyStudent } from "../../src/cotraining/noisyStudent";
import { branched, one } from "../../src/cotraining/one";
import { jitter } from "../../src/cotraining/perturb";
import { piModel } from "../../src/cotraining/piModel";
import { snapshot } from "../../src/cotraining/snapshot";
import { softPeers } from "../../src/cotraining/softPeers";
import { mlp } from "../../src/models/blocks";
import { hardSharing } from "../../src/models/hardSharing";
import { classification } from "../../src/tasks/classification";
import { clouds, model } from "./clouds";

const [all, few] = [clouds(12), clouds(12, { kept: 4 })];
const oneClass = {
  inputs: few.inputs,
  targets: { y: tf.tensor1d([0, 0, ...Array(10).fill(NaN)]) },
};
const [a, b, tiny] = [model(1), model(2), model(3, [4])];
const shape = { inputs: { x: [2] }, encoder: mlp([4]) };
const y = classification(2);
const two = hardSharing({ ...shape, tasks: { y, z: y } });
const trunk = branched({ ...shape, tasks: { y }, branches: 2 });
afterAll(() => {
  tf.dispose(oneClass.targets);
  [all, few, a, b, tiny, two, trunk].forEach((each) => each.dispose());
});

const noise = (forget: number) => ({ forget });
const cases: [string, () => unknown, string][] = [
  ["K = 1: mutual", () => mutual([a], all), "two networks or more. Found 1. Take fit()"],
  [
    "K = 1: deep co-training",
    () => deepCoTraining([a], few),
    "networks or more. Found 1. Take fixMatch()",
  ],
  [
    "K = 1: co-teaching+",
    () => coTeachPlus([a], all, noise(0.1)),
    "two networks. Found 1. Give two.",
  ],
  ["K = 3: JoCoR", () => joCoR([a, b, a], all, noise(0.1)), "two networks. Found 3. Give two."],
  ["K = 0: co-teaching", () => coTeach([], all, noise(0.1)), "two networks. Found none."],
  ["K = 1: soft sharing", () => softPeers([a], all), "two networks or more. Found 1. Take fit()"],
  ["K = 1: born again", () => bornAgain([a], all), "two generations or more. Found 1."],
  ["K = 1: snapshots", () => snapshot([a], all), "two models or more, one per cycle. Found 1."],
  [
    "K = 1: noisy student",
    () => noisyStudent([a], few),
    "a teacher and a student or more. Found 1.",
  ],
  [
    "K = 1: ONE",
    () => branched({ ...shape, tasks: { y }, branches: 1 }),
    "two branches or more. Found 1.",
  ],
  ["K = 0: ensemble", () => ensemble([]), "a model or more. Found none."],
  [
    "no row without a label: FixMatch",
    () => fixMatch(a, all),
    "Found 12 labelled rows and no other.",
  ],
  [
    "no row without a label: deep co-training",
    () => deepCoTraining([a, b], all),
    "some rows without a label",
  ],
  [
    "a class without labels: FixMatch",
    () => fixMatch(a, oneClass),
    "row of every class. Found none of class 1.",
  ],
  [
    "a row without a label: co-teaching+",
    () => coTeachPlus([a, b], few, noise(0.1)),
    'Found NaN in "y".',
  ],
  ["a row without a label: JoCoR", () => joCoR([a, b], few, noise(0.1)), "a label in every row"],
  ["noise rate 1", () => joCoR([a, b], all, noise(1)), "forget from 0 to below 1. Found 1."],
  [
    "noise rate below 0",
    () => coTeachPlus([a, b], all, noise(-0.1)),
    "forget from 0 to below 1. Found -0.1.",
  ],
  ["threshold", () => fixMatch(a, few, { threshold: 1 }), "threshold from 0 to below 1. Found 1."],
  ["weight", () => piModel(a, few, { weight: -1 }), "weight 0 or more. Found -1."],
  ["temperature", () => one(trunk, all, { temperature: 0 }), "temperature above 0. Found 0."],
  ["lambda", () => softPeers([a, b], all, { lambda: -1 }), "lambda 0 or more. Found -1."],
  ["noise", () => jitter(-1), "a standard deviation of 0 or more. Found -1."],
  ["a share to drop", () => jitter(0, 1), "a share to drop from 0 to below 1. Found 1."],
  [
    "other weights: soft sharing",
    () => softPeers([a, tiny], all),
    "with the same weights, [2,8] [8] [8,2] [2]. Found [2,4]",
  ],
  [
    "other weights: apart",
    () => apart(a, tiny, all.inputs),
    "Expected networks with the same weights",
  ],
  [
    "a smaller student",
    () => noisyStudent([a, tiny], few),
    "with 42 weights or more, as many as its teacher. Found 22.",
  ],
  ["two tasks: FixMatch", () => fixMatch(two, few), "one and the same task. Found 2 tasks."],
  ["two tasks: ONE", () => branched({ ...shape, tasks: { y, z: y } }), "one task. Found 2."],
  ["cycles of broken epochs", () => snapshot([a, b], all, { epochs: 3 }), "Found 3 epochs for 2."],
  ["no repeats", () => footprint(a, all.inputs, { repeats: 0 }), "repeats from 1 up. Found 0."],
  [
    "a short truth",
    () => mutual([a, b], all, { diagnostics: { truth: [0] } }),
    "for each of the 12 rows. Found 1.",
  ],
];

describe("what does not fit is said", () => {
  it.each(cases)("%s", async (_, run, message) => {
    await expect((async () => run())()).rejects.toThrow(message);
  });

  it("diagnostics of several tasks at once", async () => {
    const targets = { y: all.targets.y, z: all.targets.y };
    const pair = [two, two];
    await expect(
      mutual(pair, { inputs: all.inputs, targets }, { diagnostics: { test: all } }),
    ).rejects.toThrow("Expected models of one task where there are diagnostics. Found 2 tasks.");
  });
});
