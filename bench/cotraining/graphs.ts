// Labels along graphs of rows, asked for rows that were not among them.
import { gaussian, nearest, nearestRows, propagate, spread } from "../../src/cotraining";
import { eachDistance } from "../../src/cotraining/distances";
import { argMax, relabelled } from "../../src/cotraining/labels";
import { same } from "../../src/cotraining/measures";
import { median } from "../../src/cotraining/paired";
import { features, type Features } from "../../src/cotraining/table";
import { accuracyOf } from "./nets";
import { numpyOrder } from "./numpyOrder";
import type { Problem } from "./problems";
import type { Method } from "./rows";

/** Labels along a graph of the training rows; a test row asks its neighbours, as scikit-learn does. */
export function along(method: typeof propagate | typeof spread, kind: number | "median"): Method {
  return async (p) => {
    const rows = features(p.few, p.all);
    const scale = kind === "median" ? 1 / median(sevenths(p)) : kind;
    const near = kind === 7;
    const graph = near
      ? nearestRows(7, { directed: true })
      : gaussian(Math.sqrt(1 / (2 * (scale as number))));
    const soft = method(p.few, { view: p.all, target: "y", classes: p.classes, graph });
    if (near) {
      const asked = nearest({ view: p.all, target: "y", classes: p.classes, k: 7 });
      const told = relabelled(p.few, "y", [...p.truth.keys()], soft);
      await asked.fit(told);
      const right = accuracyOf(asked, p);
      told.dispose();
      return right;
    }
    return same(weighted(features(p.test, p.all), rows, soft, scale as number), p.wanted);
  };
}

/** For each row asked, the class of largest sum over rows of exp(-scale ||a - b||^2) times the row's class shares. */
function weighted(asked: Features, rows: Features, soft: number[][], scale: number): number[] {
  const said: number[] = [];
  eachDistance(asked, rows, (_, far) => {
    const least = far.reduce((a, b) => Math.min(a, b));
    const sums = soft[0].map(() => 0);
    far.forEach((square, j) => {
      const weight = Math.exp(scale * (least - square));
      soft[j].forEach((share, c) => (sums[c] += weight * share));
    });
    said.push(argMax(sums));
  });
  return said;
}

/**
 * Squared distances of rows from their seventh neighbour, among 500 of the training rows where there are more: as the
 * recorded runs had it. Neighbours among fewer rows are further off, so that gamma is smaller (digits: 0.36, not 0.49).
 */
function sevenths(p: Problem): number[] {
  const drawn = numpyOrder([...p.truth.keys()], 0).slice(0, 500);
  const part = p.few.rows(drawn);
  const rows = features(part, p.all);
  const found: number[] = [];
  eachDistance(rows, rows, (_, far) => found.push(far.slice().sort()[7]));
  part.dispose();
  return found;
}
