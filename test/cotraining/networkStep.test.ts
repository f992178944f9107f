import * as tf from "@tensorflow/tfjs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import "../../src/engine";
import { partsOf, type Parts } from "../../src/cotraining/networkParts";
import { networkLosses, networkStep, type StepRows } from "../../src/cotraining/networkStep";
import { learnedWeights } from "../../src/cotraining/sharing";
import { fromArrays } from "../../src/data/arrays";
import { seeded } from "../../src/data/random";
import { mlp } from "../../src/models/blocks";
import { trainableWeights } from "../../src/models/graph";

let parts: Parts;
let rows: StepRows;

beforeAll(() => {
  const data = fromArrays({
    a: [
      [1, 2],
      [0, 1],
      [2, 0],
    ],
    b: [[0.5], [2], [1]],
  });
  const networks = ["a", "b"].map((view) => ({ view, encoder: mlp([5]) }));
  parts = partsOf(networks, data, 2, learnedWeights(), seeded(3));
  rows = {
    inputs: [[data.inputs.a], [data.inputs.b]],
    labels: tf.tensor2d([[1, 0]]),
    own: tf.ones([1, 2]),
    passed: tf.tensor2d([
      [0.9, 0.1],
      [0.2, 0.8],
    ]),
    counts: tf.tensor1d([0.5, 1]),
  };
});
afterAll(() => {
  parts.dispose();
  tf.dispose(rows as unknown as tf.TensorContainer);
});

/** How large the gradient of loss number `i` is in each network, the head, and the sharing weights. */
function gradients(i: number, o: { detached: boolean }, changed: Partial<StepRows> = {}): number[] {
  const groups = [...parts.nets, parts.head].map(trainableWeights);
  return tf.tidy(() => {
    const loss = () => networkLosses(parts, parts.sharing.weights, { ...rows, ...changed }, o)[i];
    const { grads } = tf.variableGrads(loss, [...groups.flat(), ...parts.sharing.variables]);
    const size = (variables: tf.Variable[]) =>
      variables.reduce((sum, v) => sum + (grads[v.name]?.abs().sum().dataSync()[0] ?? 0), 0);
    return [...groups, parts.sharing.variables].map(size);
  });
}

describe("F7: every loss reaches its own network, and no other", () => {
  const live = { detached: false };
  it("L_k moves network k only", () => {
    const [first, second] = [gradients(0, live), gradients(1, live)];
    expect(first.map((size) => size > 0)).toEqual([true, false, false, false]);
    expect(second.map((size) => size > 0)).toEqual([false, true, false, false]);
  });

  it("given and passed labels each have a live gradient", () => {
    const silent = { counts: tf.zeros<tf.Rank.R1>([2]), own: tf.zeros<tf.Rank.R2>([1, 2]) };
    expect(gradients(0, live, { counts: silent.counts })[0]).toBeGreaterThan(0);
    expect(gradients(0, live, { own: silent.own })[0]).toBeGreaterThan(0);
    expect(gradients(0, live, silent)[0]).toBe(0);
    tf.dispose([silent.counts, silent.own]);
  });

  it("the shared loss moves everything, or with `detached` only the head and the weights", () => {
    expect(gradients(2, live).map((size) => size > 0)).toEqual([true, true, true, true]);
    const apart = gradients(2, { detached: true }).map((size) => size > 0);
    expect(apart).toEqual([false, false, true, true]);
  });

  it("a step is theta - rate * grad of the sum of the losses", () => {
    const optimizer = tf.train.sgd(0.1);
    const [weight] = trainableWeights(parts.nets[0]);
    const expectedAfter = tf.tidy(() => {
      const sum = () =>
        tf.addN(networkLosses(parts, parts.sharing.weights, rows, live)) as tf.Scalar;
      const { grads } = tf.variableGrads(sum, [weight]);
      return [...weight.sub(grads[weight.name].mul(0.1)).dataSync()];
    });
    const step = networkStep(parts, parts.sharing, optimizer, {
      ...live,
      shared: 1,
      compile: false,
    });
    step(rows).dispose();
    weight
      .dataSync()
      .forEach((value: number, i: number) => expect(value).toBeCloseTo(expectedAfter[i], 5));
    step.dispose();
    optimizer.dispose();
  });
});
