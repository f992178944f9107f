// The few lines of dense linear algebra that the solvers share, in float64 on small square arrays.

export type Vector = readonly number[];
export type Matrix = readonly (readonly number[])[];

export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

/** A x for a square matrix. */
export function times(matrix: Matrix, x: Vector): number[] {
  return matrix.map((row) => dot(row, x));
}

/** x' A x, never below 0: what rounding takes below is 0. */
export function quadratic(matrix: Matrix, x: Vector): number {
  return Math.max(0, dot(x, times(matrix, x)));
}

/** Square roots of the diagonal: the norms behind a Gram matrix. */
export function norms(gram: Matrix): number[] {
  return gram.map((row, i) => Math.sqrt(Math.max(0, row[i])));
}

/** The Gram matrix of the rows. */
export function gramOf(rows: readonly ArrayLike<number>[]): number[][] {
  const gram = rows.map(() => new Array<number>(rows.length).fill(0));
  for (let i = 0; i < rows.length; i++) {
    for (let j = i; j < rows.length; j++) gram[i][j] = gram[j][i] = dot(rows[i], rows[j]);
  }
  return gram;
}

/** The Gram matrix of the rows at length 1: cosines. Rows of length 0 stay 0. */
export function cosines(gram: Matrix): number[][] {
  const scale = norms(gram).map((norm) => (norm > 0 ? 1 / norm : 0));
  return gram.map((row, i) => row.map((a, j) => (i === j && a > 0 ? 1 : a * scale[i] * scale[j])));
}

/**
 * The lower triangle L of L L' = A for a positive definite matrix, or null where a pivot falls to `floor` times its
 * diagonal entry or below: then A is singular as far as float64 can tell.
 */
export function cholesky(matrix: Matrix, floor = 1e-14): number[][] | null {
  const n = matrix.length;
  const lower = matrix.map(() => new Array<number>(n).fill(0));
  for (let j = 0; j < n; j++) {
    let pivot = matrix[j][j];
    for (let k = 0; k < j; k++) pivot -= lower[j][k] * lower[j][k];
    if (!(pivot > floor * matrix[j][j])) return null;
    lower[j][j] = Math.sqrt(pivot);
    for (let i = j + 1; i < n; i++) {
      let sum = matrix[i][j];
      for (let k = 0; k < j; k++) sum -= lower[i][k] * lower[j][k];
      lower[i][j] = sum / lower[j][j];
    }
  }
  return lower;
}

/** x with L L' x = b. */
export function substitute(lower: Matrix, b: Vector): number[] {
  const n = b.length;
  const x = [...b];
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) x[i] -= lower[i][k] * x[k];
    x[i] /= lower[i][i];
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) x[i] -= lower[k][i] * x[k];
    x[i] /= lower[i][i];
  }
  return x;
}

/** The rows and columns of a matrix named by `index`. */
export function minor(matrix: Matrix, index: readonly number[]): number[][] {
  return index.map((i) => index.map((j) => matrix[i][j]));
}
