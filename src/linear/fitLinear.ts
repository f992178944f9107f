// What all linear methods share: a linear model per task, a loss, and penalties on the matrix of weights.
import { expected } from "../errors";
import { rowsOf, type LinearData, type Rows } from "./examples";
import { leastSquares, type LinearLoss } from "./losses";
import { toRows, zeros, type Matrix } from "./matrix";
import type { Penalty } from "./penalties";
import { minimise, type Stopping } from "./proximal";

/** Options of every method. */
export interface LinearOptions extends Stopping {
  /** leastSquares (default), or logLoss for targets 0 and 1. */
  readonly loss?: LinearLoss;
  /** A constant per task, which no penalty touches. Default true. */
  readonly intercept?: boolean;
  /** Adds l2 / 2 * sum w^2: alone it is ridge regression. Default 0. */
  readonly l2?: number;
}

/** A trained linear model of several tasks, as plain data: z_t = sum_i x_i weights[i][t] + intercepts[t]. */
export interface Linear {
  readonly tasks: string[];
  /** [features][tasks] */
  readonly weights: number[][];
  readonly intercepts: number[];
  /** The parts that sum to the weights, where the method has several. */
  readonly parts?: Readonly<Record<string, number[][]>>;
  /** "logistic": outputs are 1 / (1 + e^-z). */
  readonly link: LinearLoss["link"];
  /** What was minimised, after each step; it never rises. */
  readonly objective: number[];
  /** Whether the tolerance was reached within the steps allowed. */
  readonly converged: boolean;
}

/** A method: the weights are a sum of parts, each with a penalty; and a smooth term of the weights. */
export interface Method {
  readonly parts: Readonly<Record<string, Penalty>>;
  /** Its value; adds its gradient. */
  smooth?(w: Matrix, gradient?: Matrix): number;
}

/** Minimises sum_t mean over rows of loss(x.w_t + c_t, y) + smooth(W) + sum of penalties, W the sum of the parts. */
export function fitLinear(
  data: LinearData,
  o: LinearOptions,
  methodFor: (tasks: string[]) => Method,
): Linear {
  const { loss = leastSquares, intercept = true, l2 = 0 } = o;
  amount("l2", l2);
  const { tasks, features } = rowsOf(data, loss);
  const names = tasks.map(({ task }) => task);
  const { parts, smooth } = methodFor(names);
  const penalties = Object.values(parts);
  // Without their means, features do not pull on the constants, and steps can be longer.
  const means = tasks.map((rows) => meansOf(rows, features));
  const centred = intercept ? tasks.map((rows, t) => centre(rows, means[t])) : tasks;
  const size = features * tasks.length;
  const weightsAt = penalties.length * size;
  const view = (x: Float64Array, part: number): Matrix => ({
    rows: features,
    columns: tasks.length,
    values: x.subarray(part * size, (part + 1) * size),
  });
  const sum = (x: Float64Array): Matrix => {
    const w = zeros(features, tasks.length);
    penalties.forEach((_, p) => view(x, p).values.forEach((v, i) => (w.values[i] += v)));
    return w;
  };

  const found = minimise(
    {
      start: new Float64Array(weightsAt + tasks.length),
      smooth(x, gradient) {
        const w = sum(x);
        const g = gradient && zeros(features, tasks.length);
        let value = smooth?.(w, g) ?? 0;
        w.values.forEach((v, i) => {
          value += (l2 / 2) * v * v;
          if (g) g.values[i] += l2 * v;
        });
        centred.forEach((rows, t) => {
          const seen = misfit({ rows, t, w, constant: x[weightsAt + t], loss, gradient: g });
          value += seen.value;
          if (gradient) gradient[weightsAt + t] = intercept ? seen.slope : 0;
        });
        if (gradient) penalties.forEach((_, p) => view(gradient, p).values.set(g!.values));
        return value;
      },
      penalty: (x) => penalties.reduce((total, p, i) => total + p.value(view(x, i)), 0),
      prox: (x, step) => penalties.forEach((p, i) => p.prox(view(x, i), step)),
    },
    o,
  );
  const w = sum(found.x);
  const shift = (t: number) =>
    means[t].reduce((s, m, i) => s + m * w.values[i * names.length + t], 0);
  const all = Object.keys(parts).map((name, p) => [name, toRows(view(found.x, p))] as const);
  return {
    tasks: names,
    weights: toRows(w),
    intercepts: names.map((_, t) => (intercept ? found.x[weightsAt + t] - shift(t) : 0)),
    ...(all.length > 1 && { parts: Object.fromEntries(all) }),
    link: loss.link,
    objective: found.objective,
    converged: found.converged,
  };
}

/** Throws for a strength that is no number from 0 up. */
export function amount(name: string, value: number): void {
  if (value >= 0 && value < Infinity) return;
  throw expected(`${name} to be a number from 0 up`, String(value), "Correct it.");
}

/** The mean loss of a task's rows, its slope by the constant; adds its gradient by the weights. */
function misfit(o: {
  rows: Rows;
  t: number;
  w: Matrix;
  constant: number;
  loss: LinearLoss;
  gradient?: Matrix;
}): { value: number; slope: number } {
  const { rows, t, w, constant, loss, gradient } = o;
  const { rows: width, columns, values } = w;
  let [value, slope] = [0, 0];
  for (let row = 0; row < rows.size; row++) {
    let z = constant;
    const at = row * width;
    for (let i = 0; i < width; i++) z += rows.x[at + i] * values[i * columns + t];
    value += loss.value(z, rows.y[row]) / rows.size;
    if (!gradient) continue;
    const s = loss.slope(z, rows.y[row]) / rows.size;
    slope += s;
    for (let i = 0; i < width; i++) gradient.values[i * columns + t] += s * rows.x[at + i];
  }
  return { value, slope };
}

function meansOf({ x, size }: Rows, width: number): number[] {
  const means = new Array<number>(width).fill(0);
  x.forEach((value, i) => (means[i % width] += value / size));
  return means;
}

function centre(rows: Rows, means: readonly number[]): Rows {
  return { ...rows, x: rows.x.map((value, i) => value - means[i % means.length]) };
}
