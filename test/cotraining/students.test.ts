import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import "../../src/engine";
import { bornAgain } from "../../src/cotraining/bornAgain";
import { ensemble } from "../../src/cotraining/classifierOf";
import { footprint } from "../../src/cotraining/footprint";
import { hints } from "../../src/cotraining/hints";
import { branched, one, oneLesson } from "../../src/cotraining/one";
import { snapshot } from "../../src/cotraining/snapshot";
import { trainableWeights } from "../../src/models/graph";
import { mlp } from "../../src/models/blocks";
import type { Model } from "../../src/models/model";
import { classification } from "../../src/tasks/classification";
import { evaluate } from "../../src/training/evaluate";
import { fit } from "../../src/training/fit";
import { rawScores } from "../../src/training/losses";
import { expectNoLeak } from "../toys";
import { batchOf, clouds, expectCompiled, model } from "./clouds";

const weights = ({ net }: Model) => trainableWeights(net).map((w) => [...w.dataSync()]);
const o = { epochs: 10, learningRate: 0.02, batchSize: 40 };

it("hints: the student's inner layers come nearer to the teacher's; its head and the teacher stay", async () => {
  const data = clouds(120);
  const [teacher, student] = [model(1, [16, 6]), model(2, [8, 6])];
  await fit(teacher, data, { ...o, progress: false });
  const [theirs, mine] = [teacher, student].map(weights);
  const [teacherLayer, studentLayer] = [teacher, student].map(({ net }) => net.layers[2].name);
  const layers = { teacherLayer, studentLayer };
  const story = await expectNoLeak(() =>
    hints(teacher, student, data, { ...o, ...layers, epochs: 20 }),
  );
  expectCompiled(story);
  expect(story.imitation[19][0]).toBeLessThan(0.3 * story.imitation[0][0]);
  expect(weights(teacher)).toEqual(theirs);
  const now = weights(student);
  expect(now.slice(-2)).toEqual(mine.slice(-2));
  now.slice(0, -2).forEach((values, i) => expect(values).not.toEqual(mine[i]));
  await expect(hints(teacher, student, data, { ...layers, studentLayer: "no" })).rejects.toThrow(
    `Expected the name of a layer of the model. Found "no". It has "dense`,
  );
  [teacher, student, data].forEach((each) => each.dispose());
});

it("born again: generations start afresh, imitate the one before, and make an ensemble", async () => {
  const [data, test] = [clouds(120), clouds(300, { seed: 2 })];
  const models = [1, 2, 3].map((seed) => model(seed));
  const stories = await expectNoLeak(() =>
    bornAgain(models, data, { ...o, diagnostics: { test } }),
  );
  expect(stories.map(({ imitation }) => imitation[0][0] > 0)).toEqual([false, true, true]);
  stories
    .slice(1)
    .forEach(({ imitation }) => expect(imitation[9][0]).toBeLessThan(imitation[0][0]));
  stories.forEach(({ accuracy }) => expect(accuracy[9][0]).toBeGreaterThan(0.85));
  [...models, data, test].forEach((each) => each.dispose());
});

describe("ONE", () => {
  const make = (branches = 3) =>
    branched({
      inputs: { x: [2] },
      encoder: mlp([8]),
      head: mlp([4]),
      tasks: { y: classification(2) },
      branches,
    });

  it("ensemble and branches are models of their own on the same weights, and all learn", async () => {
    const [data, test] = [clouds(120), clouds(300, { seed: 2 })];
    const net = make();
    const story = await expectNoLeak(() => one(net, data, { ...o, diagnostics: { test } }));
    expectCompiled(story);
    expect(story.together[9]).toBe(evaluate(net.together, test).y);
    net.branches.forEach((b) => expect(evaluate(b, test).y).toBeGreaterThan(0.85));
    const sizes = [net.branches[0], net.together].map((m) => m.net.countParams());
    expect(sizes).toEqual([24 + 36 + 10, 24 + 3 * 46 + 27]);
    [net, data, test].forEach((each) => each.dispose());
  });

  it("the term is T^2 times the sum of KL from the ensemble's softened answers, by hand", () => {
    const [net, data] = [make(2), clouds(1)];
    tf.tidy(() => {
      const targets = { "y 1": data.targets.y, "y 2": data.targets.y, y: data.targets.y };
      const { losses } = oneLesson(net.whole, 3)(0, { ...batchOf(data, [1]), targets });
      const [a, b, joint] = rawScores(net.whole, [data.inputs.x]).map((z) =>
        Array.from(tf.softmax(z.div(3)).dataSync()),
      );
      const kl = (p: number[]) => joint.reduce((sum, q, c) => sum + q * Math.log(q / p[c]), 0);
      expect(losses()[1].dataSync()[0]).toBeCloseTo(9 * (kl(a) + kl(b)), 4);
    });
    [net, data].forEach((each) => each.dispose());
  });
});

it("snapshots: a copy at the end of each fall of the rate, and the last is the trained network", async () => {
  const data = clouds(120);
  const models = [1, 2, 3].map((seed) => model(seed));
  const start = weights(models[2]);
  const stories = await expectNoLeak(() =>
    snapshot(models, data, { epochs: 12, learningRate: 0.05, progress: false }),
  );
  expect(stories.map(({ loss }) => Object.values(loss)[0].length)).toEqual([4, 4, 4]);
  const [first, second, last] = models.map(weights);
  expect(first).not.toEqual(start);
  expect(first).not.toEqual(second);
  expect(second).not.toEqual(last);
  const { probabilities } = ensemble(models);
  const members = models.map((m) => ensemble([m]).probabilities(data)[0][0]);
  expect(probabilities(data)[0][0]).toBeCloseTo((members[0] + members[1] + members[2]) / 3, 6);
  [...models, data].forEach((each) => each.dispose());
});

it("size and speed: weights are counted, and the middle of the times is told", async () => {
  const [m, data] = [model(1), clouds(10)];
  const times = [0, 9, 10, 17, 20, 23, 30, 31];
  const now = () => times.shift()!;
  const found = await expectNoLeak(() => footprint(m, data.inputs, { repeats: 3, now }));
  expect(found).toEqual({ parameters: 2 * 8 + 8 + 8 * 2 + 2, milliseconds: 3 });
  [m, data].forEach((each) => each.dispose());
});
