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

/** Two classes at once, each in two sums: they stay in registers, and none waits for another. */
function byLoop({ starts, at, weight }: Edges, classes: number): Product {
  const from = at.map((row) => row * classes);
  return {
    apply(y) {
      const next = new Float64Array(y.length);
      for (let i = 0; i + 1 < starts.length; i++) {
        const end = starts[i + 1];
        for (let c = 0; c < classes; c += 2) {
          // Of an odd number of classes the last is summed twice.
          const other = c + 1 < classes ? c + 1 : c;
          let evenA = 0;
          let oddA = 0;
          let evenB = 0;
          let oddB = 0;
          let k = starts[i];
          for (; k + 1 < end; k += 2) {
            const u = from[k];
            const v = from[k + 1];
            evenA += weight[k] * y[u + c];
            evenB += weight[k] * y[u + other];
            oddA += weight[k + 1] * y[v + c];
            oddB += weight[k + 1] * y[v + other];
          }
          if (k < end) {
            evenA += weight[k] * y[from[k] + c];
            evenB += weight[k] * y[from[k] + other];
          }
          next[i * classes + other] = evenB + oddB;
          next[i * classes + c] = evenA + oddA;
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
