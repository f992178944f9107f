import { describe, expect, it } from "vitest";
import { normal, seeded } from "../../../src/data/random";
import { kMeans } from "../../../src/tasks/clustering/kMeans";

const rng = seeded(3);
/** Three clouds in the plane, 40 points each. */
const middles = [
  [2, 0],
  [-1, 1.7],
  [-1, -1.7],
];
const x = middles.flatMap(([a, b]) =>
  Array.from({ length: 40 }, () => [a + 0.5 * normal(rng), b + 0.5 * normal(rng)]),
);

describe("kMeans", () => {
  it("finds clouds, and its inertia is the sum of squares", () => {
    const { centres, groups, inertia } = kMeans(x, 3, { rng: seeded(1) });
    const squares = x.map((row, i) =>
      row.reduce((s, v, d) => s + (v - centres[groups[i]][d]) ** 2, 0),
    );
    expect(inertia).toBeCloseTo(
      squares.reduce((a, b) => a + b, 0),
      9,
    );
    expect(inertia).toBeLessThan(kMeans(x, 2, { rng: seeded(1) }).inertia / 2);
    const wrong = groups.filter((g, i) => g !== groups[40 * Math.floor(i / 40) + 20]).length;
    expect(wrong).toBeLessThan(8);
  });

  it("gives every row its own group where there are as many, and refuses more", () => {
    expect(kMeans([[1], [2], [4]], 3, { rng: seeded(1) }).inertia).toBe(0);
    expect(() => kMeans([[1], [2]], 3, { rng: seeded(1) })).toThrow("Expected from 1 to 2 groups");
  });

  it("copes with rows that are all alike", () => {
    expect(kMeans([[1], [1], [1]], 2, { rng: seeded(1) }).inertia).toBe(0);
  });
});
