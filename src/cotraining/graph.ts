// A graph of alike rows: the neighbourhoods along which labels travel.
import { expected } from "../errors";
import { closest } from "./learners/nearest";
import type { Features } from "./table";

/** Row i: the rows it is joined to, and how strongly. */
export type Graph = readonly {
  readonly at: readonly number[];
  readonly weight: readonly number[];
}[];

/** Who is a neighbour of whom; makes the graph of some rows. */
export type Neighbourhood = (rows: Features) => Graph;

/**
 * Every row joined with weight 1 to its k nearest by Euclidean distance, and to those it is nearest for (the graph is
 * symmetric: w_ij = max(a_ij, a_ji)). The safe choice; memory grows with n k.
 */
export function nearestRows(k = 7): Neighbourhood {
  if (!(Number.isInteger(k) && k >= 1)) {
    throw expected("a number of neighbours from 1 up", String(k), "Try 7.");
  }
  return (rows) => {
    const joined = Array.from({ length: rows.size }, () => new Set<number>());
    const all = Array.from({ length: rows.size }, (_, row) => row);
    all.forEach((i) => {
      const others = all.filter((row) => row !== i);
      for (const j of closest(rows, i, rows, others, { k, power: 2 })) {
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
 * Every row joined to every other with weight exp(-||a - b||^2 / (2 sigma^2)). Narrow is better than wide: with a wide
 * sigma everything drifts to one class. Memory grows with n^2. scikit-learn's gamma is 1 / (2 sigma^2).
 */
export function gaussian(sigma: number): Neighbourhood {
  if (!(sigma > 0)) throw expected("sigma above 0", String(sigma), "Try a typical distance / 3.");
  return (rows) => {
    const all = Array.from({ length: rows.size }, (_, row) => row);
    return all.map((i) => {
      const at = all.filter((row) => row !== i);
      const weight = at.map((j) => {
        let far = 0;
        for (let c = 0; c < rows.width; c++) {
          far += (rows.x[i * rows.width + c] - rows.x[j * rows.width + c]) ** 2;
        }
        return Math.exp(-far / (2 * sigma ** 2));
      });
      return { at, weight };
    });
  };
}
