// What the solution of each problem must satisfy: gradients in the subdifferential of the penalty (dual norms).
import { afterAll, describe, expect, it } from "vitest";
import * as linear from "../../src/linear";
import { singularValues } from "../../src/linear/penalties";
import { inner, length, made, slope, spectral, turned } from "./made";

const weights = [
  [1, -2, 1.5, 0.5],
  [0, 0, 0, 0],
  [2, 1, -1, 0],
  [0, 0, 3, 0],
  [0, 0.2, 0, 0],
];
const data = made({ weights, noise: 0.5 });
afterAll(() => data.dispose());

const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);
const nuclear = (w: number[][]) =>
  singularValues(1).value({
    rows: w.length,
    columns: w[0].length,
    values: Float64Array.from(w.flat()),
  });
const fine = { tolerance: 1e-10 };
/** <G, W> = -charge: the gradient lies against the weights as the penalty lies along them. */
const meets = (g: number[][], w: number[][], charge: number) =>
  expect(inner(g, w)).toBeCloseTo(-charge, 7);
const within = (values: number[], limit: number) =>
  expect(Math.max(...values)).toBeLessThanOrEqual(limit + 1e-7);

describe("the minimum", () => {
  it("of lasso: |g| is lambda at most, and lambda where a weight is", () => {
    const model = linear.lasso(data, { lambda: 0.3, ...fine });
    const g = slope(data, model);
    within(g.flat().map(Math.abs), 0.3);
    meets(g, model.weights, 0.3 * sum(model.weights.flat().map(Math.abs)));
    expect(model.weights.flat().some((w) => w === 0)).toBe(true);
  });

  it("of joint features: rows of the gradient have length lambda at most", () => {
    const model = linear.jointFeatures(data, { lambda: 0.4, ...fine });
    const g = slope(data, model);
    within(g.map(length), 0.4);
    meets(g, model.weights, 0.4 * sum(model.weights.map(length)));
  });

  it("of the trace norm: the gradient's largest singular value is lambda", () => {
    const model = linear.traceNorm(data, { lambda: 0.5, ...fine });
    const g = slope(data, model);
    within([spectral(g)], 0.5);
    meets(g, model.weights, 0.5 * nuclear(model.weights));
  });

  it("of the dirty model: both parts against the same gradient", () => {
    const model = linear.dirty(data, { shared: 0.7, own: 0.4, ...fine });
    const { shared, own } = model.parts!;
    const g = slope(data, model);
    within(
      g.map((row) => sum(row.map(Math.abs))),
      0.7,
    );
    within(g.flat().map(Math.abs), 0.4);
    meets(g, shared, 0.7 * sum(shared.map((row) => Math.max(...row.map(Math.abs)))));
    meets(g, own, 0.4 * sum(own.flat().map(Math.abs)));
    model.weights
      .flat()
      .forEach((w, i) => expect(w).toBeCloseTo(shared.flat()[i] + own.flat()[i], 12));
    expect(sum(shared.flat().map(Math.abs)) * sum(own.flat().map(Math.abs))).toBeGreaterThan(0.1);
  });

  it("of the robust method: both parts against the same gradient", () => {
    const model = linear.robust(data, { lowRank: 0.6, outliers: 0.5, ...fine });
    const { common, outliers } = model.parts!;
    const g = slope(data, model);
    within([spectral(g)], 0.6);
    within(turned(g).map(length), 0.5);
    meets(g, common, 0.6 * nuclear(common));
    meets(g, outliers, 0.5 * sum(turned(outliers).map(length)));
  });

  it("of the graph: the gradient balances the pull of the edges", () => {
    const edges = [
      ["t0", "t1"],
      ["t1", "t2", 0.5],
    ] as const;
    const model = linear.graphRegularised(data, { lambda: 0.3, edges, ...fine });
    const g = slope(data, model);
    model.weights.forEach(([a, b, c], i) => {
      const [ab, bc] = [2 * 0.3 * (a - b), 2 * 0.3 * 0.5 * (b - c)];
      const balance = [ab, bc - ab, -bc, 0];
      g[i].forEach((x, t) => expect(x).toBeCloseTo(-balance[t], 7));
    });
  });

  it("of clusters: the gradient balances the penalty at M, and no other M is cheaper", () => {
    const [lambda, shrink, clusters] = [1, 0.2, 2];
    const model = linear.clustered(data, { clusters, lambda, shrink, ...fine });
    const e = shrink / lambda;
    const m = model.relation;
    expect(sum(m.map((row, i) => row[i]))).toBeCloseTo(clusters, 9);
    /** X with X (e I + M) = W, and what M costs. */
    const solved = (at: number[][]) => {
      const x = divided(
        model.weights,
        at.map((row, i) => row.map((v, j) => v + (i === j ? e : 0))),
      );
      return { x, cost: shrink * (1 + e) * inner(x, model.weights) };
    };
    const { x, cost } = solved(m);
    slope(data, model)
      .flat()
      .forEach((g, i) => expect(g).toBeCloseTo(-2 * shrink * (1 + e) * x.flat()[i], 6));
    // Averages over two groups are such M, and so is every mean of them and M.
    for (const cut of [1, 2, 3]) {
      const group = (t: number) => (t < cut ? 0 : 1);
      const other = m.map((_, i) =>
        m.map((_, j) => (group(i) === group(j) ? 1 / (group(i) ? 4 - cut : cut) : 0)),
      );
      for (const share of [1e-3, 0.1, 1]) {
        const mixed = m.map((row, i) => row.map((v, j) => (1 - share) * v + share * other[i][j]));
        expect(solved(mixed).cost).toBeGreaterThanOrEqual(cost - 1e-10);
      }
    }
  });
});

it("every method's objective falls at every step until it has converged", () => {
  const models = [
    linear.lasso(data, { lambda: 0.1 }),
    linear.jointFeatures(data, { lambda: 0.1 }),
    linear.traceNorm(data, { lambda: 0.1 }),
    linear.dirty(data, { shared: 0.3, own: 0.2 }),
    linear.robust(data, { lowRank: 0.3, outliers: 0.3 }),
    linear.graphRegularised(data, { lambda: 0.3, l1: 0.1 }),
    linear.clustered(data, { clusters: 2, lambda: 0.5 }),
  ];
  for (const { objective, converged } of models) {
    expect(converged).toBe(true);
    expect(objective.at(-1)).toBeLessThan(objective[0] / 2);
    objective.slice(1).forEach((value, i) => expect(value).toBeLessThanOrEqual(objective[i]));
  }
  const { converged, objective } = linear.lasso(data, { lambda: 0.1, iterations: 2 });
  expect([converged, objective.length]).toEqual([false, 3]);
});

/** W A^-1 for a symmetric positive definite A, by elimination. */
function divided(w: number[][], a: number[][]): number[][] {
  return w.map((row) => {
    const m = a.map((r, i) => [...r, row[i]]);
    m.forEach((pivot, k) =>
      m.forEach((r, i) => {
        if (i === k) return;
        const f = r[k] / pivot[k];
        r.forEach((_, j) => (r[j] -= f * pivot[j]));
      }),
    );
    return m.map((r, i) => r[a.length] / r[i]);
  });
}
