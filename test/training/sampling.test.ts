import { describe, expect, it } from "vitest";
import { seeded } from "../../src/data/random";
import { annealed, balanced, ordersOf, proportional, tempered } from "../../src/training/sampling";

const range = (from: number, count: number) => Array.from({ length: count }, (_, i) => from + i);
/** 12 rows, 6 rows, 2 rows. */
const groups = [range(0, 12), range(12, 6), range(18, 2)];
const from = (order: Int32Array) => groups.map((rows) => order.filter((row) => rows.includes(row)));
const counts = (order: Int32Array) => from(order).map((rows) => rows.length);

describe("the order of an epoch", () => {
  it("holds every example once where sampling is proportional, in another order each epoch", () => {
    const order = ordersOf(groups, proportional(), seeded(1));
    const [first, second] = [order(0), order(1)];
    expect([...first].sort((a, b) => a - b)).toEqual(range(0, 20));
    expect([...second].sort((a, b) => a - b)).toEqual(range(0, 20));
    expect(first).not.toEqual(second);
    expect(ordersOf(groups, proportional(), seeded(1))(0)).toEqual(first);
  });

  it("spreads each data set evenly: 3, 1 or 2, and 0 or 1 in every batch of 5", () => {
    const order = ordersOf(groups, proportional(), seeded(1))(0);
    for (const start of [0, 5, 10, 15]) {
      const [a, b, c] = counts(order.slice(start, start + 5));
      expect(a).toBe(3);
      expect(b === 1 || b === 2).toBe(true);
      expect(c === 0 || c === 1).toBe(true);
    }
  });

  it("takes as much of each where it is balanced, and small sets come round again", () => {
    const order = ordersOf(groups, balanced(), seeded(1));
    const epochs = [order(0), order(1)];
    expect(epochs.map(counts)).toEqual([
      [7, 6, 7],
      [7, 6, 7],
    ]);
    const [large] = from(Int32Array.from([...epochs[0], ...epochs[1]]));
    expect(new Set(large.slice(0, 12)).size).toBe(12);
    const [, , small] = from(epochs[0]);
    expect(range(0, 3).map((i) => small[2 * i] + small[2 * i + 1])).toEqual([37, 37, 37]);
  });

  it("leaves a data set out whose part is 0", () => {
    expect(counts(ordersOf(groups, () => [0, 1, 1], seeded(1))(0))).toEqual([0, 10, 10]);
  });

  it("names a sampling that makes no sense", () => {
    const wrong = (parts: number[]) => () => ordersOf(groups, () => parts, seeded(1))(0);
    for (const parts of [
      [1, 1],
      [0, 0, 0],
      [1, -1, 1],
      [NaN, 1, 1],
    ]) {
      expect(wrong(parts)).toThrow("Expected a number from 0 up for each of 3 data sets");
    }
  });
});

describe("sampling", () => {
  it("by temperature takes roots of the sizes", () => {
    expect(tempered(2)([16, 4], 0)).toEqual([4, 2]);
    expect(tempered(1)([16, 4], 0)).toEqual(proportional()([16, 4], 0));
    expect(() => tempered(0.5)).toThrow("Expected a temperature from 1 up. Found 0.5.");
  });

  it("by annealing goes from proportional to almost balanced", () => {
    const sampling = annealed(3, { end: 0 });
    expect([0, 1, 2, 5].map((epoch) => sampling([16, 4], epoch))).toEqual([
      [16, 4],
      [4, 2],
      [1, 1],
      [1, 1],
    ]);
    expect(() => annealed(1)).toThrow("Expected 2 epochs or more");
  });
});
