import { describe, expect, it } from "vitest";
import { sparse, times, transposed } from "../../src/cotraining/learners/sparse";

/** 3 rows of 4 columns; the middle one is empty. */
const x = Float32Array.from([1, 0, 2, 0, 0, 0, 0, 0, 0, 3, 0, 4]);

describe("sparse rows", () => {
  it("leave zeros out and keep their columns", () => {
    const rows = sparse(x, 4, [0, 1, 2]);
    expect([...rows.from]).toEqual([0, 2, 2, 4]);
    expect([...rows.column]).toEqual([0, 2, 1, 3]);
    expect([...rows.value]).toEqual([1, 2, 3, 4]);
    expect([...sparse(x, 4, [2]).column]).toEqual([1, 3]);
  });

  it("times a matrix of 7 columns are the sums of products, added to what is there: five at once, and two more", () => {
    const right = Float64Array.from({ length: 4 * 7 }, (_, i) => i);
    const out = new Float64Array(3 * 7).fill(100);
    times(sparse(x, 4, [0, 1, 2]), right, 7, out);
    const by = (i: number, u: number) =>
      [0, 1, 2, 3].reduce((sum, j) => sum + x[i * 4 + j] * right[j * 7 + u], 100);
    for (const i of [0, 1, 2]) {
      for (let u = 0; u < 7; u++) expect(out[i * 7 + u]).toBe(by(i, u));
    }
  });

  it("turned over twice are themselves", () => {
    const rows = sparse(x, 4, [0, 1, 2]);
    const turned = transposed(rows);
    expect([...turned.from]).toEqual([0, 1, 2, 3, 4]);
    expect([...turned.column]).toEqual([0, 2, 0, 2]);
    expect(transposed(turned)).toEqual(rows);
  });
});
