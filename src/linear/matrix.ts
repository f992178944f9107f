// Small dense matrices in float64, row by row in one array: the weights of linear models are features x tasks.
import { eigen } from "../weighting/solvers/eigen";

export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  /** Entry (i, j) is values[i * columns + j]; methods write into it. */
  readonly values: Float64Array;
}

export function zeros(rows: number, columns: number): Matrix {
  return { rows, columns, values: new Float64Array(rows * columns) };
}

/** Rows of numbers, as people read them. */
export function toRows({ rows, columns, values }: Matrix): number[][] {
  return Array.from({ length: rows }, (_, i) => [
    ...values.subarray(i * columns, (i + 1) * columns),
  ]);
}

/** The entries of each row, or of each column, as places in `values`. */
export function groups({ rows, columns }: Matrix, along: "rows" | "columns"): Int32Array[] {
  const [count, size] = along === "rows" ? [rows, columns] : [columns, rows];
  const [group, step] = along === "rows" ? [columns, 1] : [1, columns];
  return Array.from({ length: count }, (_, g) =>
    Int32Array.from({ length: size }, (_, i) => g * group + i * step),
  );
}

/** Length of the entries at these places. */
export function normAt(values: Float64Array, places: Int32Array): number {
  return Math.hypot(...Array.from(places, (i) => values[i]));
}

/** W = sum_k s_k u_k v_k': squared singular values s_k^2 >= 0 in falling order, and the vectors v_k over the columns. */
export function singular(w: Matrix): { squares: number[]; vectors: number[][] } {
  const { rows, columns, values } = w;
  const gram = Array.from({ length: columns }, () => new Array<number>(columns).fill(0));
  for (let i = 0; i < rows; i++) {
    for (let a = 0; a < columns; a++) {
      const x = values[i * columns + a];
      if (x !== 0) for (let b = 0; b < columns; b++) gram[a][b] += x * values[i * columns + b];
    }
  }
  const found = eigen(gram);
  return { squares: found.values.map((value) => Math.max(0, value)), vectors: found.vectors };
}

/** W V diag(factors) V' for orthonormal columns v_k of V: each singular value is multiplied by its factor. */
export function scaledAlong(w: Matrix, vectors: number[][], factors: readonly number[]): Matrix {
  const { rows, columns, values } = w;
  const middle = vectors[0].map((_, a) =>
    vectors[0].map((_, b) => vectors.reduce((sum, v, k) => sum + factors[k] * v[a] * v[b], 0)),
  );
  const out = zeros(rows, columns);
  for (let i = 0; i < rows; i++) {
    for (let b = 0; b < columns; b++) {
      let sum = 0;
      for (let a = 0; a < columns; a++) sum += values[i * columns + a] * middle[a][b];
      out.values[i * columns + b] = sum;
    }
  }
  return out;
}
