// FISTA: accelerated proximal gradient, for a smooth function plus one that has a proximal operator.

export interface Problem {
  readonly start: Float64Array;
  /** The smooth part: its value, and its gradient written into `gradient` if given. */
  smooth(x: Float64Array, gradient?: Float64Array): number;
  /** The other part. */
  penalty(x: Float64Array): number;
  /** Replaces v by the x that minimises |x - v|^2 / 2 + step * penalty(x). */
  prox(v: Float64Array, step: number): void;
}

export interface Stopping {
  /** Stop when the generalised gradient is this small beside the gradient at the start. Default 1e-8. */
  readonly tolerance?: number;
  /** Default 10000. */
  readonly iterations?: number;
}

export interface Minimum {
  readonly x: Float64Array;
  /** The whole function after each step, the start first; never rises. */
  readonly objective: number[];
  readonly converged: boolean;
}

/**
 * Minimises smooth + penalty (Beck and Teboulle 2009) with a step found by doubling: from y, x = prox(y - grad / L), L
 * doubled until the quadratic bound holds; then y moves on beyond x by momentum. A step that would raise the function
 * is taken again from the last point without momentum (O'Donoghue and Candes 2015), which cannot raise it.
 */
export function minimise(
  problem: Problem,
  { tolerance = 1e-8, iterations = 10000 }: Stopping = {},
): Minimum {
  const { start, smooth, penalty, prox } = problem;
  const gradient = new Float64Array(start.length);
  let x: Float64Array = start.slice();
  let y: Float64Array = start.slice();
  smooth(x, gradient);
  const scale = largest(gradient) || 1;
  let bound = curvature(problem, x, gradient);
  let momentum = 1;
  const objective = [smooth(x) + penalty(x)];
  for (let step = 0; step < iterations; step++) {
    const value = smooth(y, gradient);
    let next: Float64Array;
    let moved: Float64Array;
    for (;;) {
      next = y.map((v, i) => v - gradient[i] / bound);
      prox(next, 1 / bound);
      moved = next.map((v, i) => v - y[i]);
      const model = value + dot(gradient, moved) + (bound / 2) * dot(moved, moved);
      if (smooth(next) <= model + 1e-13 * Math.abs(value)) break;
      bound *= 2;
    }
    const now = smooth(next) + penalty(next);
    const last = objective[objective.length - 1];
    if (now > last && momentum > 1) {
      [y, momentum] = [x.slice(), 1];
      continue;
    }
    objective.push(Math.min(now, last)); // What rises here is rounding.
    const faster = (1 + Math.sqrt(1 + 4 * momentum * momentum)) / 2;
    const push = (momentum - 1) / faster;
    y = next.map((v, i) => v + push * (v - x[i]));
    [x, momentum] = [next, faster];
    if (bound * largest(moved) <= tolerance * scale) return { x, objective, converged: true };
  }
  return { x, objective, converged: false };
}

/** How fast the gradient turns along itself: at most the bound that is looked for. */
function curvature({ smooth }: Problem, x: Float64Array, gradient: Float64Array): number {
  const length = Math.sqrt(dot(gradient, gradient));
  if (length === 0) return 1;
  const ahead = new Float64Array(x.length);
  smooth(
    x.map((v, i) => v - (1e-3 * gradient[i]) / length),
    ahead,
  );
  const turned = ahead.map((g, i) => g - gradient[i]);
  return Math.max(1e-12, Math.sqrt(dot(turned, turned)) / 1e-3);
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

function largest(values: Float64Array): number {
  return values.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
}
