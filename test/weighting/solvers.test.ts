// The small exact solvers against optimality conditions and random search.
import { expect, test } from "vitest";
import { seeded } from "../../src/data/random";
import { solveFair } from "../../src/weighting/solvers/bargain";
import { dualCone, nonNegativeQp } from "../../src/weighting/solvers/coneQp";
import { nearDual } from "../../src/weighting/solvers/conflict";
import { dot, gramOf, quadratic, times } from "../../src/weighting/solvers/linear";
import { minNorm, simplexQp } from "../../src/weighting/solvers/simplexQp";
import { projectSimplex, softmax } from "../../src/weighting/solvers/simplex";
import { gradients, scaled } from "./inputs";

const seeds = Array.from({ length: 60 }, (_, i) => i + 1);
/** Gradients of 2 to 10 tasks in 3 to 7 dimensions, with norms up to 1e3 apart. */
const gram = (seed: number) =>
  gramOf(
    gradients(seed, 2 + (seed % 9), 3 + (seed % 5)).map((row, t) =>
      scaled(row, 10 ** ((seed * t) % 4)),
    ),
  );

test("the nearest point of the hull satisfies the optimality conditions, dependent gradients included", () => {
  for (const seed of seeds) {
    const a = gram(seed);
    const w = minNorm(a);
    const slope = times(a, w);
    const size = dot(
      w,
      times(
        a.map((row) => row.map(Math.abs)),
        w,
      ),
    );
    expect(w.reduce((x, y) => x + y)).toBeCloseTo(1, 12);
    for (const [i, x] of w.entries()) {
      expect(x).toBeGreaterThanOrEqual(0);
      expect(slope[i] - dot(w, slope)).toBeGreaterThan(-1e-9 * (size + Math.abs(slope[i])));
      if (x > 0) expect(Math.abs(slope[i] - dot(w, slope))).toBeLessThan(1e-9 * (size + a[i][i]));
    }
  }
});

test("a linear term moves the solution over the simplex, and no random point is better", () => {
  for (const seed of seeds) {
    const [a, rng] = [gram(seed), seeded(seed)];
    const l = a.map((row, i) => (rng() - 0.5) * row[i]);
    const value = (w: readonly number[]) => quadratic(a, w) / 2 + dot(l, w);
    const best = value(simplexQp(a, l));
    for (let i = 0; i < 300; i++) {
      const point = softmax(a.map(() => 8 * rng()));
      expect(best).toBeLessThanOrEqual(value(point) + 1e-9 * Math.abs(best));
    }
  }
});

test("projection on the simplex keeps points of it and clips the rest", () => {
  expect(projectSimplex([0.2, 0.3, 0.5])).toEqual(
    [0.2, 0.3, 0.5].map((x) => expect.closeTo(x, 14)),
  );
  expect(projectSimplex([5, 0, -1])).toEqual([1, 0, 0]);
});

test("a non-negative quadratic problem ends with slopes at or above 0, and at 0 where the variable is not", () => {
  for (const seed of seeds) {
    const [a, rng] = [
      gram(seed).map((row, i) => row.map((x, j) => x + (i === j ? 1e-6 * x : 0))),
      seeded(seed),
    ];
    const q = a.map((row, i) => (rng() - 0.6) * row[i]);
    const z = nonNegativeQp(a, q);
    const slope = times(a, z).map((x, i) => x + q[i]);
    slope.forEach((x, i) => {
      const size = dot(a[i].map(Math.abs), z) + Math.abs(q[i]);
      expect(z[i]).toBeGreaterThanOrEqual(0);
      expect(x).toBeGreaterThan(-1e-9 * size);
      if (z[i] > 0) expect(Math.abs(x)).toBeLessThan(1e-9 * size);
    });
  }
});

test("constraints that repeat each other are met, with no direction of their own for each", () => {
  for (const seed of seeds) {
    // More tasks than dimensions, all on one side of a plane: some direction gives each its share.
    const rows = gradients(seed, 5 + (seed % 6), 4).map(([x, ...rest]) => [
      Math.abs(x) + 0.5,
      ...rest,
    ]);
    const a = gramOf(rows);
    const q = gramOf([...rows, gradients(seed + 99, 1, 4)[0]])
      .slice(0, -1)
      .map((row, i) => row.at(-1)! - a[i][i]);
    const z = nonNegativeQp(a, q);
    times(a, z).forEach((x, i) => {
      expect(z[i]).toBeGreaterThanOrEqual(0);
      expect(x + q[i]).toBeGreaterThan(-1e-9 * (dot(a[i].map(Math.abs), z) + Math.abs(q[i])));
    });
  }
});

test("a projection on the dual cone of two opposite quarters is their common edge", () => {
  const rows = [
    [1, 0],
    [-1, 1],
  ];
  const v = dualCone(gramOf(rows), [1, 0]);
  expect(v).toEqual([1, 0.5].map((x) => expect.closeTo(x, 12)));
});

test("the bargaining root solves A w = w^(-1/alpha), whatever the norms; there is none around zero", () => {
  for (const alpha of [0.5, 1, 2, 8]) {
    for (const seed of seeds) {
      const a = gramOf(gradients(seed, 4, 9).map((row, t) => scaled(row, 10 ** (3 * t - 5))));
      const w = solveFair(a, alpha)!;
      times(a, w).forEach((x, i) => expect(x * w[i] ** (1 / alpha)).toBeCloseTo(1, 7));
    }
  }
  expect(
    solveFair(
      gramOf([
        [1, 0],
        [-2, 0],
      ]),
      1,
    ),
  ).toBeNull();
  expect(
    solveFair(
      gramOf([
        [1, 0],
        [0, 0],
      ]),
      1,
    ),
  ).toBeNull();
});

test("the dual of CAGrad is no larger anywhere else on the simplex", () => {
  for (const seed of seeds) {
    const [a, rng] = [gram(seed), seeded(seed)];
    const u = a.map(() => 1 / a.length);
    const [b, s] = [times(a, u), 0.4 * Math.sqrt(quadratic(a, u))];
    const value = (w: readonly number[]) => dot(b, w) + s * Math.sqrt(quadratic(a, w));
    const best = nearDual(a, b, s);
    for (let i = 0; i < 300; i++) {
      const point = softmax(a.map(() => 8 * rng()));
      expect(best ? value(best.w) : 0).toBeLessThanOrEqual(
        value(point) + 1e-7 * Math.abs(value(u)),
      );
    }
  }
});
