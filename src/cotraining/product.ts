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

/** A, with a_ij = scale(i, j, w_ij). Where most rows are joined the engine multiplies, otherwise a loop over neighbours. */
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
  // Single precision ends at 1e-38, and far from labels the smallest numbers decide.
  return count > (n * n) / 4 && least > 1e-30 ? byEngine(edges, classes) : byLoop(edges, classes);
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

function byEngine({ starts, at, weight }: Edges, classes: number): Product {
  const n = starts.length - 1;
  const values = new Float32Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let k = starts[i]; k < starts[i + 1]; k++) values[i * n + at[k]] = weight[k];
  }
  const matrix = tf.tensor2d(values, [n, n]);
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
