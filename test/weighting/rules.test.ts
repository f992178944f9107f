// Methods without golden files against hand values and search, and what they keep from step to step.
import { expect, test } from "vitest";
import { normal, seeded } from "../../src/data/random";
import * as w from "../../src/weighting";
import { dot } from "../../src/weighting/solvers/linear";
import type { Rule } from "../../src/weighting/weighting";
import { first, gradients, update } from "./inputs";

const tasks = ["a", "b"];
const info = (losses: number[], step = 0, epoch = 0) => ({ step, epoch, losses, gram: [] });
const close = (values: number[], digits = 9) => values.map((x) => expect.closeTo(x, digits));
const run = (rule: Rule, losses: number[][]) =>
  losses.map((l, step) => {
    const weights = rule.weights(info(l, step));
    rule.observe?.(info(l, step));
    return weights;
  });

test("scale-invariant weights are in proportion to preference over loss", () => {
  const rule = w.scaleInvariant({ preference: [0.75, 0.25] }).start(tasks);
  expect(rule.weights(info([3, 1]))).toEqual(close([1, 1]));
});

test("UW-SO is a softmax of inverse losses", () => {
  const [a, b] = [Math.exp(1), Math.exp(2)];
  const weights = w
    .uwso()
    .start(tasks)
    .weights(info([1, 0.5]));
  expect(weights).toEqual(close([(2 * a) / (a + b), (2 * b) / (a + b)]));
});

test("CoV weighs a loss by the spread of its ratio to its running mean", () => {
  // Ratios of task a: 1, 2, 2; of task b: 1, 1, 1: only task a varies.
  const [, , third] = run(w.cov().start(tasks), [
    [1, 1],
    [2, 1],
    [3, 1],
  ]);
  const spread = Math.sqrt(0.25 + 1e-8) / 1.5;
  expect(third).toEqual(close([(2 * spread) / (spread + 1e-4), 2e-4 / (spread + 1e-4)]));
});

test("SLAW gives the loss that fluctuates twice as much half the weight", () => {
  const [, second] = run(w.slaw({ beta: 0.5 }).start(tasks), [
    [1, 1],
    [3, 2],
  ]);
  expect(second).toEqual(close([2 / 3, 4 / 3]));
});

test("DTP gives focal weights by how good each task is by now", () => {
  const options = { gamma: 2, alpha: 0.5, rescale: false, kpi: (loss: number) => 1 - loss };
  const [first, second, third] = run(w.dtp(options).start(tasks), [
    [0.5, 0.9],
    [0.1, 0.9],
    [0, 0],
  ]);
  const focal = (k: number) => -((1 - k) ** 2) * Math.log(k);
  expect(first).toEqual([1, 1]);
  expect(second).toEqual(close([focal(0.5), focal(0.1)]));
  expect(third).toEqual(close([focal(0.7), focal(0.1)]));
});

test("DTP takes e^(-loss) for how good a task is, and its weights sum to their number", () => {
  const [, second] = run(w.dtp({ gamma: 0 }).start(tasks), [
    [1, 3],
    [1, 3],
  ]);
  expect(second).toEqual(close([0.5, 1.5]));
});

test("a preference for all tasks serves some of them, in proportion and with the same sum", () => {
  const losses = info([2, 1]);
  const [both, among] = [
    w.scaleInvariant({ preference: [0.25, 0.75] }).start(["a", "c"]),
    w.scaleInvariant({ preference: [0.2, 0.2, 0.6] }).start(["a", "c"], ["a", "b", "c"]),
  ];
  expect(among.weights(losses)).toEqual(close([...both.weights(losses)]));
  const none = w.cosmos({ lambda: 1, preference: [1, 0] }).start(["b"], ["a", "b"]);
  expect(none.weights(info([2]))).toEqual(close([1]));
});

test("LDC-MTL follows the larger of two neighbouring losses", () => {
  const rule = w.ldcMtl({ penalty: 0.25, unit: 1 }).start(tasks);
  expect(rule.weights(info([2, 1]))).toEqual(close([1.25, 0.75]));
});

