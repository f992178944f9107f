// Squared distances between rows, and who is closest, by matrix products of the engine: rows may be many and long.
import * as tf from "@tensorflow/tfjs";
import type { Features } from "./table";

/** Rows that are compared at once: blocks of 512 by 5000 take 10 MB. */
const BLOCK = 512;

/**
 * Calls `visit` with ||a_i - b_j||^2 for every row j, row i after row i. The numbers are float32, by
 * ||a||^2 + ||b||^2 - 2 a b, and never below 0.
 */
export function eachDistance(
  a: Features,
  b: Features,
  visit: (i: number, far: Float32Array) => void,
): void {
  blocks(a, b, (far, start, count) => {
    const values = far.dataSync() as Float32Array;
    for (let i = 0; i < count; i++) visit(start + i, values.subarray(i * b.size, (i + 1) * b.size));
  });
}

/** The k rows of b nearest to each row of a, nearest first, of equals the earlier; [row of a][k]. */
export function nearestTo(a: Features, b: Features, k: number): number[][] {
  const found: number[][] = [];
  blocks(a, b, (far) => {
    const { indices } = tf.topk(far.neg(), Math.min(k, b.size), true);
    found.push(...(indices.arraySync() as number[][]));
  });
  return found;
}

function blocks(
  a: Features,
  b: Features,
  visit: (far: tf.Tensor2D, start: number, count: number) => void,
): void {
  const to = tf.tensor2d(b.x, [b.size, b.width]);
  const lengths = tf.tidy(() => to.square().sum(1));
  for (let start = 0; start < a.size; start += BLOCK) {
    const count = Math.min(BLOCK, a.size - start);
    tf.tidy(() => {
      const part = a.x.subarray(start * a.width, (start + count) * a.width);
      const from = tf.tensor2d(part, [count, a.width]);
      const squares = from.square().sum(1, true).add(lengths);
      const far = squares.sub(from.matMul(to, false, true).mul(2)).maximum(0);
      visit(far as tf.Tensor2D, start, count);
    });
  }
  tf.dispose([to, lengths]);
}
