import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import "../../src/engine";
import { seeded } from "../../src/data/random";
import {
  cnn,
  dense,
  dropout,
  embedding,
  flatten,
  gru,
  lstm,
  mlp,
  textCnn,
} from "../../src/models/blocks";
import { rememberMasks } from "../../src/models/blocks/dropout";
import type { Block } from "../../src/models/model";

/** A net of one input and these blocks. */
function net(shape: number[], blocks: Block[], seed = 1): tf.LayersModel {
  const rng = seeded(seed);
  const input = tf.input({ shape });
  return tf.model({ inputs: input, outputs: blocks.reduce((x, block) => block(x, rng), input) });
}

function weights(model: tf.LayersModel): number[][] {
  return model.getWeights().map((w) => [...w.dataSync()]);
}

describe("blocks", () => {
  const shapes: [string, number[], Block[], number[], number][] = [
    ["dense", [5], [dense(3)], [3], 5 * 3 + 3],
    ["dense after an image", [2, 2, 1], [dense(3)], [3], 4 * 3 + 3],
    ["mlp", [5], mlp([4, 3]), [3], 24 + 15],
    ["flatten", [2, 3, 1], [flatten()], [6], 0],
    ["cnn", [8, 8, 1], cnn([4, 6]), [2 * 2 * 6], 9 * 4 + 4 + 9 * 4 * 6 + 6],
    ["embedding", [7], [embedding({ vocabulary: 10, width: 3 })], [7, 3], 30],
    [
      "textCnn",
      [7],
      textCnn({ vocabulary: 10, width: 3, filters: 2 }),
      [6],
      30 + (3 + 4 + 5) * 3 * 2 + 6,
    ],
    ["lstm", [7], lstm({ vocabulary: 10, width: 3, units: 2 }), [2], 30 + 4 * (3 * 2 + 2 * 2 + 2)],
    ["lstm on vectors", [7, 3], lstm({ units: 2 }), [2], 4 * (3 * 2 + 2 * 2 + 2)],
    ["gru", [7], gru({ vocabulary: 10, width: 3, units: 2 }), [2], 30 + 3 * (3 * 2 + 2 * 2 + 2)],
  ];

  it.each(shapes)("%s has the shape and weights worked by hand", (_, shape, blocks, out, count) => {
    const model = net(shape, blocks);
    expect(model.outputs[0].shape.slice(1)).toEqual(out);
    expect(model.countParams()).toBe(count);
    model.dispose();
  });

  it.each(shapes)("%s draws its weights from the seed", (_, shape, blocks, _out, count) => {
    const [one, same, other] = [
      net(shape, blocks, 1),
      net(shape, blocks, 1),
      net(shape, blocks, 2),
    ];
    expect(weights(one)).toEqual(weights(same));
    if (count > 0) expect(weights(one)).not.toEqual(weights(other));
    [one, same, other].forEach((model) => model.dispose());
  });

  it.each([
    [() => dense(0), "units of dense() to be a whole number from 1 up. Found 0."],
    [() => dense(2, { l2: -1 }), "l2 to be 0 or more. Found -1."],
    [() => dropout(1), "a dropout rate from 0 up to, not including, 1. Found 1."],
    [
      () => net([4], cnn([2])),
      "features of shape [height, width, channels] before cnn(). Found [4].",
    ],
    [() => net([2, 2, 1], cnn([2, 2])), "an image of at least 2 x 2 before each convolution"],
    [
      () => net([4, 2], [embedding({ vocabulary: 3, width: 1 })]),
      "before embedding(). Found [4, 2].",
    ],
    [() => net([4], lstm({ units: 2 })), "features of shape [length, features] before lstm()"],
  ])("a bad option is one clear error: %s", (build, message) => {
    expect(build).toThrow(message);
  });
});

describe("dropout", () => {
  const x = tf.keep(tf.ones([4, 50]));
  const masks = (model: tf.LayersModel, times: number) =>
    Array.from({ length: times }, () =>
      tf.tidy(() => [...(model.apply(x, { training: true }) as tf.Tensor).dataSync()]),
    );

  it("draws a new mask at each step, and the same ones from the same seed", () => {
    const [one, same] = [net([50], [dropout(0.5)]), net([50], [dropout(0.5)])];
    const drawn = masks(one, 3);
    expect(drawn[0]).not.toEqual(drawn[1]);
    expect(masks(same, 3)).toEqual(drawn);
    expect(new Set(drawn.flat())).toEqual(new Set([0, 2]));
    const kept = drawn.flat().filter((v) => v > 0).length / 600;
    expect(kept).toBeGreaterThan(0.4);
    expect(kept).toBeLessThan(0.6);
    [one, same].forEach((model) => model.dispose());
  });

  it("repeats its masks for a second pass over the same batch", () => {
    const model = net([50], [dropout(0.5)]);
    const again = rememberMasks(model);
    const first = masks(model, 2);
    again();
    expect(masks(model, 2)).toEqual(first);
    model.dispose();
  });

  it("does nothing outside training, and leaks nothing", () => {
    const model = net([50], [dropout(0.5)]);
    const before = tf.memory().numTensors;
    expect(masks(model, 1)[0]).toContain(0);
    const out = tf.tidy(() => [...(model.apply(x) as tf.Tensor).dataSync()]);
    expect(new Set(out)).toEqual(new Set([1]));
    expect(tf.memory().numTensors).toBe(before);
    model.dispose();
    x.dispose();
  });
});
