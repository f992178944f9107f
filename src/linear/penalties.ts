// What a method charges for weights, each with its proximal operator: the W that minimises |W - V|^2 / 2 + step * penalty(W).
import { groups, normAt, scaledAlong, singular, type Matrix } from "./matrix";

export interface Penalty {
  value(w: Matrix): number;
  /** Replaces V by the minimiser. */
  prox(v: Matrix, step: number): void;
}

/** lambda * sum |w|: single weights become 0. */
export function entries(lambda: number): Penalty {
  return {
    value: ({ values }) => lambda * values.reduce((sum, w) => sum + Math.abs(w), 0),
    prox({ values }, step) {
      const cut = lambda * step;
      values.forEach((v, i) => (values[i] = Math.sign(v) * Math.max(0, Math.abs(v) - cut)));
    },
  };
}

/** lambda * the sum of the lengths of all rows, or columns: whole features, or whole tasks, become 0. */
export function lengths(lambda: number, along: "rows" | "columns"): Penalty {
  return {
    value: (w) =>
      lambda * groups(w, along).reduce((sum, places) => sum + normAt(w.values, places), 0),
    prox(v, step) {
      for (const places of groups(v, along)) {
        const length = normAt(v.values, places);
        const factor = length > 0 ? Math.max(0, 1 - (lambda * step) / length) : 0;
        for (const i of places) v.values[i] *= factor;
      }
    },
  };
}

/** lambda * sum over rows of the largest |w| in the row: a feature that one task uses costs the others nothing more. */
export function rowMaxima(lambda: number): Penalty {
  return {
    value: (w) =>
      lambda *
      groups(w, "rows").reduce(
        (sum, places) => sum + Math.max(...Array.from(places, (i) => Math.abs(w.values[i]))),
        0,
      ),
    prox(v, step) {
      for (const places of groups(v, "rows")) {
        const height = ceiling(
          Array.from(places, (i) => Math.abs(v.values[i])),
          lambda * step,
        );
        for (const i of places) {
          v.values[i] = Math.sign(v.values[i]) * Math.min(Math.abs(v.values[i]), height);
        }
      }
    },
  };
}

/** lambda * the sum of the singular values: the weights get a low rank. */
export function singularValues(lambda: number): Penalty {
  return {
    value: (w) => lambda * singular(w).squares.reduce((sum, square) => sum + Math.sqrt(square), 0),
    prox(v, step) {
      const { squares, vectors } = singular(v);
      const factors = squares.map((square) =>
        square > 0 ? Math.max(0, 1 - (lambda * step) / Math.sqrt(square)) : 0,
      );
      v.values.set(scaledAlong(v, vectors, factors).values);
    },
  };
}

/** No charge. */
export const free: Penalty = { value: () => 0, prox() {} };

/** The height h >= 0 at which what sticks out of sizes above it sums to `cut`, or 0 if all of them sum to less. */
function ceiling(sizes: readonly number[], cut: number): number {
  const order = [...sizes].sort((a, b) => b - a);
  let sum = 0;
  for (let k = 0; k < order.length; k++) {
    sum += order[k];
    const height = (sum - cut) / (k + 1);
    if (height >= (order[k + 1] ?? 0)) return Math.max(0, height);
  }
  return 0;
}
