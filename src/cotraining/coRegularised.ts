// Co-regularised least squares: a linear map per view, all asked to agree where nobody knows the answer.
import type { Dataset } from "../data/dataset";
import { expected } from "../errors";
import { parted, valuesOf } from "./labels";
import { features } from "./table";

/** How strongly weights are held small and views held together. */
export interface CoRegularisedOptions {
  /** Two inputs or more, a linear map for each. */
  views: readonly (string | readonly string[])[];
  /** Target [n] of numbers, NaN where there is none. */
  target: string;
  /** Of the squares of the weights (not of the constant). Default 1. */
  ridge?: number;
  /** Of the squared differences between views on unlabelled rows. 0 trains each view alone. Default 1. */
  agreement?: number;
}

/** Linear maps, one per view. */
export interface CoRegularised {
  /** Weights of each view's columns, then its constant. */
  readonly weights: number[][];
  /** The mean of the views. */
  predict(data: Dataset): number[];
}

/**
 * Co-regularised least squares (Sindhwani, Niyogi and Belkin 2005; Brefeld et al. 2006): minimises over all views v
 * sum_v ( sum over labelled i of (y_i - f_v(x_i))^2 + ridge ||w_v||^2 )
 * + agreement * sum over pairs u < v of sum over unlabelled i of (f_u(x_i) - f_v(x_i))^2, exactly, by one linear system.
 *
 * @example
 * const found = coRegularised(few, { views: ["left", "right"], target: "size", agreement: 0.1 });
 * found.predict(test);
 */
export function coRegularised(data: Dataset, o: CoRegularisedOptions): CoRegularised {
  const { views, target, ridge = 1, agreement = 1 } = o;
  if (views.length < 2) {
    throw expected(
      "two views or more",
      String(views.length),
      "With one there is none to agree with.",
    );
  }
  if (!(ridge >= 0 && agreement >= 0)) {
    throw expected("ridge and agreement from 0 up", `${ridge} and ${agreement}`, "Try 1 and 1.");
  }
  const y = valuesOf(data, target);
  const { labelled, unlabelled } = parted(y);
  const columns = views.map((view) => withConstant(data, view));
  const starts = columns.map((_, v) => columns.slice(0, v).reduce((n, x) => n + x[0].length, 0));
  const size = columns.reduce((n, x) => n + x[0].length, 0);
  const system = Array.from({ length: size }, () => Array<number>(size + 1).fill(0));
  columns.forEach((x, v) => {
    const width = x[0].length;
    for (let a = 0; a < width; a++) {
      const row = system[starts[v] + a];
      for (const i of labelled) row[size] += x[i][a] * y[i];
      columns.forEach((z, u) => {
        for (let b = 0; b < z[0].length; b++) {
          let value = 0;
          if (u === v) for (const i of labelled) value += x[i][a] * z[i][b];
          if (u === v && a === b && a < width - 1) value += ridge;
          let shared = 0;
          for (const i of unlabelled) shared += x[i][a] * z[i][b];
          value += agreement * shared * (u === v ? columns.length - 1 : -1);
          row[starts[u] + b] += value;
        }
      });
    }
  });
  const solution = solved(system);
  const weights = columns.map((x, v) => solution.slice(starts[v], starts[v] + x[0].length));
  return {
    weights,
    predict(asked) {
      const answers = views.map((view, v) =>
        withConstant(asked, view).map((row) =>
          row.reduce((sum, x, j) => sum + x * weights[v][j], 0),
        ),
      );
      return answers[0].map((_, i) => answers.reduce((sum, f) => sum + f[i], 0) / views.length);
    },
  };
}

/** Rows of a view's columns, then a 1. */
function withConstant(data: Dataset, view: string | readonly string[]): number[][] {
  const { size, width, x } = features(data, view);
  return Array.from({ length: size }, (_, i) => [...x.subarray(i * width, (i + 1) * width), 1]);
}

/** The solution of A w = b, given as rows [A | b], by elimination with row exchange. */
function solved(rows: number[][]): number[] {
  const n = rows.length;
  const scale = Math.max(...rows.map((row, i) => Math.abs(row[i])));
  for (let at = 0; at < n; at++) {
    let best = at;
    for (let i = at + 1; i < n; i++) if (Math.abs(rows[i][at]) > Math.abs(rows[best][at])) best = i;
    [rows[at], rows[best]] = [rows[best], rows[at]];
    if (!(Math.abs(rows[at][at]) > 1e-12 * scale)) {
      throw expected(
        "columns that determine the weights",
        "a singular system",
        "Raise ridge above 0, or leave out columns that others contain.",
      );
    }
    for (let i = at + 1; i < n; i++) {
      const factor = rows[i][at] / rows[at][at];
      if (factor !== 0) for (let j = at; j <= n; j++) rows[i][j] -= factor * rows[at][j];
    }
  }
  const w = Array<number>(n).fill(0);
  for (let i = n - 1; i >= 0; i--) {
    let rest = rows[i][n];
    for (let j = i + 1; j < n; j++) rest -= rows[i][j] * w[j];
    w[i] = rest / rows[i][i];
  }
  return w;
}
