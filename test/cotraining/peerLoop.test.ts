import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import "../../src/engine";
import { mutual } from "../../src/cotraining/mutual";
import { dealer } from "../../src/cotraining/peerBatch";
import { peerStory } from "../../src/cotraining/peerStory";
import { jitter, perturbed } from "../../src/cotraining/perturb";
import { fromArrays } from "../../src/data/arrays";
import { seeded } from "../../src/data/random";
import { mlp } from "../../src/models/blocks";
import { hardSharing } from "../../src/models/hardSharing";
import { classification } from "../../src/tasks/classification";
import { expectNoLeak } from "../toys";
import { batchOf, clouds, model, sides } from "./clouds";

describe("rows are dealt", () => {
  const rows = { labelled: [0, 1, 2], others: [3, 4, 5, 6, 7, 8, 9] };

  it("as they come: every row once an epoch, the last batch smaller", () => {
    const epoch = dealer(rows, { batchSize: 4 }, seeded(1))();
    expect(epoch.map(({ length }) => length)).toEqual([4, 4, 2]);
    expect(epoch.flatMap((batch) => [...batch]).sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it("or so many of each kind in every step, none twice in a batch", () => {
    const deal = dealer(rows, { batchSize: 2, unlabelled: 3 }, seeded(1));
    const batches = [deal(), deal()].flat().map((batch) => [...batch]);
    expect(batches.length).toBe(6);
    for (const batch of batches) {
      expect(batch.length).toBe(5);
      expect(new Set(batch).size).toBe(5);
      expect(batch.filter((row) => row < 3).length).toBe(2);
    }
    expect(new Set(batches.flat()).size).toBe(10);
  });

  it("all of a kind where there are fewer than asked for", () => {
    const [batch] = dealer(rows, { batchSize: 32, unlabelled: 3 }, seeded(1))();
    expect([...batch].filter((row) => row < 3).sort()).toEqual([0, 1, 2]);
  });
});

describe("the story of an epoch", () => {
  const told = (taught: number[]) => ({
    k: 0,
    rows: Int32Array.from([0, 1, 2, 3]),
    terms: [1, 2],
    taught,
  });

  it("of three rows up for choice two were learned, one of them with its true class", () => {
    const [m, data] = [model(1), clouds(4)];
    const truth = [0, 1, 0, 1];
    const story = peerStory(1, [m], data, { others: [], size: 4 }, { truth });
    story.tell(told([NaN, 1, -1, 0]));
    story.turn(0);
    story.tell({ ...told([NaN, -1, -1, -1]), terms: [3, 0] });
    story.turn(1);
    const found = story.history("epochs", "");
    expect(found.coverage).toEqual([[2 / 3], [0]]);
    expect(found.precision).toEqual([[1 / 2], [null]]);
    expect(found).toMatchObject({ labels: [[1], [3]], imitation: [[2], [0]], difference: [] });
    story.dispose();
    [m, data].forEach((each) => each.dispose());
  });

  it("without diagnostics nothing is measured, and no truth is needed", () => {
    const [m, data] = [model(1), clouds(4)];
    const story = peerStory(1, [m], data, { others: [], size: 4 }, undefined);
    story.tell(told([NaN, 1, -1, 0]));
    story.turn(0);
    const found = story.history("epochs", "");
    expect(found).toMatchObject({ precision: [], agreement: [], accuracy: [], together: [] });
    [m, data].forEach((each) => each.dispose());
  });
});

it("peers may read different views, and diagnostics follow them epoch by epoch", async () => {
  const all = clouds(60);
  const x = all.inputs.x.arraySync() as number[][];
  const views = { left: x.map(([a]) => [a]), right: x.map(([, b]) => [b]) };
  const data = fromArrays(views, { y: sides(60) });
  const pair = Object.keys(views).map((name, seed) => {
    const tasks = { y: classification(2) };
    return hardSharing({ inputs: { [name]: [1] }, encoder: mlp([8]), tasks, seed });
  });
  const diagnostics = { test: data, truth: sides(60) };
  const o = { epochs: 12, learningRate: 0.02, diagnostics };
  const { together, accuracy, calibration, agreement } = await expectNoLeak(() =>
    mutual(pair, data, o),
  );
  expect([together, accuracy, calibration, agreement].map(({ length }) => length)).toEqual([
    12, 12, 12, 12,
  ]);
  expect(together[11]).toBeGreaterThan(Math.max(together[0], 0.8));
  [...pair, data, all].forEach((each) => each.dispose());
});

it("noise depends on seed and step alone, and a share of the numbers is dropped", () => {
  const data = clouds(400);
  const at = (seed: number, step: number, change = jitter(0.5)) =>
    tf.tidy(() => perturbed(batchOf(data, [], step), change, seed).inputs.x.dataSync());
  expect(at(1, 2)).toEqual(at(1, 2));
  expect(at(1, 2)).not.toEqual(at(1, 3));
  expect(at(1, 2)).not.toEqual(at(2, 2));
  const dropped = at(1, 2, jitter(0, 0.3)).filter((value: number) => value === 0).length;
  expect(dropped / 800).toBeCloseTo(0.3, 1);
  data.dispose();
});
