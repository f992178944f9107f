import { describe, expect, it } from "vitest";
import "../../src/engine";
import { coTrain, selfTrain, type Learner } from "../../src/cotraining";
import { fromArrays } from "../../src/data/arrays";
import { numpyOrder } from "../../bench/cotraining/numpyOrder";

/** A learner that always says what stands in its column: the probability of class 1. */
const fixed = (view: string): Learner => ({
  target: "y",
  classes: 2,
  async fit() {},
  probabilities: (data) => Array.from(data.inputs[view].dataSync(), (p) => [1 - p, p]),
});

/** Rows 0 and 1 have labels; the others are known by their columns. */
function rows(a: number[], b: number[] = a) {
  const y = [0, 1, ...a.slice(2).map(() => NaN)];
  return fromArrays({ a: a.map((p) => [p]), b: b.map((p) => [p]) }, { y });
}

describe("the pool", () => {
  it("takes rows in the order given: with room for one, row 4 has its label first, then 2, then 3", async () => {
    const data = rows([0, 1, 0.9, 0.8, 0.1]);
    const o = { quota: [1, 1], pool: 1, rounds: 9 };
    const { arrived } = await selfTrain(fixed("a"), data, { ...o, order: [4, 2, 3] });
    expect(arrived).toEqual([0, 0, 2, 3, 1]);
    const part = await selfTrain(fixed("a"), data, { ...o, order: [3] });
    expect(part.labels).toEqual([0, 1, null, 1, null]);
    data.dispose();
  });

  it("of equally sure rows takes the first in the data where all fit", async () => {
    const data = rows([0, 1, 0.9, 0.9, 0.9]);
    const { arrived } = await selfTrain(fixed("a"), data, { unbalanced: 1, pool: Infinity });
    expect(arrived).toEqual([0, 0, 1, 2, 3]);
    data.dispose();
  });

  it("keeps a row on which learners differ, and ends when there is nothing else", async () => {
    // Row 2 is class 1 to one and class 0 to the other; row 3 is class 1 to both, less sure.
    const data = rows([0, 1, 0.95, 0.8], [0, 1, 0.05, 0.8]);
    const { labels, stopped } = await coTrain([fixed("a"), fixed("b")], data, { quota: [1, 1] });
    expect(labels).toEqual([0, 1, null, 1]);
    expect(stopped).toBe("none confident");
    data.dispose();
  });

  it("refuses an order that names a labelled row, or a row twice", async () => {
    const data = rows([0, 1, 0.9, 0.8]);
    for (const order of [
      [2, 1],
      [2, 2],
    ]) {
      // prettier-ignore
      await expect(selfTrain(fixed("a"), data, { order })).rejects.toThrow(
        `Expected order to hold rows without a label, each once. Found row ${order[1]}.`,
      );
    }
    data.dispose();
  });
});

describe("numpyOrder", () => {
  it("is numpy's: np.random.RandomState(3).permutation(np.arange(100, 112))", () => {
    const items = Array.from({ length: 12 }, (_, i) => 100 + i);
    expect(numpyOrder(items, 3)).toEqual([
      105, 104, 101, 102, 111, 106, 107, 100, 103, 109, 108, 110,
    ]);
  });
});
