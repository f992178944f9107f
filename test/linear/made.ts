// Regression data with known weights, and what a solution must satisfy.
import { fromArrays } from "../../src/data/arrays";
import { normal, seeded } from "../../src/data/random";
import type { Dataset } from "../../src/data/dataset";
import type { Linear } from "../../src/linear";

export const names = (count: number) => Array.from({ length: count }, (_, t) => `t${t}`);

/** n rows of normal features and y_t = x.w_t + 1 + noise for weights [features][tasks]; columns are tasks. */
export function made(o: {
  weights: number[][];
  n?: number;
  noise?: number;
  seed?: number;
}): Dataset {
  const { weights, n = 40, noise = 0.1, seed = 1 } = o;
  const rng = seeded(seed);
  const x = Array.from({ length: n }, () => weights.map(() => Math.fround(normal(rng))));
  const y = names(weights[0].length).map((name, t) => [
    name,
    x.map((row) =>
      Math.fround(row.reduce((z, v, i) => z + v * weights[i][t], 1) + noise * normal(rng)),
    ),
  ]);
  return fromArrays({ x }, Object.fromEntries(y));
}

/** The gradient of sum_t mean (z - y)^2 / 2 by the weights, [features][tasks]. */
export function slope(data: Dataset, { tasks, weights, intercepts }: Linear): number[][] {
  const x = data.inputs.x.arraySync() as number[][];
  const gradient = weights.map((row) => row.map(() => 0));
  tasks.forEach((task, t) => {
    const y = data.targets[task].dataSync();
    x.forEach((row, r) => {
      const z = row.reduce((sum, v, i) => sum + v * weights[i][t], intercepts[t]);
      row.forEach((v, i) => (gradient[i][t] += ((z - y[r]) * v) / x.length));
    });
  });
  return gradient;
}

export const inner = (a: number[][], b: number[][]) =>
  a.flat().reduce((sum, v, i) => sum + v * b.flat()[i], 0);
export const turned = (a: number[][]) => a[0].map((_, j) => a.map((row) => row[j]));
export const length = (row: number[]) => Math.hypot(...row);

/** The largest singular value, by power iteration. */
export function spectral(a: number[][]): number {
  let v = a[0].map((_, j) => 1 + j / 7);
  let size = 0;
  for (let i = 0; i < 3000; i++) {
    const u = a.map((row) => row.reduce((sum, x, j) => sum + x * v[j], 0));
    const next = turned(a).map((column) => column.reduce((sum, x, k) => sum + x * u[k], 0));
    size = Math.sqrt(length(next) / length(v));
    v = next.map((x) => x / length(next));
  }
  return size;
}
