// Known structure in made data is found again.
import { describe, expect, it } from "vitest";
import { normal, seeded } from "../../src/data/random";
import * as linear from "../../src/linear";
import { singular } from "../../src/linear/matrix";
import { made } from "./made";

describe("recovers", () => {
  const rng = seeded(7);
  const rest = Array.from({ length: 17 }, () => [0, 0, 0, 0, 0, 0]);
  const draws = (count: number) => Array.from({ length: count }, () => normal(rng));

  it("features that all tasks share, better than each task alone", () => {
    const weights = [draws(6), draws(6), draws(6), ...rest];
    const data = made({ weights, n: 18, noise: 0.3 });
    const used = (model: linear.Linear) =>
      model.weights.flatMap((row, i) => (Math.hypot(...row) > 1e-9 ? [i] : []));
    expect(used(linear.jointFeatures(data, { lambda: 0.5 }))).toEqual([0, 1, 2]);
    expect(used(linear.lasso(data, { lambda: 0.2 })).length).toBeGreaterThan(3);
    data.dispose();
  });

  it("a space of two dimensions behind eight tasks", () => {
    const [a, b] = [draws(10), draws(10)];
    const mix = Array.from({ length: 8 }, () => draws(2));
    const weights = a.map((_, i) => mix.map(([p, q]) => p * a[i] + q * b[i]));
    const data = made({ weights, n: 30, noise: 0.3 });
    const { weights: w } = linear.traceNorm(data, { lambda: 0.4, tolerance: 1e-10 });
    const { squares } = singularOf(w);
    expect(squares.filter((s) => s > 1e-12 * squares[0]).length).toBe(2);
    data.dispose();
  });

  it("the one entry that is a task's own beside the shared rows", () => {
    const weights = Array.from({ length: 10 }, (_, i) =>
      i < 2 ? [1, 1, -1, 1, 1, -1] : [0, 0, 0, 0, 0, 0],
    );
    weights[5][2] = 2;
    const data = made({ weights, n: 60 });
    const { shared, own } = linear.dirty(data, { shared: 0.5, own: 0.2 }).parts!;
    const places = own.flatMap((row, i) => row.flatMap((w, t) => (w !== 0 ? [[i, t]] : [])));
    expect(places).toEqual([[5, 2]]);
    expect(shared.flatMap((row, i) => (row.some((w) => w !== 0) ? [i] : []))).toEqual([0, 1]);
    data.dispose();
  });

  it("the task that has nothing in common with the others", () => {
    const base = draws(12);
    const other = draws(12).map((w) => 2 * w);
    const weights = base.map((w, i) => [w, 0.9 * w, 1.1 * w, other[i], -w, 0.8 * w]);
    const data = made({ weights, n: 50 });
    const { tasks, parts } = linear.robust(data, { lowRank: 0.6, outliers: 0.5 });
    const outside = tasks.filter((_, t) => parts!.outliers.some((row) => row[t] !== 0));
    expect(outside).toEqual(["t3"]);
    data.dispose();
  });

  it("groups of tasks", () => {
    const centres = [draws(12), draws(12)].map((c) => c.map((w) => 2 * w));
    const group = [0, 1, 0, 1, 0, 0];
    const weights = centres[0].map((_, i) => group.map((g) => centres[g][i] + 0.1 * normal(rng)));
    const data = made({ weights, n: 20, noise: 0.5 });
    const { relation } = linear.clustered(data, { clusters: 2, lambda: 2 });
    for (let a = 0; a < 6; a++) {
      for (let b = 0; b < 6; b++) {
        const together = group[a] === group[b] ? 1 / (group[a] ? 2 : 4) : 0;
        expect(relation[a][b]).toBeCloseTo(together, 1);
      }
    }
    data.dispose();
  });

  it("the mean of all tasks where the graph pulls without end", () => {
    const data = made({ weights: [draws(6), draws(6)], n: 30 });
    const { weights } = linear.graphRegularised(data, { lambda: 1e3 });
    for (const row of weights) row.forEach((w) => expect(w).toBeCloseTo(row[0], 2));
    data.dispose();
  });
});

function singularOf(w: number[][]) {
  return singular({ rows: w.length, columns: w[0].length, values: Float64Array.from(w.flat()) });
}
