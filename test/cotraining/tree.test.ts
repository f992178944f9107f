import { describe, expect, it } from "vitest";
import "../../src/engine";
import { democratic } from "../../src/cotraining/democratic";
import { argMax } from "../../src/cotraining/labels";
import { logistic } from "../../src/cotraining/learners/logistic";
import { nearest } from "../../src/cotraining/learners/nearest";
import { tree } from "../../src/cotraining/learners/tree";
import { same } from "../../src/cotraining/measures";
import { triTrain } from "../../src/cotraining/triTrain";
import { fromArrays } from "../../src/data/arrays";
import { digits } from "../../src/data/digits";
import { seeded } from "../../src/data/random";
import { expectNoLeak } from "../toys";
import { gauss } from "./views";

const o = { view: "x", target: "y", classes: 2 };

/** What a tree that learned x -> y says of `asked`. */
async function said(x: number[][], y: unknown[], asked: number[][], more = {}) {
  const [data, test] = [fromArrays({ x }, { y: y as number[] }), fromArrays({ x: asked })];
  const learner = tree({ ...o, smoothing: 0, ...more });
  await learner.fit(data);
  const p = learner.probabilities(test);
  [data, test].forEach((each) => each.dispose());
  return p;
}

describe("a tree", () => {
  it("asks where the impurity falls most: 0 0 0 1 1 is cut half way between 3 and 8", async () => {
    const p = await said([[1], [2], [3], [8], [9]], [0, 0, 0, 1, 1], [[5.4], [5.6]]);
    expect(p).toEqual([
      [1, 0],
      [0, 1],
    ]);
  });

  it("of two columns that part alike asks the first; with a seed either, the same one each time", async () => {
    const x = [[1, 5], [3, 9]]; // prettier-ignore
    const first = (more: object) => said(x, [0, 1], [[1, 9]], more).then(([p]) => p[0]);
    expect(await first({})).toBe(1);
    const drawn: number[] = [];
    for (let seed = 0; seed < 10; seed++) drawn.push(await first({ seed }));
    expect(new Set(drawn)).toEqual(new Set([0, 1]));
    expect(await first({ seed: 3 })).toBe(drawn[3]);
  });

  it("of 0 1 1 0 0 0 the cut after three leaves 4/3, after one 12/5: depth 1 says 1/3 and 1", async () => {
    // Left {0,1,1}: 3 (1 - 1/9 - 4/9) = 4/3, right pure. After one: left pure, right {1,1,0,0,0}: 5 (1 - 4/25 - 9/25) = 12/5.
    const x = [[1], [2], [3], [4], [5], [6]];
    const [left, right] = await said(x, [0, 1, 1, 0, 0, 0], [[3.4], [3.6]], { depth: 1 });
    expect(left[0]).toBeCloseTo(1 / 3, 12);
    expect(right).toEqual([1, 0]);
  });

  it("learns exclusive or with two questions, though the first alone gains nothing", async () => {
    const corners = [
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ];
    const truth = [0, 1, 1, 0];
    expect((await said(corners, truth, corners)).map(argMax)).toEqual(truth);
    expect(await said(corners, truth, corners, { depth: 1 })).toEqual(
      corners.map(() => [0.5, 0.5]),
    );
  });

  it("smooths: a leaf of three rows of class 0 says (3 + 1) / (3 + 2)", async () => {
    const [p] = await said([[1], [2], [3], [9]], [0, 0, 0, 1], [[0]], { smoothing: 1 });
    expect(p).toEqual([0.8, 0.2]);
  });

  it("keeps leaves large: with two rows a leaf, 0 0 0 1 is cut in the middle", async () => {
    const p = await said([[1], [2], [3], [4]], [0, 0, 0, 1], [[2.4], [2.6]], { leaf: 2 });
    expect(p).toEqual([
      [1, 0],
      [0.5, 0.5],
    ]);
  });

  it("counts soft labels by their weight, and skips rows without any", async () => {
    const soft = [
      [0.25, 0.75],
      [3, 0],
      [0, 0],
    ];
    expect(await said([[1], [1], [9]], soft, [[1]])).toEqual([[3.25 / 4, 0.75 / 4]]);
  });

  it("tells digits apart as trees do, in well under a second", async () => {
    const all = digits();
    const [train, test] = all.split(0.7, seeded(1));
    const learner = tree({ view: "x", target: "digit", classes: 10, depth: Infinity });
    const right = await expectNoLeak(async () => {
      await learner.fit(train);
      return same(learner.probabilities(test).map(argMax), [...test.targets.digit.dataSync()]);
    });
    expect(right).toBeGreaterThan(0.8);
    expect(right).toBeLessThan(0.92);
    [all, train, test].forEach((data) => data.dispose());
  });

  it("says what does not fit", async () => {
    expect(() => tree({ ...o, depth: 0 })).toThrow("Expected depth to be a whole number from 1");
    expect(() => tree({ ...o, smoothing: -1 })).toThrow("Expected smoothing from 0 up.");
    await expect(said([[1]], [0], [[1, 2]])).rejects.toThrow("Expected 1 columns");
    await expect(said([[1]], [NaN], [[1]])).rejects.toThrow("Found only NaN.");
  });

  it("is one of three different learners that teach each other", async () => {
    const { few, test, truth } = gauss(0);
    const both = { view: ["left", "right"], target: "y", classes: 2 };
    const learners = () => [logistic(both), nearest(both), tree({ ...both, depth: 4 })];
    for (const rounds of [
      await triTrain(learners(), few, { diagnostics: { test, truth } }),
      await democratic(learners(), few, { rounds: 5, diagnostics: { test, truth } }),
    ]) {
      expect(rounds.together[rounds.together.length - 1]).toBeGreaterThan(0.6);
      expect(rounds.learners).toHaveLength(3);
    }
    [few, test].forEach((data) => data.dispose());
  });
});
