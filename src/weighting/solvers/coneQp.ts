// Convex quadratic problems over non-negative variables: projections on the cone of directions that hurt no task.
import { cholesky, dot, minor, substitute, times, type Matrix, type Vector } from "./linear";

/**
 * The z >= 0 that minimises 1/2 z'Mz + q'z for a positive semidefinite M (Lawson and Hanson's active set, 1974).
 *
 * Exact after finitely many solves. A variable that adds no new direction takes the place of one that it repeats; if the
 * problem is unbounded below the result is finite and M z + q is below 0 somewhere.
 */
export function nonNegativeQp(matrix: Matrix, linear: Vector): number[] {
  const n = linear.length;
  const value = (x: Vector) => dot(x, times(matrix, x)) / 2 + dot(linear, x);
  let z = new Array<number>(n).fill(0);
  let face: number[] = [];
  const useless = new Set<number>();
  for (let round = 0; round < 20 * n; round++) {
    const entering = steepest(matrix, linear, z, face, useless);
    if (entering === undefined) break;
    let wider = [...face, entering];
    let next = z;
    let target = onFace(matrix, linear, wider);
    const end = target ? undefined : downhill(matrix, z, face, entering);
    if (end) {
      [next, wider] = walk(z, end, wider);
      target = onFace(matrix, linear, wider);
    }
    while (target && wider.some((i) => target![i] <= 0)) {
      [next, wider] = walk(next, target, wider);
      target = onFace(matrix, linear, wider);
    }
    if (target) next = target;
    // Exact arithmetic would always gain; where rounding eats the gain, the solution is as good as it gets.
    if (!(value(next) < value(z))) {
      useless.add(entering);
      continue;
    }
    [z, face] = [next, wider];
    useless.clear();
  }
  return z;
}

/**
 * The v >= p that minimises v'Av for a Gram matrix A: sum_t v_t g_t is then the projection of sum_t p_t g_t on the
 * directions that have no negative product with any gradient (Quinton and Rey 2024).
 */
export function dualCone(gram: Matrix, preference: Vector): number[] {
  const added = nonNegativeQp(gram, times(gram, preference));
  return preference.map((p, i) => p + added[i]);
}

/** The variable at 0 whose rise lowers the objective fastest for its scale, beyond rounding; if any. */
function steepest(
  matrix: Matrix,
  linear: Vector,
  z: Vector,
  face: readonly number[],
  useless: ReadonlySet<number>,
): number | undefined {
  let best: number | undefined;
  let gain = 0;
  for (let j = 0; j < z.length; j++) {
    if (face.includes(j) || useless.has(j) || !(matrix[j][j] > 0)) continue;
    const slope = dot(matrix[j], z) + linear[j];
    const noise = dot(matrix[j].map(Math.abs), z) + Math.abs(linear[j]);
    const scaled = slope / Math.sqrt(matrix[j][j]);
    if (slope < -1e-13 * noise && scaled < gain) {
      gain = scaled;
      best = j;
    }
  }
  return best;
}

/** M z + q = 0 on the face and z = 0 off it; null where the face is singular. */
function onFace(matrix: Matrix, linear: Vector, face: readonly number[]): number[] | null {
  const lower = cholesky(minor(matrix, face));
  if (!lower) return null;
  const z = new Array<number>(linear.length).fill(0);
  substitute(
    lower,
    face.map((i) => -linear[i]),
  ).forEach((x, p) => (z[face[p]] = x));
  return z;
}

/**
 * A point on the line from z along which M z stays as it is while the entering variable, which repeats those of the face,
 * rises: beyond the first variable of the face that reaches 0. Undefined where none does: no bound.
 */
function downhill(
  matrix: Matrix,
  z: Vector,
  face: readonly number[],
  entering: number,
): number[] | undefined {
  const lower = cholesky(minor(matrix, face));
  if (!lower) return undefined;
  const line = z.map((_, i) => Number(i === entering));
  substitute(
    lower,
    face.map((i) => -matrix[i][entering]),
  ).forEach((x, p) => (line[face[p]] = x));
  const reach = Math.min(...face.filter((i) => line[i] < 0).map((i) => -z[i] / line[i]));
  return Number.isFinite(reach) ? z.map((x, i) => x + 2 * reach * line[i]) : undefined;
}

/** From z towards the target as far as the first variable that reaches 0, and the face without it. */
function walk(
  z: readonly number[],
  target: readonly number[],
  face: readonly number[],
): [number[], number[]] {
  let step = 1;
  let out = -1;
  for (const i of face) {
    const far = z[i] > 0 ? z[i] / (z[i] - target[i]) : 0;
    if (target[i] <= 0 && far <= step) {
      step = far;
      out = i;
    }
  }
  const moved = z.map((x, i) => (face.includes(i) && i !== out ? x + step * (target[i] - x) : 0));
  return [moved, face.filter((i) => i !== out)];
}
