// Labels travel along a graph of alike rows: propagation, which holds given labels fast, and spreading, which may doubt them.
import type { Dataset } from "../data/dataset";
import { expected } from "../errors";
import { nearestRows, type Graph, type Neighbourhood } from "./graph";
import { checkHalfLabelled, countClasses, labelsOf } from "./labels";
import { product, type Product, type Values } from "./product";
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
  const degree = graph.map(({ weight }) => total(weight));
  const by = lightened(graph, o.classes, (i, _, weight) => weight / (degree[i] || 1));
  const start = startOf(given, o.classes);
  return travel(o, given, 1000, by, (next) => {
    for (let i = 0; i < given.length; i++) {
      const own = next.subarray(i * o.classes, (i + 1) * o.classes);
      if (!Number.isNaN(given[i])) {
        own.set(start.subarray(i * o.classes, (i + 1) * o.classes));
        continue;
      }
      const sum = total(own);
      if (sum > 0) own.forEach((value, c) => (own[c] = value / sum));
    }
  });
}

/**
 * The product, without shares below the last digit of a row's sum once labels have reached every row: before, the smallest
 * share may be the only one that leads to a label; from then on it changes nothing, and few are left of a dense graph.
 */
function lightened(
  graph: Graph,
  classes: number,
  share: (i: number, j: number, weight: number) => number,
): Product {
  let by = product(graph, classes, share);
  let light = false;
  return {
    apply(y) {
      if (!light && everyRow(y, classes)) {
        by.dispose();
        by = product(graph, classes, (...edge) => {
          const own = share(...edge);
          return own < 1e-17 ? 0 : own;
        });
        light = true;
      }
      return by.apply(y);
    },
    dispose: () => by.dispose(),
  };
}

/** Whether each row has a value above 0. */
function everyRow(y: Values, classes: number): boolean {
  for (let i = 0; i < y.length; i += classes) {
    if (!(total(y.subarray(i, i + classes)) > 0)) return false;
  }
  return true;
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
  // A row is no neighbour of its own here, and its degree is what others hear of it.
  const degree = new Float64Array(graph.length);
  graph.forEach(({ at, weight }, i) => {
    for (let k = 0; k < at.length; k++) if (at[k] !== i) degree[at[k]] += weight[k];
  });
  const root = degree.map((sum) => Math.sqrt(sum) || 1);
  const by = product(graph, o.classes, (i, j, weight) =>
    i === j ? 0 : weight / root[i] / root[j],
  );
  const start = startOf(given, o.classes);
  return travel(o, given, 200, by, (next) => {
    next.forEach((value, at) => (next[at] = alpha * value + (1 - alpha) * start[at]));
  });
}

function begin(data: Dataset, o: PropagateOptions): { given: number[]; graph: Graph } {
  const given = labelsOf(data, o.target, o.classes);
  checkHalfLabelled(given, o.classes);
  return { given, graph: (o.graph ?? nearestRows())(features(data, o.view)) };
}

/** Values travel until nothing moves, `settle` changing in place what arrives; then rows sum to 1, uniform where nothing came. */
function travel(
  o: PropagateOptions,
  given: readonly number[],
  most: number,
  by: Product,
  settle: (next: Values) => void,
): number[][] {
  const { steps = most, tolerance = 1e-3, classes } = o;
  let y = startOf(given, classes);
  for (let count = 0; count < steps; count++) {
    const next = by.apply(y);
    settle(next);
    // Far from labels values are tiny, and yet they decide: so the moves of all rows are added.
    const moved = next.reduce((sum, value, at) => sum + Math.abs(value - y[at]), 0);
    y = next;
    if (moved < tolerance) break;
  }
  by.dispose();
  const rows = given.map((_, i) => [...y.subarray(i * classes, (i + 1) * classes)]);
  const scale = o.balance ? massScale(rows, given, classes) : Array<number>(classes).fill(1);
  return rows.map((row) => {
    const scaled = row.map((value, c) => value * scale[c]);
    const sum = total(scaled);
    return sum > 0 ? scaled.map((value) => value / sum) : row.map(() => 1 / classes);
  });
}

/** Scale of class c: its share of the given labels over its share of what travelled. */
function massScale(y: number[][], given: readonly number[], classes: number): number[] {
  const prior = countClasses(given, classes);
  const mass = prior.map((_, c) => total(y.map((row) => row[c])));
  return prior.map((count, c) => (mass[c] > 0 ? count / mass[c] : 0));
}

/** 1 at each given label, [rows * classes]. */
function startOf(given: readonly number[], classes: number): Values {
  const start = new Float64Array(given.length * classes);
  given.forEach((label, i) => {
    if (!Number.isNaN(label)) start[i * classes + label] = 1;
  });
  return start;
}

function total(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum;
}
