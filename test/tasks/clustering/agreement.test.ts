// Agreement of groups with classes, by hand.
import * as tf from "@tensorflow/tfjs";
import { describe, expect, it, test } from "vitest";
import { seeded } from "../../../src/data/random";
import { ari, clusterAccuracy, nmi } from "../../../src/tasks/clustering/agreement";
import { bestMatch } from "../../../src/tasks/clustering/match";
import type { Metric } from "../../../src/tasks/task";
import { expectNoLeak } from "../../toys";

const measure = (metric: Metric, truth: number[], groups: number[], width = 4) =>
  tf.tidy(() => metric.measure(tf.tensor1d(truth), tf.oneHot(tf.tensor1d(groups, "int32"), width)));

describe("six examples, classes 0 0 0 1 1 1, groups 2 2 0 0 0 0", () => {
  const [truth, groups] = [
    [0, 0, 0, 1, 1, 1],
    [2, 2, 0, 0, 0, 0],
  ];
  it("share information H(class) + H(group) - H(both), over the mean of H(class) and H(group)", () => {
    const h = (...p: number[]) => p.reduce((sum, x) => sum - x * Math.log(x), 0);
    const [classes, found, both] = [h(1 / 2, 1 / 2), h(1 / 3, 2 / 3), h(1 / 3, 1 / 6, 1 / 2)];
    const wanted = (classes + found - both) / ((classes + found) / 2);
    expect(measure(nmi, truth, groups)).toBeCloseTo(wanted, 12);
  });

  it("agree on pairs: 1 + 3 together, of 6 and 7, by chance 6 * 7 / 15", () => {
    expect(measure(ari, truth, groups)).toBeCloseTo((4 - 42 / 15) / (6.5 - 42 / 15), 12);
  });

  it("name five of six right at best", () => {
    expect(measure(clusterAccuracy, truth, groups)).toBeCloseTo(5 / 6, 12);
  });
});

test("the same partition under other names is perfect", () => {
  for (const metric of [nmi, ari, clusterAccuracy]) {
    expect(measure(metric, [0, 0, 1, 2, 2], [3, 3, 0, 1, 1])).toBeCloseTo(1, 12);
  }
});

test("groups that say nothing of the classes score 0 in NMI, and below 0 in ARI", () => {
  const [truth, groups] = [
    [0, 0, 1, 1],
    [0, 1, 0, 1],
  ];
  expect(measure(nmi, truth, groups)).toBeCloseTo(0, 12);
  expect(measure(ari, truth, groups)).toBeCloseTo(-0.5, 12);
  expect(measure(clusterAccuracy, truth, groups)).toBe(0.5);
});

test("one class in one group is perfect, one class in two groups is not", () => {
  for (const metric of [nmi, ari]) {
    expect(measure(metric, [5, 5], [1, 1])).toBe(1);
    expect(measure(metric, [5, 5, 5], [1, 0, 1])).toBeCloseTo(0, 12);
  }
});

test("more groups than classes: the best match takes one group per class", () => {
  expect(measure(clusterAccuracy, [0, 0, 0, 1, 1], [0, 1, 1, 2, 3])).toBeCloseTo(3 / 5, 12);
  expect(measure(clusterAccuracy, [0, 1, 2, 3], [0, 0, 1, 1])).toBeCloseTo(1 / 2, 12);
});

test("bestMatch finds what trying every match finds", () => {
  const rng = seeded(5);
  const orders = (n: number): number[][] =>
    n === 0
      ? [[]]
      : orders(n - 1).flatMap((o) =>
          Array.from({ length: n }, (_, i) => [...o.slice(0, i), n - 1, ...o.slice(i)]),
        );
  for (let round = 0; round < 60; round++) {
    const [rows, columns] = [1 + (round % 5), 1 + ((round * 7) % 5)];
    const gain = Array.from({ length: rows }, () =>
      Array.from({ length: columns }, () => Math.floor(rng() * 10)),
    );
    const total = (match: number[]) => match.reduce((s, j, i) => s + (gain[i]?.[j] ?? 0), 0);
    const found = bestMatch(gain);
    expect(new Set(found).size).toBe(rows);
    expect(total(found)).toBe(Math.max(...orders(Math.max(rows, columns)).map(total)));
  }
});

test("measuring leaves no tensors", () =>
  expectNoLeak(() => [nmi, ari, clusterAccuracy].map((m) => measure(m, [0, 1, 1], [1, 0, 2]))));
