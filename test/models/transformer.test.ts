import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import "../../src/engine";
import { seeded } from "../../src/data/random";
import { transformer, type TransformerOptions } from "../../src/models/blocks";
import { Positions, SelfAttention } from "../../src/models/layers";
import { expectNoLeak } from "../toys";

function net(shape: number[], o: TransformerOptions, seed = 1): tf.LayersModel {
  const rng = seeded(seed);
  const input = tf.input({ shape });
  return tf.model({
    inputs: input,
    outputs: transformer(o).reduce((x, block) => block(x, rng), input),
  });
}

type Matrix = number[][];
const product = (a: Matrix, b: Matrix) =>
  a.map((row) => b[0].map((_, j) => row.reduce((sum, v, k) => sum + v * b[k][j], 0)));
const softmax = (row: number[]) => {
  const e = row.map(Math.exp);
  return e.map((v) => v / e.reduce((a, b) => a + b));
};

describe("transformer", () => {
  it("has the shape and the weights counted by hand", () => {
    const model = net([7], { vocabulary: 10, width: 4, heads: 2, hidden: 6, layers: 2 });
    expect(model.outputs[0].shape).toEqual([null, 4]);
    const layer = 4 * (4 * 4 + 4) + (4 * 6 + 6) + (6 * 4 + 4) + 2 * 2 * 4;
    expect(model.countParams()).toBe(10 * 4 + 2 * layer);
    model.dispose();
  });

  it("draws its weights from the seed", () => {
    const [one, same, other] = [1, 1, 2].map((seed) => {
      const model = net([3, 4], {}, seed);
      const values = model.getWeights().map((w) => [...w.dataSync()]);
      model.dispose();
      return values;
    });
    expect(one).toEqual(same);
    expect(one).not.toEqual(other);
  });

  it("attends as softmax(Q K' / sqrt(d)) V, head by head, worked by hand", async () => {
    await expectNoLeak(() => {
      const layer = new SelfAttention({ options: { heads: 2, seed: 5 } });
      const x = [
        [0.5, -1, 2, 0.1],
        [1, 0.3, -0.7, 0.9],
        [-0.2, 0.4, 0.6, -1.5],
      ];
      const found = tf.tidy(() => (layer.apply(tf.tensor3d([x])) as tf.Tensor).dataSync());
      const kernels = tf.tidy(() =>
        layer.getWeights().flatMap((w) => (w.rank === 2 ? [w.arraySync() as Matrix] : [])),
      );
      const [q, k, v] = kernels.slice(0, 3).map((kernel) => product(x, kernel));
      const heads = [0, 2].map((from) => {
        const cut = (m: Matrix) => m.map((row) => row.slice(from, from + 2));
        const scores = cut(q).map((a) =>
          cut(k).map((b) => (a[0] * b[0] + a[1] * b[1]) / Math.SQRT2),
        );
        return product(scores.map(softmax), cut(v));
      });
      const wanted = product(
        heads[0].map((row, i) => [...row, ...heads[1][i]]),
        kernels[3],
      );
      wanted.flat().forEach((value, i) => expect(found[i]).toBeCloseTo(value, 5));
      layer.dispose();
    });
  });

  it("tells positions apart, by sines and cosines", () => {
    const layer = new Positions({});
    const found = tf.tidy(() => (layer.apply(tf.zeros([1, 3, 4])) as tf.Tensor).dataSync());
    const row = (p: number) => [Math.sin(p), Math.cos(p), Math.sin(p / 100), Math.cos(p / 100)];
    [0, 1, 2].flatMap(row).forEach((value, i) => expect(found[i]).toBeCloseTo(value, 5));
  });

  it.each([
    [() => transformer({ heads: 0 }), "heads of transformer() to be a whole number from 1 up"],
    [() => net([3, 5], { heads: 2 }), "a width that 2 heads divide. Found 5."],
    [() => net([3], {}), "features of shape [length, features] before transformer(). Found [3]."],
  ])("a bad option is one clear error (%#)", (build, message) => {
    expect(build).toThrow(message);
  });
});
