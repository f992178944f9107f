import * as tf from "@tensorflow/tfjs";
import { describe, expect, test } from "vitest";
import { crossEntropy } from "../../src/engine/crossEntropy";
import { engine } from "../../src/engine";

const normal = (shape: number[], seed: number) => tf.randomNormal(shape, 0, 1, "float32", seed);

/** Values and gradients of functions that run on improved operations. */
const functions: [string, () => tf.Tensor[]][] = [
  ["matMul", () => products([3, 4], [4, 5], false, false)],
  ["matMul, both transposed", () => products([4, 3], [5, 4], true, true)],
  ["matMul of one-matrix batches", () => products([1, 3, 4], [1, 4, 5], false, false)],
  ["matMul of batches", () => products([2, 3, 4], [2, 4, 5], false, false)],
  ["matMul of a batch and a matrix", () => products([2, 3, 4], [1, 4, 5], false, false)],
  ["add of a bias", () => sums([2, 3, 4], [4])],
  ["add of a vector to a vector", () => sums([4], [4])],
  ["add of a matrix to a matrix", () => sums([3, 4], [3, 4])],
  ["relu", () => withGradient((x) => tf.relu(x), normal([3, 4], 1))],
  [
    "relu, differentiated twice",
    () => withGradient((x) => tf.grad((x) => tf.square(tf.relu(x)))(x), normal([3, 4], 1)),
  ],
  [
    "crossEntropy",
    () =>
      withGradient(
        (z) => crossEntropy(tf.tensor1d([2, 0, 1], "int32"), z as tf.Tensor2D),
        normal([3, 4], 1),
      ),
  ],
];

function products(a: number[], b: number[], ta: boolean, tb: boolean) {
  const right = normal(b, 2);
  return withGradient((x) => tf.matMul(x, right, ta, tb), normal(a, 1));
}
function sums(a: number[], b: number[]) {
  const [left, right] = [normal(a, 1), normal(b, 2)];
  return [
    ...withGradient((x) => tf.square(tf.add(x, right)), left),
    ...withGradient((x) => tf.square(tf.add(left, x)), right),
  ];
}
function withGradient(f: (x: tf.Tensor) => tf.Tensor, x: tf.Tensor): tf.Tensor[] {
  const { grad, value } = tf.valueAndGrad((x) => tf.sum(tf.mul(f(x), 3)) as tf.Tensor)(x);
  return [f(x), value, grad];
}

describe.runIf(engine().name === "native")("an improved native operation", () => {
  test.each(functions)("gives the numbers of plain JavaScript: %s", async (_, run) => {
    const before = tf.memory().numTensors;
    const numbers = () =>
      tf.tidy(() => run().map((t) => ({ shape: t.shape, v: [...t.dataSync()] })));
    const fast = numbers();
    await tf.setBackend("cpu");
    const plain = numbers();
    await tf.setBackend("tensorflow");
    fast.forEach(({ shape, v }, i) => {
      expect(shape).toEqual(plain[i].shape);
      v.forEach((x, j) => expect(x).toBeCloseTo(plain[i].v[j], 4));
    });
    expect(tf.memory().numTensors).toBe(before);
  });
});
