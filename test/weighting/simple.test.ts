import { describe, expect, it } from "vitest";
import { equal } from "../../src/weighting/equal";
import { fixed } from "../../src/weighting/fixed";
import { uncertainty } from "../../src/weighting/uncertainty";

const tasks = ["a", "b"];
const step = (losses: number[]) => ({ step: 0, epoch: 0, losses, gram: [] });

describe("equal", () => {
  it("gives every task 1", () => {
    expect(equal().start(["a", "b", "c"]).weights(step([]))).toEqual([1, 1, 1]);
  });
});

describe("fixed", () => {
  it("takes weights by position or by name, in any order", () => {
    expect(fixed([2, 0.5]).start(tasks).weights(step([]))).toEqual([2, 0.5]);
    expect(fixed({ b: 0.5, a: 2 }).start(tasks).weights(step([]))).toEqual([2, 0.5]);
  });

  it.each([
    [() => fixed([1]).start(tasks), 'Expected 2 weights, one per task ("a", "b"). Found 1.'],
    [() => fixed({ a: 1, c: 1 }).start(tasks), 'Found weights for "a", "c".'],
    [
      () => fixed({ a: 1 }).start(tasks),
      'a weight for each task: "a", "b". Found weights for "a".',
    ],
    [() => fixed({ a: -1 }), "Expected weight a to be a number from 0 up. Found -1."],
  ])("refuses weights that do not fit the tasks (%#)", (make, message) => {
    expect(make).toThrow(message);
  });
});

describe("uncertainty", () => {
  it("starts as equal, and moves s by rate * (1 - e^(-s) L)", () => {
    const rule = uncertainty({ learningRate: 0.1 }).start(tasks);
    expect(rule.weights(step([]))).toEqual([1, 1]);
    rule.observe!(step([3, 0.5])); // s = 0 - 0.1 * (1 - 3) = 0.2 and 0 - 0.1 * (1 - 0.5) = -0.05
    expect(rule.weights(step([]))[0]).toBeCloseTo(Math.exp(-0.2), 12);
    expect(rule.weights(step([]))[1]).toBeCloseTo(Math.exp(0.05), 12);
  });

  // LibMTL 4336804, UW, from s = -0.5 with SGD of rate 0.1 on half this objective: half the weights, half the gradient.
  it("follows LibMTL's weights over a step", () => {
    const rule = uncertainty({ learningRate: 0.05, logVariance: -0.5 }).start(tasks);
    const half = () => rule.weights(step([])).map((w) => w / 2);
    expect(half()[0]).toBeCloseTo(0.8243606353500641, 12);
    // The losses that LibMTL's gradients (-0.04209955380620212, 0.09762957388563376) belong to.
    const loss = (gradient: number) => (1 - 2 * gradient) * Math.exp(-0.5);
    rule.observe!(step([loss(-0.04209955380620212), loss(0.09762957388563376)]));
    expect(half()[0]).toBeCloseTo(0.8208974089870354, 12);
    expect(half()[1]).toBeCloseTo(0.8324482483771135, 12);
  });

  it("comes to rest where each weight is 1 / loss", () => {
    const rule = uncertainty({ learningRate: 0.1 }).start(tasks);
    for (let i = 0; i < 1000; i++) rule.observe!(step([4, 0.2]));
    expect(rule.weights(step([]))[0]).toBeCloseTo(0.25, 6);
    expect(rule.weights(step([]))[1]).toBeCloseTo(5, 6);
  });

  it("starts afresh in every run, survives a huge loss, and learns nothing from a task nobody labelled", () => {
    const weighting = uncertainty();
    const rule = weighting.start(tasks);
    rule.observe!(step([1e6, 0]));
    expect(rule.weights(step([]))).toEqual([Math.exp(-1), 1]);
    expect(weighting.start(tasks).weights(step([]))).toEqual([1, 1]);
    expect(() => uncertainty({ learningRate: 0 })).toThrow("learningRate of uncertainty() above 0");
  });
});
