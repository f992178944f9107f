import * as tf from "@tensorflow/tfjs";
import { expect, it } from "vitest";
import "../../src/engine";
import { apart } from "../../src/cotraining/apart";
import { softPeers, softPeersLesson } from "../../src/cotraining/softPeers";
import { trainableWeights } from "../../src/models/graph";
import type { Model } from "../../src/models/model";
import { evaluate } from "../../src/training/evaluate";
import { fit } from "../../src/training/fit";
import { expectNoLeak } from "../toys";
import { batchOf, clouds, expectCompiled, model } from "./clouds";

const o = { epochs: 12, batchSize: 40, learningRate: 0.02 };
const free = (...all: { dispose(): void }[]) => all.forEach((each) => each.dispose());

/** Puts the hidden units of a network in the opposite order; it says the same as before. */
function turnedRound({ net }: Model): void {
  const [w, b, v] = trainableWeights(net);
  tf.tidy(() => {
    w.assign(w.reverse(1));
    b.assign(b.reverse(0));
    v.assign(v.reverse(0));
  });
}

it("the shares of all networks sum to ||a - b||^2 + ||a - c||^2 + ||b - c||^2", () => {
  const [models, data] = [[1, 2, 3].map((seed) => model(seed)), clouds(4)];
  tf.tidy(() => {
    const lesson = softPeersLesson(models, 0.1);
    const shares = models.map((_, k) => lesson(k, batchOf(data)).losses()[1].dataSync()[0]);
    const flat = models.map(({ net }) => trainableWeights(net).flatMap((w) => [...w.dataSync()]));
    const gap = (i: number, j: number) =>
      flat[i].reduce((sum, value, at) => sum + (value - flat[j][at]) ** 2, 0);
    const sum = shares.reduce((a, b) => a + b, 0);
    expect(sum).toBeCloseTo(gap(0, 1) + gap(0, 2) + gap(1, 2), 3);
  });
  free(...models, data);
});

it("equal starts stay equal for ever; different ones are pulled together", async () => {
  const data = clouds(120);
  const [same, other] = [
    [model(1), model(1)],
    [model(1), model(2)],
  ];
  const equal = await expectNoLeak(() => softPeers(same, data, { ...o, lambda: 0.1 }));
  expectCompiled(equal);
  expect(Math.max(...equal.imitation.flat())).toBeLessThan(1e-9);
  const pulled = await softPeers(other, data, { ...o, lambda: 0.1 });
  expect(pulled.imitation[11][0]).toBeLessThan(0.1 * pulled.imitation[0][0]);
  expect(apart(same[0], same[1], data.inputs)).toMatchObject({ weights: 0, agreement: 1 });
  free(...same, ...other, data);
});

it("the trap: units in another order are far apart in weights and say the same", async () => {
  const data = clouds(120);
  const [a, b] = [model(1), model(1)];
  await fit(a, data, { ...o, progress: false });
  a.net.getWeights().forEach((w, i) => b.net.weights[i].write(w));
  turnedRound(b);
  const found = apart(a, b, data.inputs);
  expect(found.weights).toBeGreaterThan(0.3);
  expect(found.answers).toBeLessThan(1e-6);
  expect(found.agreement).toBe(1);
  free(a, b, data);
});

it("a strong pull spoils networks of different starts early on, and not those of equal ones", async () => {
  const [data, test] = [clouds(200), clouds(400, { seed: 2 })];
  const score = async (seeds: number[], lambda: number) => {
    const pair = seeds.map((seed) => model(seed, [32]));
    await softPeers(pair, data, { ...o, epochs: 2, learningRate: 0.005, lambda });
    const found = evaluate(pair[0], test).y;
    free(...pair);
    return found;
  };
  const loose = await score([1, 2], 0);
  const equal = await score([1, 1], 10);
  const pulled = await score([1, 2], 10);
  expect(loose).toBeCloseTo(equal, 1);
  expect(pulled).toBeLessThan(loose);
  free(data, test);
});
