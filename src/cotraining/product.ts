// What reaches each row of a graph from its neighbours, Y <- A Y, again and again.
import * as tf from "@tensorflow/tfjs";
import type { Graph } from "./graph";

/** Values of all rows, [rows * classes]. */
export type Values = Float64Array;

/** A matrix that is applied many times; `dispose` frees it. */
export interface Product {
  apply(y: Values): Values;
  dispose(): void;
}

/** A, with a_ij = scale(i, j, w_ij). Where most rows are joined whole rows are multiplied, otherwise a loop goes over neighbours. */
export function product(
  graph: Graph,
  classes: number,
  scale: (i: number, j: number, weight: number) => number,
): Product {
  const n = graph.length;
  const most = graph.reduce((sum, { weight }) => sum + weight.length, 0);
  const edges = {
    starts: new Int32Array(n + 1),
    at: new Int32Array(most),
    weight: new Float64Array(most),
  };
  let [count, least] = [0, Infinity];
  for (let i = 0; i < n; i++) {
    const { at, weight } = graph[i];
    for (let k = 0; k < weight.length; k++) {
      const value = scale(i, at[k], weight[k]);
      // However small, it may be the only one that leads to a label: only zeros are left out.
      if (!(value > 0)) continue;
      edges.at[count] = at[k];
      edges.weight[count++] = value;
      if (value < least) least = value;
    }
    edges.starts[i + 1] = count;
  }
  if (count <= (n * n) / 4) return byLoop(edges, classes);
  // Single precision ends at 1e-38, and far from labels the smallest numbers decide.
  return least > 1e-30 ? byEngine(edges, classes) : byRows(edges, classes);
}

/** Row i has the neighbours at[k] with weight[k] for k from starts[i] to starts[i + 1]. */
interface Edges {
  readonly starts: Int32Array;
  readonly at: Int32Array;
  readonly weight: Float64Array;
}

/** Class by class, two sums at once: they stay in registers, and neither waits for the other. */
function byLoop({ starts, at, weight }: Edges, classes: number): Product {
  const from = at.map((row) => row * classes);
  return {
    apply(y) {
      const next = new Float64Array(y.length);
      for (let i = 0; i + 1 < starts.length; i++) {
        const end = starts[i + 1];
        for (let c = 0; c < classes; c++) {
          let even = 0;
          let odd = 0;
          let k = starts[i];
          for (; k + 1 < end; k += 2) {
            even += weight[k] * y[from[k] + c];
            odd += weight[k + 1] * y[from[k + 1] + c];
          }
          if (k < end) even += weight[k] * y[from[k] + c];
          next[i * classes + c] = even + odd;
        }
      }
      return next;
    },
    dispose() {},
  };
}

/** Whole rows in double precision, two classes at once: each weight is read once for both. */
function byRows(edges: Edges, classes: number): Product {
  const n = edges.starts.length - 1;
  const matrix = dense(edges, new Float64Array(n * n));
  const [a, b, ofA, ofB] = [0, 1, 2, 3].map(() => new Float64Array(n));
  return {
    apply(y) {
      const next = new Float64Array(y.length);
      for (let c = 0; c < classes; c += 2) {
        // Of an odd number of classes the last is summed twice.
        const other = Math.min(c + 1, classes - 1);
        for (let j = 0; j < n; j++) {
          a[j] = y[j * classes + c];
          b[j] = y[j * classes + other];
        }
        timesTwo(matrix, a, b, ofA, ofB);
        for (let i = 0; i < n; i++) {
          next[i * classes + c] = ofA[i];
          next[i * classes + other] = ofB[i];
        }
      }
      return next;
    },
    dispose() {},
  };
}

/** The matrix times a and times b. Two sums each: they stay in registers, and none waits for another. */
function timesTwo(
  matrix: Float64Array,
  a: Float64Array,
  b: Float64Array,
  ofA: Float64Array,
  ofB: Float64Array,
): void {
  const n = a.length;
  for (let i = 0, at = 0; i < n; i++) {
    let evenA = 0;
    let oddA = 0;
    let evenB = 0;
    let oddB = 0;
    let j = 0;
    for (; j + 1 < n; j += 2, at += 2) {
      evenA += matrix[at] * a[j];
      evenB += matrix[at] * b[j];
      oddA += matrix[at + 1] * a[j + 1];
      oddB += matrix[at + 1] * b[j + 1];
    }
    if (j < n) {
      evenA += matrix[at] * a[j];
      evenB += matrix[at] * b[j];
      at++;
    }
    ofA[i] = evenA + oddA;
    ofB[i] = evenB + oddB;
  }
}

function byEngine(edges: Edges, classes: number): Product {
  const n = edges.starts.length - 1;
  const matrix = tf.tensor2d(dense(edges, new Float32Array(n * n)), [n, n]);
  return {
    apply(y) {
      const next = tf.tidy(() => matrix.matMul(tf.tensor2d(Float32Array.from(y), [n, classes])));
      const values = Float64Array.from(next.dataSync());
      next.dispose();
      return values;
    },
    dispose: () => matrix.dispose(),
  };
}

/** Writes the weights into a matrix of zeros, row after row. */
function dense<T extends Float32Array | Float64Array>({ starts, at, weight }: Edges, into: T): T {
  const n = starts.length - 1;
  for (let i = 0; i < n; i++) {
    for (let k = starts[i]; k < starts[i + 1]; k++) into[i * n + at[k]] = weight[k];
  }
  return into;
}
