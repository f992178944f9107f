// Convex quadratic problems over the simplex, solved exactly by an active set; the nearest point to 0 is one of them.
import { cholesky, dot, norms, substitute, times, type Matrix, type Vector } from "./linear";

/**
 * The weights w >= 0 with sum 1 that minimise 1/2 w'Aw + l'w, for a Gram matrix A and any l.
 *
 * Wolfe's corral method (1976) with a linear term: it keeps a set of weights above 0, solves for them, drops what falls
 * below 0, adds what would still help, and ends after finitely many exact solves. Tests are relative to each row, so
 * norms may differ by many orders of magnitude. Where the weights are not unique (identical or dependent gradients) the
 * minimum still is, and few weights are above 0.
 */
export function simplexQp(gram: Matrix, linear: Vector): number[] {
  const size = norms(gram).map((norm) => norm || 1);
  const value = (w: Vector) => dot(w, times(gram, w)) / 2 + dot(linear, w);
  const cost = gram.map((row, i) => row[i] / 2 + linear[i]);
  const first = cost.indexOf(Math.min(...cost));
  let w: number[] = gram.map((_, i) => (i === first ? 1 : 0));
  let face = [first];
  const useless = new Set<number>();
  for (let round = 0; round < 20 * gram.length; round++) {
    const entering = mostHelpful(gram, linear, size, w, face, useless);
    if (entering === undefined) break;
    const wider = [...face, entering];
    const target = onFace(gram, linear, wider);
    const [next, nextFace] = target
      ? shrink(gram, linear, w, wider, target)
      : trade(gram, w, face, entering);
    // Exact arithmetic would always gain; where rounding eats the gain, the solution is as good as it gets.
    if (!(value(next) < value(w))) {
      useless.add(entering);
      continue;
    }
    [w, face] = [next, nextFace];
    useless.clear();
  }
  return w;
}

/** The weights of the point of the convex hull that is nearest to 0. A gradient of 0 is that point. */
export function minNorm(gram: Matrix): number[] {
  const zeros = gram.filter((row, i) => row[i] <= 0).length;
  if (zeros > 0) return gram.map((row, i) => (row[i] <= 0 ? 1 / zeros : 0));
  return simplexQp(gram, new Array<number>(gram.length).fill(0));
}

/**
 * The minimiser of 1/2 w'Aw + l'w with sum 1 and w = 0 off the face, signs free; null where the gradients of the face
 * are affinely dependent. It is linear in l.
 */
export function onFace(gram: Matrix, linear: Vector, face: readonly number[]): number[] | null {
  const size = face.map((i) => Math.sqrt(Math.max(0, gram[i][i])) || 1);
  const least = Math.min(...size);
  // At length 1, with the constraint's square added: positive definite as soon as the face is affinely independent.
  const tilt = size.map((s) => least / s);
  const scaled = face.map((i, p) =>
    face.map((j, q) => gram[i][j] / (size[p] * size[q]) + tilt[p] * tilt[q]),
  );
  const lower = cholesky(scaled);
  if (!lower) return null;
  const level = substitute(lower, tilt);
  const pull = substitute(
    lower,
    face.map((i, p) => linear[i] / size[p]),
  );
  const height = (least + dot(tilt, pull)) / dot(tilt, level);
  const w = new Array<number>(gram.length).fill(0);
  face.forEach((i, p) => (w[i] = (height * level[p] - pull[p]) / size[p]));
  return w;
}

/** The weight at 0 whose rise lowers the objective fastest for its gradient's length, beyond rounding; if any. */
function mostHelpful(
  gram: Matrix,
  linear: Vector,
  size: Vector,
  w: Vector,
  face: readonly number[],
  useless: ReadonlySet<number>,
): number | undefined {
  const slope = times(gram, w).map((a, i) => a + linear[i]);
  const noise = gram.map((row, i) => dot(row.map(Math.abs), w) + Math.abs(linear[i]));
  const level = dot(w, slope);
  const margin = 1e-14 * dot(w, noise);
  let best: number | undefined;
  let gain = 0;
  for (let j = 0; j < w.length; j++) {
    if (face.includes(j) || useless.has(j)) continue;
    const rise = slope[j] - level;
    if (rise < -(margin + 1e-14 * noise[j]) && rise / size[j] < gain) {
      gain = rise / size[j];
      best = j;
    }
  }
  return best;
}

/** Moves to the face's minimiser, shrinking the face wherever the way there leaves the simplex. */
function shrink(
  gram: Matrix,
  linear: Vector,
  w: number[],
  face: number[],
  target: number[],
): [number[], number[]] {
  while (face.some((i) => target[i] <= 0)) {
    [w, face] = walk(
      w,
      target.map((t, i) => t - w[i]),
      face,
      1,
    );
    const next = face.length > 0 ? onFace(gram, linear, face) : null;
    if (!next) break;
    target = next;
  }
  return face.some((i) => target[i] <= 0) ? [w, face] : [target, face];
}

/** For an entering gradient that is an affine combination of those on the face: trades it for them. */
function trade(gram: Matrix, w: number[], face: number[], entering: number): [number[], number[]] {
  const pull = gram[entering].map((a) => -a);
  const mix = onFace(gram, pull, face) ?? w;
  const along = mix.map((m, i) => (i === entering ? 1 : 0) - m);
  return walk(w, along, [...face, entering], Infinity);
}

/** w + step * along, as far as the first weight that reaches 0 (at most `limit`), and the face without it. */
function walk(
  w: readonly number[],
  along: readonly number[],
  face: readonly number[],
  limit: number,
): [number[], number[]] {
  let step = limit;
  let out = -1;
  for (const i of face) {
    const far = along[i] < 0 ? w[i] / -along[i] : w[i] + along[i] <= 0 ? 0 : Infinity;
    if (far <= step && far < Infinity) {
      step = far;
      out = i;
    }
  }
  if (step === Infinity) return [[...w], [...face]];
  const moved = w.map((x, i) =>
    i === out || !face.includes(i) ? 0 : Math.max(0, x + step * along[i]),
  );
  return [moved, face.filter((i) => i !== out)];
}
