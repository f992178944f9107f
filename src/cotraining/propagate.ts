// Labels travel along a graph of alike rows: propagation, which holds given labels fast, and spreading, which may doubt them.
import type { Dataset } from "../data/dataset";
import { expected } from "../errors";
import { nearestRows, type Graph, type Neighbourhood } from "./graph";
import { checkHalfLabelled, countClasses, labelsOf } from "./labels";
import { features } from "./table";

/** Where labels travel and when they have arrived. */
export interface PropagateOptions {
  /** Input that says which rows are alike, or several joined. */
  view: string | readonly string[];
  target: string;
  classes: number;
  /** Default: nearestRows(7). */
  graph?: Neighbourhood;
  /** Steps at most. Default 1000 for propagate, 200 for spread. */
  steps?: number;
  /** Ends when all values together move by less. Default 0.001. */
  tolerance?: number;
  /** Scale each class so that it gets its share of the labels (Zhu's class mass normalisation). Default false. */
  balance?: boolean;
}

/**
 * Label propagation (Zhu and Ghahramani 2002): class probabilities of every row, [n][classes], its confidence being the
 * highest. Y <- D^-1 W Y, given labels put back after every step, until nothing moves. A row that no label reaches stays
 * uniform. RangeError for a class without labels.
 *
 * @example
 * const p = propagate(few, { view: "x", target: "digit", classes: 10 });
 */
export function propagate(data: Dataset, o: PropagateOptions): number[][] {
  const { given, graph } = begin(data, o);
  const degree = graph.map(({ weight }) => sum(weight));
  return travel(o, given, 1000, (y) =>
    y.map((own, i) => {
      if (!Number.isNaN(given[i])) return own;
      const next = gathered(graph, i, y, (_, weight) => weight / (degree[i] || 1), o.classes);
      const total = sum(next);
      return total > 0 ? next.map((value) => value / total) : next;
    }),
  );
}

/**
 * Label spreading (Zhou et al. 2004): Y <- alpha S Y + (1 - alpha) Y0 with S = D^-1/2 W D^-1/2; then rows are scaled to
 * sum to 1. Given labels count (1 - alpha) each step, so their neighbours can outvote a wrong one. Alpha 0.2 as in
 * scikit-learn; the paper's 0.99 reaches further. Otherwise as `propagate`.
 *
 * @example
 * const p = spread(few, { view: "x", target: "digit", classes: 10 });
 */
export function spread(data: Dataset, o: PropagateOptions & { alpha?: number }): number[][] {
  const { alpha = 0.2 } = o;
  if (!(alpha > 0 && alpha < 1)) {
    throw expected("alpha between 0 and 1", String(alpha), "Try 0.2, or 0.99 to reach further.");
  }
  const { given, graph } = begin(data, o);
  const root = graph.map(({ weight }) => Math.sqrt(sum(weight)) || 1);
  const start = startOf(given, o.classes);
  return travel(o, given, 200, (y) =>
    y.map((_, i) =>
      gathered(graph, i, y, (j, weight) => weight / (root[i] * root[j]), o.classes).map(
        (value, c) => alpha * value + (1 - alpha) * start[i][c],
      ),
    ),
  );
}

function begin(data: Dataset, o: PropagateOptions): { given: number[]; graph: Graph } {
  const given = labelsOf(data, o.target, o.classes);
  checkHalfLabelled(given, o.classes);
  return { given, graph: (o.graph ?? nearestRows())(features(data, o.view)) };
}

/** Repeats a step until nothing moves; then rows sum to 1, uniform where nothing came. */
function travel(
  o: PropagateOptions,
  given: readonly number[],
  most: number,
  step: (y: number[][]) => number[][],
): number[][] {
  const { steps = most, tolerance = 1e-3, classes } = o;
  let y = startOf(given, classes);
  for (let count = 0; count < steps; count++) {
    const next = step(y);
    // Far from labels values are tiny, and yet they decide: so the moves of all rows are added.
    const moved = sum(next.map((row, i) => sum(row.map((value, c) => Math.abs(value - y[i][c])))));
    y = next;
    if (moved < tolerance) break;
  }
  const scale = o.balance ? massScale(y, given, classes) : Array<number>(classes).fill(1);
  return y.map((row) => {
    const scaled = row.map((value, c) => value * scale[c]);
    const total = sum(scaled);
    return total > 0 ? scaled.map((value) => value / total) : row.map(() => 1 / classes);
  });
}

/** Scale of class c: its share of the given labels over its share of what travelled. */
function massScale(y: number[][], given: readonly number[], classes: number): number[] {
  const prior = countClasses(given, classes);
  const mass = prior.map((_, c) => sum(y.map((row) => row[c])));
  return prior.map((count, c) => (mass[c] > 0 ? count / mass[c] : 0));
}

/** One-hot rows for given labels, zeros for the others. */
function startOf(given: readonly number[], classes: number): number[][] {
  return given.map((label) => Array.from({ length: classes }, (_, c) => (c === label ? 1 : 0)));
}

/** The weighted sum of what row i's neighbours hold. */
function gathered(
  graph: Graph,
  i: number,
  y: readonly number[][],
  weigh: (j: number, weight: number) => number,
  classes: number,
): number[] {
  const { at, weight } = graph[i];
  const found = Array<number>(classes).fill(0);
  at.forEach((j, k) => {
    const w = weigh(j, weight[k]);
    for (let c = 0; c < classes; c++) found[c] += w * y[j][c];
  });
  return found;
}

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}
