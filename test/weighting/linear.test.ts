// The linear algebra under the solvers, and Adam for what weightings learn.
import { expect, test } from "vitest";
import { adam } from "../../src/weighting/solvers/adam";
import { eigen, pseudoSolve, rank } from "../../src/weighting/solvers/eigen";
import { cholesky, gramOf, times } from "../../src/weighting/solvers/linear";
import { gradients } from "./inputs";

test("eigenvalues and vectors rebuild the matrix, and the pseudo-inverse solves on its range", () => {
  const a = gramOf(gradients(4, 6, 3));
  const { values, vectors } = eigen(a);
  expect(rank(a)).toBe(3);
  a.forEach((row, i) =>
    row.forEach((x, j) =>
      expect(values.reduce((sum, e, k) => sum + e * vectors[k][i] * vectors[k][j], 0)).toBeCloseTo(
        x,
        10,
      ),
    ),
  );
  const b = times(a, [1, 2, 3, 4, 5, 6]);
  times(a, pseudoSolve(eigen(a), 3, b)).forEach((x, i) => expect(x).toBeCloseTo(b[i], 8));
});

test("a short gradient does not lower the rank", () => {
  expect(
    rank(
      gramOf([
        [1e-6, 0],
        [1, 1],
      ]),
    ),
  ).toBe(2);
  expect(
    rank(
      gramOf([
        [1e-6, 1e-6],
        [1, 1],
      ]),
    ),
  ).toBe(1);
});

test("Cholesky refuses a singular matrix", () => {
  expect(
    cholesky([
      [1, 1],
      [1, 1],
    ]),
  ).toBeNull();
});

test("Adam's first step has the length of its rate", () => {
  expect(adam({ learningRate: 0.1 })([1], [5])[0]).toBeCloseTo(0.9, 8);
});
