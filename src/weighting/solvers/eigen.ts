// Eigenvalues of small symmetric matrices, the pseudo-inverse they give, and a rank that scale cannot fool.
import { cosines, times, type Matrix, type Vector } from "./linear";

/** Eigenvalues in falling order; vectors[k] belongs to values[k] and has length 1. */
export interface Eigen {
  readonly values: number[];
  readonly vectors: number[][];
}

/** Eigenvalues and vectors by Jacobi's rotations: accurate for small eigenvalues, exact for diagonal input. */
export function eigen(matrix: Matrix): Eigen {
  const n = matrix.length;
  const a = matrix.map((row) => [...row]);
  const v = matrix.map((_, i) => matrix.map((_, j) => (i === j ? 1 : 0)));
  for (let sweep = 0; sweep < 50; sweep++) {
    let rotated = false;
    for (let p = 0; p < n - 1; p++) {
      for (let q = p + 1; q < n; q++) {
        if (Math.abs(a[p][q]) <= 1e-17 * Math.sqrt(Math.abs(a[p][p] * a[q][q]))) continue;
        rotated = true;
        rotate(a, v, p, q);
      }
    }
    if (!rotated) break;
  }
  const order = a.map((_, i) => i).sort((i, j) => a[j][j] - a[i][i]);
  return { values: order.map((i) => a[i][i]), vectors: order.map((i) => v[i]) };
}

/**
 * How many of the gradients behind a Gram matrix are linearly independent. Decided on cosines, so that a short gradient
 * is not mistaken for a dependent one. The default tolerance fits gradients computed in float32.
 */
export function rank(gram: Matrix, tolerance = 1e-7 * gram.length): number {
  return eigen(cosines(gram)).values.filter((value) => value > tolerance).length;
}

/** x of least length with the least |A x - b|, keeping the `kept` largest eigenvalues. */
export function pseudoSolve({ values, vectors }: Eigen, kept: number, b: Vector): number[] {
  const x = new Array<number>(b.length).fill(0);
  const along = times(vectors, b);
  for (let k = 0; k < kept; k++) {
    vectors[k].forEach((component, i) => (x[i] += (along[k] / values[k]) * component));
  }
  return x;
}

/** Turns rows and columns p and q of `a` so that a[p][q] becomes 0, and the vectors with them. */
function rotate(a: number[][], v: number[][], p: number, q: number): void {
  const theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
  const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  const shift = t * a[p][q];
  a[p][p] -= shift;
  a[q][q] += shift;
  a[p][q] = a[q][p] = 0;
  for (let k = 0; k < a.length; k++) {
    if (k !== p && k !== q) {
      const [x, y] = [a[p][k], a[q][k]];
      a[p][k] = a[k][p] = c * x - s * y;
      a[q][k] = a[k][q] = s * x + c * y;
    }
    const [x, y] = [v[p][k], v[q][k]];
    v[p][k] = c * x - s * y;
    v[q][k] = s * x + c * y;
  }
}
