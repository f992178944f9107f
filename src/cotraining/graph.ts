// A graph of alike rows: the neighbourhoods along which labels travel.
import { expected } from "../errors";
import { eachDistance, nearestTo } from "./distances";
import type { Features } from "./table";

/** Row i: the rows it is joined to, and how strongly. */
export type Graph = readonly {
  readonly at: ArrayLike<number>;
  readonly weight: ArrayLike<number>;
}[];

/** Who is a neighbour of whom; makes the graph of some rows. */
export type Neighbourhood = (rows: Features) => Graph;

/**
 * Every row joined with weight 1 to its k nearest by Euclidean distance, and to those it is nearest for (the graph is
 * symmetric: w_ij = max(a_ij, a_ji)). The safe choice; memory grows with n k. With `directed` a row listens only to its
 * own k nearest, itself among them, as in scikit-learn: better where a few rows are near to all, as with long texts.
 */
export function nearestRows(k = 7, { directed = false } = {}): Neighbourhood {
  if (!(Number.isInteger(k) && k >= 1)) {
    throw expected("a number of neighbours from 1 up", String(k), "Try 7.");
  }
  return (rows) => {
    const near = nearestTo(rows, rows, directed ? k : k + 1);
    if (directed) return near.map((at) => ({ at, weight: at.map(() => 1) }));
    const joined = near.map(() => new Set<number>());
    near.forEach((own, i) => {
      // A row is its own nearest, unless others are just as near.
      for (const j of own.filter((row) => row !== i).slice(0, k)) {
        joined[i].add(j);
        joined[j].add(i);
      }
    });
    return joined.map((set) => {
      const at = [...set].sort((a, b) => a - b);
      return { at, weight: at.map(() => 1) };
    });
  };
}

/**
 * Every row joined to every row, itself too, with weight exp(-||a - b||^2 / (2 sigma^2)). Narrow is better than wide: with
 * a wide sigma everything drifts to one class. Memory grows with n^2. scikit-learn's gamma is 1 / (2 sigma^2).
 */
export function gaussian(sigma: number): Neighbourhood {
  if (!(sigma > 0)) throw expected("sigma above 0", String(sigma), "Try a typical distance / 3.");
  return (rows) => {
    const at = Int32Array.from({ length: rows.size }, (_, row) => row);
    const graph: { at: Int32Array; weight: Float64Array }[] = [];
    eachDistance(rows, rows, (i, far) => {
      const weight = Float64Array.from(far, (square) => Math.exp(-square / (2 * sigma ** 2)));
      weight[i] = 1;
      graph.push({ at, weight });
    });
    return graph;
  };
}
