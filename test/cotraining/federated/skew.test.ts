import { describe, expect, it } from "vitest";
import { byGroup, dirichlet, shards } from "../../../src/cotraining/federated/skew";
import { seeded } from "../../../src/data/random";

const labels = Array.from({ length: 1000 }, (_, i) => i % 10);
const classesOf = (rows: number[]) => new Set(rows.map((row) => labels[row])).size;
const sorted = (parts: number[][]) => parts.flat().sort((a, b) => a - b);

describe("splits among clients", () => {
  it("deal every row to one client, the same for the same seed", () => {
    const deals = [
      () => dirichlet(labels, { clients: 7, alpha: 0.3, rng: seeded(1) }),
      () => shards(labels, { clients: 7, perClient: 3, rng: seeded(1) }),
    ];
    for (const deal of deals) {
      expect(sorted(deal())).toEqual([...labels.keys()]);
      expect(deal()).toEqual(deal());
    }
  });

  it("dirichlet: the largest class share of a client is its mean over draws, 0.1 for even, near 1 for alpha small", () => {
    const largest = (alpha: number) => {
      const parts = dirichlet(labels, { clients: 10, alpha, rng: seeded(3), least: 5 });
      const shares = parts.map((rows) => {
        const counts = Array<number>(10).fill(0);
        rows.forEach((row) => counts[labels[row]]++);
        return Math.max(...counts) / rows.length;
      });
      return shares.reduce((a, b) => a + b, 0) / shares.length;
    };
    expect(largest(1000)).toBeLessThan(0.13);
    expect(largest(0.3)).toBeGreaterThan(0.25);
    expect(largest(0.05)).toBeGreaterThan(0.6);
  });

  it("shards: two pieces of a hundred rows are two classes at most, as pieces hold one class", () => {
    const parts = shards(labels, { clients: 5, perClient: 2, rng: seeded(1) });
    expect(parts.map((rows) => rows.length)).toEqual([200, 200, 200, 200, 200]);
    expect(parts.every((rows) => classesOf(rows) <= 2)).toBe(true);
  });

  it("byGroup: one client per writer", () => {
    expect(byGroup([7, 3, 7, 3, 9])).toEqual([[1, 3], [0, 2], [4]]);
  });

  it("say what cannot be dealt", () => {
    const rng = seeded(1);
    expect(() => dirichlet([0, 1], { clients: 3, alpha: 1, rng })).toThrow(
      "Found 3 clients of 1 rows or more.",
    );
    expect(() => dirichlet(labels, { clients: 3, alpha: 0, rng })).toThrow("alpha above 0");
    expect(() => dirichlet(labels, { clients: 10, alpha: 0.01, rng, least: 90 })).toThrow(
      "none in 1000 attempts",
    );
    expect(() => byGroup([1, NaN])).toThrow("Found none in row 1.");
  });
});
