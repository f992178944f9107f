// Minimises a smooth function of many numbers: limited-memory BFGS (Nocedal 1980) with backtracking.

/** The value of a function at a point; writes its gradient. */
export type Smooth = (at: Float64Array, gradient: Float64Array) => number;

/** Goes downhill from `start`, in place, until no slope is above `tolerance` or after `steps` steps. */
export function lbfgs(
  f: Smooth,
  start: Float64Array,
  { steps = 100, tolerance = 1e-4, memory = 10 } = {},
): Float64Array {
  const n = start.length;
  let x = start;
  let gradient = new Float64Array(n);
  let value = f(x, gradient);
  const pairs: { s: Float64Array; y: Float64Array; rho: number }[] = [];
  for (let step = 0; step < steps; step++) {
    if (gradient.every((slope) => Math.abs(slope) <= tolerance)) break;
    const direction = newtonLike(gradient, pairs);
    const slope = dot(gradient, direction);
    let rate = pairs.length > 0 ? 1 : Math.min(1, 1 / Math.sqrt(dot(gradient, gradient)));
    let moved = false;
    for (let halving = 0; halving < 30 && !moved; halving++, rate /= 2) {
      const next = x.map((xi, i) => xi + rate * direction[i]);
      const there = new Float64Array(n);
      const reached = f(next, there);
      if (!(reached <= value + 1e-4 * rate * slope)) continue;
      const s = next.map((xi, i) => xi - x[i]);
      const y = there.map((gi, i) => gi - gradient[i]);
      const curvature = dot(s, y);
      if (curvature > 1e-12) pairs.push({ s, y, rho: 1 / curvature });
      if (pairs.length > memory) pairs.shift();
      [x, gradient, value, moved] = [next, there, reached, true];
    }
    if (!moved) break;
  }
  return x;
}

/** Minus the approximate inverse Hessian times the gradient (the two-loop recursion). */
function newtonLike(
  gradient: Float64Array,
  pairs: readonly { s: Float64Array; y: Float64Array; rho: number }[],
): Float64Array {
  const q = gradient.map((value) => -value);
  const alphas = [...pairs].reverse().map(({ s, y, rho }) => {
    const alpha = rho * dot(s, q);
    for (let i = 0; i < q.length; i++) q[i] -= alpha * y[i];
    return alpha;
  });
  const last = pairs[pairs.length - 1];
  if (last) {
    const scale = dot(last.s, last.y) / dot(last.y, last.y);
    for (let i = 0; i < q.length; i++) q[i] *= scale;
  }
  pairs.forEach(({ s, y, rho }, k) => {
    const beta = alphas[pairs.length - 1 - k] - rho * dot(y, q);
    for (let i = 0; i < q.length; i++) q[i] += beta * s[i];
  });
  return q;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
