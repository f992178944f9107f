// Minimises a smooth function of many numbers: limited-memory BFGS (Liu and Nocedal 1989), step for step as scipy's.
import { lineSearch } from "./lineSearch";

/** The value of a function at a point; writes its gradient. */
export type Smooth = (at: Float64Array, gradient: Float64Array) => number;

/** Rounding of doubles. */
const EPSILON = 2 ** -52;

interface Pair {
  readonly s: Float64Array;
  readonly y: Float64Array;
  readonly rho: number;
}

/**
 * Goes downhill from `start` until no slope is above `tolerance`, or the value falls by rounding only, or after `steps`
 * steps. Directions, first step and line search are those of scipy's L-BFGS-B without bounds: where that stops short of
 * the minimum, this stops at the same place.
 */
export function lbfgs(
  f: Smooth,
  start: Float64Array,
  { steps = 100, tolerance = 1e-4, memory = 10 } = {},
): Float64Array {
  const n = start.length;
  let x = start;
  let gradient = new Float64Array(n);
  let value = f(x, gradient);
  let pairs: Pair[] = [];
  for (let step = 0; step < steps && steepest(gradient) > tolerance; step++) {
    const direction = newtonLike(gradient, pairs);
    const slope = dot(gradient, direction);
    const first = step === 0 ? 1 / Math.sqrt(dot(direction, direction)) : 1;
    let [next, there, reached, tried] = [x, gradient, value, 0];
    const at = (rate: number) => {
      if (rate === tried) return { value: reached, slope: dot(there, direction) };
      next = x.map((xi, i) => xi + rate * direction[i]);
      there = new Float64Array(n);
      reached = f(next, there);
      tried = rate;
      return { value: reached, slope: dot(there, direction) };
    };
    const rate = slope < 0 ? lineSearch(at, { value, slope }, first) : undefined;
    if (rate === undefined) {
      // Rounding: once more straight downhill, if that was not it.
      if (pairs.length === 0) break;
      pairs = [];
      continue;
    }
    const fallen = value - at(rate).value;
    const s = direction.map((di) => rate * di);
    const y = there.map((gi, i) => gi - gradient[i]);
    const curvature = dot(s, y);
    if (curvature > EPSILON * -slope * rate) pairs.push({ s, y, rho: 1 / curvature });
    if (pairs.length > memory) pairs.shift();
    const rounding = 64 * EPSILON * Math.max(Math.abs(value), Math.abs(reached), 1);
    [x, gradient, value] = [next, there, reached];
    if (fallen <= rounding) break;
  }
  return x;
}

/** Minus the approximate inverse Hessian times the gradient (the two-loop recursion). */
function newtonLike(gradient: Float64Array, pairs: readonly Pair[]): Float64Array {
  const q = gradient.map((value) => -value);
  const alphas: number[] = [];
  for (let k = pairs.length - 1; k >= 0; k--) {
    const { s, y, rho } = pairs[k];
    alphas[k] = rho * dot(s, q);
    for (let i = 0; i < q.length; i++) q[i] -= alphas[k] * y[i];
  }
  const last = pairs[pairs.length - 1];
  if (last) {
    const scale = 1 / (last.rho * dot(last.y, last.y));
    for (let i = 0; i < q.length; i++) q[i] *= scale;
  }
  pairs.forEach(({ s, y, rho }, k) => {
    const beta = alphas[k] - rho * dot(y, q);
    for (let i = 0; i < q.length; i++) q[i] += beta * s[i];
  });
  return q;
}

function steepest(gradient: Float64Array): number {
  let most = 0;
  for (let i = 0; i < gradient.length; i++) most = Math.max(most, Math.abs(gradient[i]));
  return most;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
