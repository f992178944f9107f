import { describe, expect, it } from "vitest";
import { nextSeed, normal, seeded, shuffled } from "../../src/data/random";

const draws = (count: number, draw: () => number) => Array.from({ length: count }, draw);
const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;

describe("randomness", () => {
  it("repeats itself for the same seed and differs for another", () => {
    expect(seeded(1)()).toBe(0.6270739405881613);
    expect(draws(5, seeded(7))).toEqual(draws(5, seeded(7)));
    expect(draws(5, seeded(7))).not.toEqual(draws(5, seeded(8)));
  });

  it("is uniform in [0, 1)", () => {
    const values = draws(20000, seeded(1));
    expect(mean(values)).toBeCloseTo(1 / 2, 2);
    expect(mean(values.map((value) => value ** 2))).toBeCloseTo(1 / 3, 2);
    expect(values.every((value) => value >= 0 && value < 1)).toBe(true);
  });

  it("draws normal numbers of mean 0 and variance 1", () => {
    const rng = seeded(2);
    const values = draws(20000, () => normal(rng));
    expect(Math.abs(mean(values))).toBeLessThan(0.02);
    expect(mean(values.map((value) => value ** 2))).toBeCloseTo(1, 1);
    expect(mean(values.map((value) => value ** 4))).toBeGreaterThan(2.7);
  });

  it("shuffles into every order alike, and leaves the given array as it is", () => {
    const rng = seeded(3);
    const given = ["a", "b", "c"];
    const seen = new Map<string, number>();
    for (let i = 0; i < 6000; i++) {
      const order = shuffled(given, rng).join("");
      seen.set(order, (seen.get(order) ?? 0) + 1);
    }
    expect(seen.size).toBe(6);
    for (const times of seen.values()) expect(Math.abs(times - 1000)).toBeLessThan(120);
    expect(given).toEqual(["a", "b", "c"]);
  });

  it("draws whole seeds", () => {
    const seed = nextSeed(seeded(1));
    expect(Number.isInteger(seed)).toBe(true);
    expect(seed).toBe(Math.floor(0.6270739405881613 * 2147483647));
  });
});
