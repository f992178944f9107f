import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import "../../src/engine";
import { dense } from "../../src/models/blocks";
import { trainableWeights } from "../../src/models/graph";
import { hardSharing } from "../../src/models/hardSharing";
import { softSharing } from "../../src/models/softSharing";
import { penaltyOf, taskLosses, type Penalty } from "../../src/training/losses";
import { classes, expectNoLeak, squared } from "../toys";

/** y = x . w + b for every task, all weights 1 and biases 0: the score of x is its sum. */
function sums(tasks: Record<string, typeof squared>) {
  const model = hardSharing({ inputs: { x: [2] }, encoder: [], tasks });
  model.net.setWeights(model.net.getWeights().map((w) => (w.rank === 2 ? tf.ones(w.shape) : w)));
  return model;
}

const numbers = (losses: tf.Scalar[]) => losses.map((loss) => loss.dataSync()[0]);

describe("taskLosses", () => {
  it("is the mean over labelled rows, worked by hand", () => {
    tf.tidy(() => {
      const model = sums({ all: squared, some: squared, none: squared });
      const x = tf.tensor2d([
        [1, 1],
        [2, 2],
        [0, 1],
      ]); // scores 2, 4, 1
      const targets = [
        [1, 4, 3],
        [NaN, 3, NaN],
        [NaN, NaN, NaN],
      ].map((t) => tf.tensor1d(t));
      const losses = numbers(taskLosses(model, [x], targets));
      expect(losses[0]).toBeCloseTo((1 + 0 + 4) / 3, 6);
      expect(losses.slice(1)).toEqual([1, 0]);
      model.dispose();
    });
  });

  it("leaves a row out when any number of its target is missing", () => {
    tf.tidy(() => {
      const pair = {
        ...squared,
        target: [2],
        loss: (t: tf.Tensor, raw: tf.Tensor) => t.sub(raw).square().sum(1) as tf.Tensor1D,
      };
      const model = sums({ pair });
      const x = tf.tensor2d([
        [1, 1],
        [2, 2],
      ]);
      const [loss] = numbers(
        taskLosses(
          model,
          [x],
          [
            tf.tensor2d([
              [1, NaN],
              [4, 3],
            ]),
          ],
        ),
      );
      expect(loss).toBe(1);
      model.dispose();
    });
  });

  it("sends no NaN into the gradient, and nothing at all from unlabelled rows", () => {
    tf.tidy(() => {
      const model = sums({ some: squared });
      const x = tf.tensor2d([
        [1, 1],
        [5, 7],
      ]);
      const { grads } = tf.variableGrads(
        () => taskLosses(model, [x], [tf.tensor1d([1, NaN])], { training: true })[0],
        trainableWeights(model.net),
      );
      // d/dw (x.w - 1)^2 = 2 (2 - 1) x
      expect(Object.values(grads).map((g) => [...g.dataSync()])).toEqual([[2, 2], [2]]);
      const none = tf.variableGrads(
        () => taskLosses(model, [x], [tf.tensor1d([NaN, NaN])])[0],
        trainableWeights(model.net),
      );
      expect(Object.values(none.grads).map((g) => [...g.dataSync()])).toEqual([[0, 0], [0]]);
      model.dispose();
    });
  });

  it("leaks nothing", async () => {
    const model = hardSharing({
      inputs: { x: [2] },
      encoder: [],
      tasks: { a: squared, b: classes(3) },
    });
    await expectNoLeak(() =>
      tf.tidy(() => {
        const losses = taskLosses(model, [tf.ones([4, 2])], [tf.ones([4]), tf.ones([4])]);
        expect(losses.length).toBe(2);
      }),
    );
    model.dispose();
  });
});

describe("penaltyOf", () => {
  const options = { inputs: { x: [2] }, tasks: { a: squared, b: squared } };
  const value = (penalty?: Penalty) => tf.tidy(() => penalty!([]).dataSync()[0]);

  it("is nothing where no layer is regularised and nothing pulls", () => {
    const model = hardSharing({ ...options, encoder: [dense(2)] });
    expect(penaltyOf(model)).toBeUndefined();
    model.dispose();
  });

  it("F3: l2 * the sum of the squares of the layer's kernel", () => {
    const model = hardSharing({ ...options, encoder: [dense(2, { l2: 0.5 }), dense(1)] });
    const kernels = model.net.getWeights().filter((w) => w.size === 4);
    const squares = Array.from(kernels[0].dataSync()).reduce((sum, v) => sum + v * v, 0);
    expect(value(penaltyOf(model))).toBeCloseTo(0.5 * squares, 6);
    model.dispose();
  });

  it("F9: lambda times the squared distance of the towers, and l2 on top", async () => {
    const encoder = [dense(1, { l2: 0.25 })];
    const model = softSharing({ ...options, encoder, lambda: 3 });
    const kernels = [tf.tensor2d([[1], [2]]), tf.tensor2d([[3], [2]])];
    let next = 0;
    model.net.weights.forEach((w) => {
      if (w.shape.join() === "2,1") w.write(kernels[next++]);
    });
    expect(next).toBe(2);
    const penalty = penaltyOf(model);
    await expectNoLeak(() => {
      expect(value(penalty)).toBeCloseTo(3 * (3 - 1) ** 2 + 0.25 * (1 + 4 + 9 + 4), 5);
    });
    tf.dispose(kernels);
    model.dispose();
  });
});