test("FAMO without a second measurement learns from the next batch's losses", () => {
  const [measured, next] = [w.famo().start(tasks), w.famo().start(tasks)];
  measured.weights(info([1, 1]));
  measured.after!([0.5, 0.9]);
  next.weights(info([1, 1]));
  expect(next.weights(info([0.5, 0.9]))).toEqual(measured.weights(info([0.5, 0.9])));
});

test("DWA forgets nothing it needs and reads only whole epochs", () => {
  const rule = w.dwa({ temperature: 1 }).start(tasks);
  for (const [epoch, losses] of [
    [0, [2, 2]],
    [0, [4, 2]],
    [1, [3, 1]],
  ] as [number, number[]][]) {
    expect(rule.weights(info(losses, 0, epoch))).toEqual([1, 1]);
    rule.observe!(info(losses, 0, epoch));
  }
  const b = Math.exp(-0.5);
  expect(rule.weights(info([], 0, 2))).toEqual(close([2 / (1 + b), (2 * b) / (1 + b)]));
});

test("ConicGrad's direction lies in the cone and no random one in it helps the worst-off task more", () => {
  for (const seed of [1, 2, 3, 4, 5, 6]) {
    const rows = gradients(seed, 4, 5);
    const mean = update(
      rows,
      rows.map(() => 1 / rows.length),
    );
    const size = (v: number[]) => Math.sqrt(dot(v, v));
    const d = update(rows, first(w.conicGrad({ c: 0.5 }), rows)).map((x) => x / rows.length);
    const cosine = (v: number[]) => dot(v, mean) / size(v) / size(mean);
    const worst = (v: number[]) => Math.min(...rows.map((row) => dot(row, v) / size(v)));
    expect(size(d)).toBeCloseTo(size(mean), 9);
    expect(cosine(d)).toBeGreaterThan(0.5 - 1e-9);
    const rng = seeded(seed);
    for (let i = 0; i < 3000; i++) {
      const other = mean.map((x) => x / size(mean) + 0.7 * normal(rng));
      if (cosine(other) >= 0.5) expect(worst(other)).toBeLessThan(worst(d) + 1e-9);
    }
  }
});

test("CAGrad between opposite gradients and a third moves along the third's harmless part", () => {
  const rows = [
    [1, 0],
    [-1, 0],
    [1, 1],
  ];
  const d = update(rows, first(w.cagrad({ c: 0.8 }), rows));
  expect(d).toEqual(close([0, 1 / 1.8]));
});

test("Nash-MTL between opposite gradients stands still", () => {
  const rows = [
    [1, 0],
    [-2, 0],
  ];
  expect(update(rows, first(w.nash(), rows))).toEqual(close([0, 0]));
});

test("PCD follows the named task while the others gain from it", () => {
  const rows = [
    [1, 0],
    [0.5, 1],
  ];
  expect(first(w.pcd({ primary: "task 1" }), rows)).toEqual(close([0, 2]));
});

test.each([
  [() => w.stch({ preference: [1] }).start(tasks), "Expected a preference of 2 numbers"],
  [() => w.stch({ preference: [1, -1] }).start(tasks), "Found [1, -1]"],
  [() => w.famo({ lowest: [0] }).start(tasks), "Expected a lowest loss for each of the tasks"],
  [() => w.cagrad({ c: -1 }), "Expected c between 0 and 100. Found -1"],
  [() => w.pcd({ primary: "c" }).start(tasks), 'Expected a primary task among "a", "b". Found "c"'],
  [() => w.krum({ outliers: 1 }).start(tasks), "Expected at least 4 tasks for Krum"],
  [() => w.trimmedMean({ trim: 1 }).start(tasks), "Expected more than 2 tasks"],
])("a wrong option is refused: %#", (make, message) => {
  expect(make).toThrow(message);
});
