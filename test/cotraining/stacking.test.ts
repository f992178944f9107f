import * as tf from "@tensorflow/tfjs";
import { expect, it } from "vitest";
import "../../src/engine";
import { logistic } from "../../src/cotraining/learners/logistic";
import { naiveBayes } from "../../src/cotraining/learners/naiveBayes";
import { nearest } from "../../src/cotraining/learners/nearest";
import { net } from "../../src/cotraining/learners/net";
import type { Learner } from "../../src/cotraining/learner";
import { argMax } from "../../src/cotraining/labels";
import { stacking, stratified } from "../../src/cotraining/stacking";
import { expectNoLeak } from "../toys";
import { clouds, sides } from "./clouds";

const of = { view: "x", target: "y", classes: 2 };
const right = (learner: Learner, data: ReturnType<typeof clouds>) => {
  const said = learner.probabilities(data).map(argMax);
  return said.filter((label, row) => label === sides(data.size)[row]).length / data.size;
};

/** Knows every row it was shown, and is as sure of a guess for any other. */
function parrot(): Learner {
  const known = new Map<string, number>();
  const key = (row: number[]) => row.join();
  const rows = (data: ReturnType<typeof clouds>) => data.inputs.x.arraySync() as number[][];
  return {
    target: "y",
    classes: 2,
    async fit(data) {
      known.clear();
      const labels = data.targets.y.dataSync();
      rows(data).forEach((row, i) => known.set(key(row), labels[i]));
    },
    probabilities: (data) =>
      rows(data).map((row, i) =>
        ((known.get(key(row)) ?? i % 3 === 0) ? 1 : 0) ? [0, 1] : [1, 0],
      ),
  };
}

it("parts have as many rows of each class, give or take one, and leave rows without a label out", () => {
  const labels = [0, 0, 0, 0, 1, 1, 1, NaN, 1, 0, NaN];
  const parts = stratified(labels, 2, 3, 1);
  expect(parts.flat().sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 8, 9]);
  for (const part of parts) {
    const ones = part.filter((row) => labels[row] === 1).length;
    expect([part.length, ones >= 1 && ones <= 2]).toEqual([3, true]);
  }
  expect(stratified([0, 0, 1, 1], 2, 10, 1).length).toBe(4);
});

it("believes the learner that is right on rows it had not seen, not the one that learns by heart", async () => {
  const [data, test] = [clouds(120), clouds(400, { seed: 2 })];
  const learners = [parrot(), logistic(of)];
  const stacked = stacking(learners, { seed: 1 });
  await expectNoLeak(() => stacked.fit(data));
  expect(right(learners[0], data)).toBe(1);
  expect(right(learners[0], test)).toBeLessThan(0.6);
  expect(right(stacked, test)).toBeGreaterThan(right(learners[1], test) - 0.02);
  [data, test].forEach((each) => each.dispose());
});

it("takes any learners and any learner on top, and tells the same again", async () => {
  const [data, test] = [clouds(60), clouds(200, { seed: 2 })];
  const make = () =>
    stacking([naiveBayes(of), nearest(of), net({ ...of, epochs: 3 })], {
      meta: logistic({ ...of, view: "answers", c: 0.1 }),
    });
  const said = async () => {
    const stacked = make();
    await stacked.fit(data);
    const found = stacked.probabilities(test);
    stacked.dispose!();
    return found;
  };
  const found = await expectNoLeak(said);
  expect(await said()).toEqual(found);
  expect(found.every((p) => Math.abs(p[0] + p[1] - 1) < 1e-6)).toBe(true);
  [data, test].forEach((each) => each.dispose());
});

it("says what does not fit", async () => {
  const learners = [naiveBayes(of), nearest(of)];
  expect(() => stacking([naiveBayes(of)])).toThrow("Expected 2 learners or more. Found 1.");
  expect(() => stacking(learners, { folds: 1 })).toThrow("Expected two folds or more. Found 1.");
  const meta = logistic({ ...of, view: "answers", classes: 3 });
  expect(() => stacking(learners, { meta })).toThrow('a learner on top for "y" with 2 classes');
  const rare = clouds(8);
  const targets = { y: tf.tensor1d([0, 0, 0, 0, 0, 0, 0, 1]) };
  const data = { ...rare, targets, size: 8 } as unknown as typeof rare;
  await expect(stacking(learners).fit(data)).rejects.toThrow(
    "Expected two labelled rows or more of every class. Found 1 of class 1.",
  );
  tf.dispose(targets);
  rare.dispose();
});
