import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import "../../src/engine";
import { saliency } from "../../src/inspect/saliency";
import { cnn, embedding, flatten, gru, mlp, transformer } from "../../src/models/blocks";
import { hardSharing } from "../../src/models/hardSharing";
import { mmoe } from "../../src/models/mmoe";
import { separate } from "../../src/models/separate";
import { predict } from "../../src/training/predict";
import { classes, expectNoLeak, squared } from "../toys";

const values = (t: tf.Tensor) => {
  const found = [...t.dataSync()];
  t.dispose();
  return found;
};

describe("saliency", () => {
  // Two classes with scores 2 x_1 - x_2 and 3 x_2; a number 5 x_1.
  const byHand = () => {
    const tasks = { kind: classes(2), size: squared };
    const model = hardSharing({ inputs: { x: [2] }, encoder: [], tasks });
    const kernels = [[[2, 0], [-1, 3]], [[5], [0]]]; // prettier-ignore
    let next = 0;
    model.net.weights.forEach((w) => {
      if (w.shape.length === 2) tf.tidy(() => void w.write(tf.tensor2d(kernels[next++])));
    });
    return model;
  };

  it("is the row of weights of the winning class, worked by hand, and of any unit asked for", async () => {
    const x = tf.tensor2d([[1, 0], [0, 1]]); // prettier-ignore
    await expectNoLeak(() => {
      const model = byHand();
      expect(values(saliency(model, { x }, { task: "kind" }))).toEqual([2, -1, 0, 3]);
      expect(values(saliency(model, { x }, { task: "kind", unit: 0 }))).toEqual([2, -1, 2, -1]);
      expect(values(saliency(model, { x }, { task: "size" }))).toEqual([5, 0, 5, 0]);
      // Loss (5 x_1 - 3)^2: slope 2 (5 x_1 - 3) 5.
      const target = tf.tensor1d([3, 3]);
      expect(values(saliency(model, { x }, { task: "size", target }))).toEqual([20, 0, -30, 0]);
      target.dispose();
      model.dispose();
    });
    x.dispose();
  });

  it("agrees with finite differences through a convolution, in batches", async () => {
    const image = tf.randomUniform([70, 6, 6, 1], 0, 1, "float32", 1);
    await expectNoLeak(() => {
      const encoder = [...cnn([2]), flatten(), ...mlp([4])];
      const tasks = { kind: classes(3) };
      const model = hardSharing({ inputs: { image: [6, 6, 1] }, encoder, tasks, seed: 1 });
      const map = saliency(model, { image }, { task: "kind", unit: 2 });
      expect(map.shape).toEqual(image.shape);
      const [row, pixel, step] = [69, 14, 1e-2];
      const moved = [1, -1].map((sign) =>
        tf.tidy(() => {
          const shift = tf
            .oneHot(tf.tensor1d([row * 36 + pixel], "int32"), 70 * 36)
            .mul(sign * step);
          const there = image.add(shift.reshape(image.shape));
          return (model.net.predict(there) as tf.Tensor2D).dataSync()[row * 3 + 2];
        }),
      );
      expect(values(map)[row * 36 + pixel]).toBeCloseTo((moved[0] - moved[1]) / (2 * step), 2);
      model.dispose();
    });
    image.dispose();
  });

  it("of words is how much the score moves with a word's vector: 0 where a row's word cannot matter", async () => {
    const words = tf.tensor2d([[1, 2, 0], [3, 3, 1]]); // prettier-ignore
    await expectNoLeak(() => {
      const encoder = [embedding({ vocabulary: 4, width: 2 }), flatten()];
      const model = hardSharing({ inputs: { words: [3] }, encoder, tasks: { y: squared } });
      // The head reads the first word's vector with (3, 4), the second's with (0, 1), the last's not at all.
      const head = model.net.getLayer("y");
      tf.tidy(() => head.setWeights([tf.tensor2d([3, 4, 0, 1, 0, 0], [6, 1]), tf.zeros([1])]));
      expect(values(saliency(model, { words }, { task: "y" }))).toEqual([5, 1, 0, 5, 1, 0]);
      const before = predict(model, { words }).y;
      const again = predict(model, { words }).y;
      expect(values(before)).toEqual(values(again));
      model.dispose();
    });
    words.dispose();
  });

  it("works for words in every encoder and architecture, task by task", async () => {
    const words = tf.tensor2d([[1, 2, 0], [3, 3, 1]]); // prettier-ignore
    const o = { inputs: { words: [3] }, tasks: { a: classes(2), b: squared } };
    const recurrent = gru({ vocabulary: 4, width: 3, units: 3 });
    await expectNoLeak(() => {
      for (const model of [
        hardSharing({ ...o, encoder: recurrent }),
        separate({ ...o, encoder: recurrent }),
        mmoe({ ...o, encoder: recurrent, experts: 2 }),
        hardSharing({ ...o, encoder: transformer({ vocabulary: 4, width: 4, heads: 2 }) }),
      ]) {
        const [a, b] = (["a", "b"] as const).map((task) =>
          values(saliency(model, { words }, { task })),
        );
        expect([a.length, b.length]).toEqual([6, 6]);
        expect([...a, ...b].every((v) => v > 0)).toBe(true);
        expect(a).not.toEqual(b);
        model.dispose();
      }
    });
    words.dispose();
  });

  it("says which tasks, inputs and units there are", async () => {
    const x = tf.zeros([2, 2]);
    await expectNoLeak(() => {
      const model = byHand();
      const look = (o: object) => () => saliency(model, { x }, o as never);
      expect(look({ task: "no" })).toThrow(/a task of the model.*"kind", "size"/);
      expect(look({ task: "kind", input: "y" })).toThrow(/an input of the model.*It has "x"/);
      expect(look({ task: "kind", unit: 2 })).toThrow(/unit from 0 to 1.*Found 2/);
      const target = tf.tensor1d([1, NaN]);
      expect(look({ task: "size", target })).toThrow(/without NaN.*labelled/);
      target.dispose();
      model.dispose();
    });
    x.dispose();
  });
});
