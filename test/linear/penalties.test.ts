import { expect, test } from "vitest";
import { normal, seeded } from "../../src/data/random";
import { toRows, type Matrix } from "../../src/linear/matrix";
import * as penalties from "../../src/linear/penalties";

const rng = seeded(2);
const random = (size = 1): Matrix => ({
  rows: 3,
  columns: 2,
  values: Float64Array.from({ length: 6 }, () => size * normal(rng)),
});
const square = (a: Matrix, b: Matrix) =>
  a.values.reduce((sum, value, i) => sum + (value - b.values[i]) ** 2, 0);

const all: Record<string, (lambda: number) => penalties.Penalty> = {
  entries: penalties.entries,
  "lengths of rows": (lambda) => penalties.lengths(lambda, "rows"),
  "lengths of columns": (lambda) => penalties.lengths(lambda, "columns"),
  "row maxima": penalties.rowMaxima,
  "singular values": penalties.singularValues,
  free: () => penalties.free,
};

test.each(Object.entries(all))(
  "the proximal operator of %s is below every other point by half the squared distance",
  (_, make) => {
    // True of the minimiser of a strongly convex function, and of no other point.
    for (const step of [0.1, 0.8, 2]) {
      const [penalty, v] = [make(1.3), random()];
      const best: Matrix = { ...v, values: v.values.slice() };
      penalty.prox(best, step);
      const cost = (w: Matrix) => square(w, v) / 2 + step * penalty.value(w);
      for (let i = 0; i < 300; i++) {
        const away = random(10 ** -(i % 4));
        const other = { ...v, values: best.values.map((x, k) => x + away.values[k]) };
        expect(cost(other) - cost(best)).toBeGreaterThanOrEqual(square(other, best) / 2 - 1e-12);
      }
    }
  },
);

test("the penalties of a small matrix, by hand", () => {
  const w: Matrix = { rows: 2, columns: 2, values: Float64Array.of(3, -4, 0, 0) };
  expect(penalties.entries(2).value(w)).toBe(14);
  expect(penalties.lengths(2, "rows").value(w)).toBe(10);
  expect(penalties.lengths(2, "columns").value(w)).toBe(14);
  expect(penalties.rowMaxima(2).value(w)).toBe(8);
  expect(penalties.singularValues(2).value(w)).toBeCloseTo(10, 6);
});

test("strong penalties leave nothing", () => {
  for (const make of Object.values(all).slice(0, -1)) {
    const v = random();
    make(100).prox(v, 1);
    expect(
      toRows(v)
        .flat()
        .every((x) => Math.abs(x) < 1e-12),
    ).toBe(true);
  }
});
