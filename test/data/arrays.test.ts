import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import "../../src/engine";
import { fromArrays, type Nested } from "../../src/data/arrays";
import { fromTensors } from "../../src/data/tensors";
import { expectNoLeak } from "../toys";

describe("fromArrays", () => {
  it("reads nested arrays and flat ones with the shape of an example alike", () => {
    const nested = fromArrays({ x: [[[1, 2]], [[3, 4]]] }, { y: [0, null] });
    const flat = fromArrays(
      { x: { values: Uint8Array.of(1, 2, 3, 4), shape: [1, 2] } },
      { y: { values: [0, NaN], shape: [] } },
    );
    for (const data of [nested, flat]) {
      expect(data.inputs.x.arraySync()).toEqual([[[1, 2]], [[3, 4]]]);
      expect(data.targets.y.arraySync()).toEqual([0, NaN]);
      data.dispose();
    }
  });

  it("reads rows that are typed arrays", () => {
    const data = fromArrays({ x: [Float32Array.of(1, 2), Float32Array.of(3, 4)] });
    expect(data.inputs.x.arraySync()).toEqual([
      [1, 2],
      [3, 4],
    ]);
    data.dispose();
  });

  it("says where an array is ragged", () => {
    expect(() => fromArrays({ x: [[1, 2], [3]] })).toThrow(
      'Expected 2 values in input "x" at [1], as in the first example. Found 1. ' +
        "Give every example the same shape: pad or cut.",
    );
    expect(() => fromArrays({ x: [[1, 2], 3] })).toThrow("Found 3.");
    expect(() => fromArrays({ x: [1, [2]] })).toThrow("Found an array.");
  });

  it("says where a word stands for a number, and where an input is missing", () => {
    const words = [[1], ["two"]] as unknown as Nested;
    expect(() => fromArrays({ x: words })).toThrow(
      'Expected a number in input "x" at [1, 0]. Found "two". Encode it as a number first.',
    );
    expect(() => fromArrays({ x: [[1], [null]] })).toThrow("Found null.");
    expect(() => fromArrays({ x: [[1], [NaN]] })).toThrow(
      'Expected finite numbers in input "x". Found NaN in row 1.',
    );
  });

  it("says when values do not fill whole examples", () => {
    expect(() => fromArrays({ x: { values: [1, 2, 3], shape: [2] } })).toThrow(
      'Expected a multiple of 2 values in input "x", 2 for each example of shape [2]. ' +
        "Found 3 values. Correct the shape, which is that of one example, or the values.",
    );
  });

  it("leaks nothing, whether it succeeds or fails", async () => {
    await expectNoLeak(() => {
      fromArrays({ x: [[1]] }, { y: [1] }).dispose();
      expect(() => fromArrays({ x: [[1]] }, { y: [1, 2] })).toThrow();
      expect(() => fromArrays({ x: [[1]], z: [[NaN]] })).toThrow();
    });
  });
});

describe("fromTensors", () => {
  it("takes tensors over and turns whole numbers and truth values into float32", async () => {
    await expectNoLeak(() => {
      const same = tf.tensor2d([[1], [2]], [2, 1], "int32");
      const data = fromTensors({ x: same, again: same }, { y: tf.tensor1d([true, false]) });
      expect([data.inputs.x.dtype, data.inputs.again.dtype]).toEqual(["float32", "float32"]);
      expect(data.targets.y.arraySync()).toEqual([1, 0]);
      data.dispose();
    });
  });

  it.each([
    [
      () => [{ x: tf.zeros([3, 2]) }, { y: tf.zeros([2]) }],
      'Expected as many rows in target "y" as in input "x", 3. Found 2, shape [2].',
    ],
    [() => [{ x: tf.zeros([0, 2]) }, {}], 'Expected rows in input "x". Found shape [0,2].'],
    [() => [{ x: tf.scalar(1) }, {}], 'Expected rows in input "x". Found shape [].'],
    [() => [{}, { y: tf.zeros([2]) }], 'Expected at least one input. Found "y" as targets only.'],
    [() => [{ x: tf.tensor1d(["a"]) }, {}], "Found a tensor of type string."],
    [() => [{ x: tf.zeros([1]) }, { y: tf.tensor1d([Infinity]) }], "Found Infinity in row 0."],
  ])("refuses what is no data set %#", (make, message) => {
    tf.tidy(() => {
      const [inputs, targets] = make() as Record<string, tf.Tensor>[];
      expect(() => fromTensors(inputs, targets)).toThrow(message);
    });
  });
});
