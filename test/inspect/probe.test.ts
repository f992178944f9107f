import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import "../../src/engine";
import { fromArrays } from "../../src/data/arrays";
import { normal, seeded } from "../../src/data/random";
import { layersOf } from "../../src/inspect/features";
import { probe } from "../../src/inspect/probe";
import { dense } from "../../src/models/blocks";
import { hardSharing } from "../../src/models/hardSharing";
import { classes, expectNoLeak, squared } from "../toys";

/** Two numbers and their signs; the layer, of linear units, passes on 1000 times the first and forgets the second. */
function halfBlind() {
  const encoder = [dense(2, { activation: "linear" })];
  const model = hardSharing({ inputs: { x: [2] }, encoder, tasks: { y: squared } });
  tf.tidy(() =>
    model.net.layers[1].setWeights([tf.tensor2d([1000, 0, 0, 0], [2, 2]), tf.ones([2])]),
  );
  return model;
}

function signs(seed: number) {
  const rng = seeded(seed);
  const x = Array.from({ length: 200 }, () => [normal(rng), normal(rng)]);
  const [first, second] = [0, 1].map((k) => x.map((row) => (row[k] > 0 ? 1 : 0)));
  return fromArrays({ x }, { first, second });
}

describe("probe", () => {
  it("reads off a layer what it passes on, and not what it forgets", async () => {
    const [train, test] = [signs(1), signs(2)];
    const model = halfBlind();
    const before = model.net.getWeights().map((w) => [...w.dataSync()]);
    const [layer] = layersOf(model);
    const scores = await expectNoLeak(async () => {
      const o = { layer, task: classes(2), test, epochs: 20, compile: false };
      return [
        await probe(model, train, { ...o, target: "first" }),
        await probe(model, train, { ...o, target: "second" }),
        await probe(model, train, { ...o, target: "second" }),
      ];
    });
    expect(scores[0]).toBeGreaterThan(0.95);
    expect(scores[1]).toBeLessThan(0.65);
    expect(scores[2]).toBe(scores[1]);
    expect(model.net.getWeights().map((w) => [...w.dataSync()])).toEqual(before);
    [train, test, model].forEach((each) => each.dispose());
  });

  it("says which layers and targets there are, and leaves nothing behind", async () => {
    const data = signs(3);
    const model = halfBlind();
    const o = { task: classes(2), test: data, target: "first" };
    await expectNoLeak(async () => {
      await expect(probe(model, data, { ...o, layer: "no" })).rejects.toThrow(/Choose from "dense/);
      const [layer] = layersOf(model);
      const third = probe(model, data, { ...o, layer, target: "third" });
      await expect(third).rejects.toThrow(/target "third".*Found first, second/);
    });
    [data, model].forEach((each) => each.dispose());
  });
});
