import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import "../../src/engine";
import { adam } from "../../src/training/optimizers/adam";
import { adamW } from "../../src/training/optimizers/adamW";
import { clipped } from "../../src/training/optimizers/clipped";
import { sgd } from "../../src/training/optimizers/sgd";
import { stairs, warmup } from "../../src/training/schedule";
import { expectNoLeak } from "../toys";

/** Weights after steps with these gradients, from 1 and 2. */
function steps(make: () => tf.Optimizer, gradients: [number, number][]): number[] {
  const w = tf.tidy(() => [tf.variable(tf.scalar(1)), tf.variable(tf.scalar(2))]);
  const optimizer = make();
  for (const pair of gradients) {
    const named = Object.fromEntries(pair.map((g, i) => [w[i].name, tf.scalar(g)]));
    optimizer.applyGradients(named);
    tf.dispose(named);
  }
  const values = w.map((v) => v.dataSync()[0]);
  tf.dispose(w);
  optimizer.dispose();
  return values;
}

const close = (found: number[], wanted: number[]) =>
  wanted.forEach((value, i) => expect(found[i]).toBeCloseTo(value, 5));

describe("optimisers, worked by hand", () => {
  it("sgd: w - rate v, v = momentum v + g", async () => {
    await expectNoLeak(() => {
      close(
        steps(() => sgd(0.1), [[1, 2]]),
        [0.9, 1.8],
      );
      const make = () => sgd(0.1, { momentum: 0.5 });
      close(
        steps(make, [
          [1, 2],
          [1, 0],
        ]),
        [0.9 - 0.15, 1.8 - 0.1],
      );
    });
  });

  it.each([3, 20_001])("adam: the numbers of tf.train.adam, for %i weights", async (size) => {
    const trained = (make: () => tf.Optimizer) => {
      const w = tf.tidy(() => tf.variable(tf.randomNormal([size], 0, 1, "float32", 1)));
      const optimizer = make();
      for (let step = 0; step < 5; step++) {
        const gradient = tf.randomNormal([size], 0, step, "float32", step + 2);
        optimizer.applyGradients({ [w.name]: gradient } as never);
        gradient.dispose();
      }
      const values = w.dataSync();
      tf.dispose(w);
      optimizer.dispose();
      return values;
    };
    await expectNoLeak(() => {
      const [found, wanted] = [adam(0.1), tf.train.adam(0.1)].map((o) => trained(() => o));
      expect(Math.max(...found.map((v, i) => Math.abs(v - wanted[i])))).toBeLessThan(1e-5);
      expect(wanted[0]).not.toBe(0);
    });
  });

  it("adamW: Adam, after w - rate decay w", async () => {
    await expectNoLeak(() => {
      // Adam's first step is the rate, whatever the gradient.
      const found = steps(() => adamW(0.1, { decay: 0.5 }), [[3, -0.02]]);
      close(found, [1 - 0.05 - 0.1, 2 - 0.1 + 0.1]);
      const none = () => adamW(0.1, { decay: 0 });
      close(
        steps(none, [
          [1, 2],
          [3, 1],
        ]),
        steps(
          () => tf.train.adam(0.1),
          [
            [1, 2],
            [3, 1],
          ],
        ),
      );
    });
  });

  it("clipped: gradients of a larger common norm are shortened to it, others pass", async () => {
    await expectNoLeak(() => {
      const make = () => clipped(sgd(1), 1);
      close(steps(make, [[3, 4]]), [1 - 0.6, 2 - 0.8]);
      close(steps(make, [[0.3, 0.4]]), [0.7, 1.6]);
      close(steps(make, [[0, 0]]), [1, 2]);
    });
  });

  it.each([
    [() => sgd(0), "rate of sgd() to be above 0. Found 0."],
    [() => sgd(0.1, { momentum: 1 }), "momentum from 0 up to, not including, 1. Found 1."],
    [() => adam(-1), "rate of adam() to be above 0. Found -1."],
    [() => adamW(0.1, { decay: -1 }), "decay to be 0 or more. Found -1."],
    [() => clipped(sgd(0.1), 0), "a norm above 0. Found 0."],
    [() => stairs(0), "steps between stairs to be a whole number from 1 up. Found 0."],
    [() => warmup(0.5), "steps of warmup() to be a whole number from 1 up. Found 0.5."],
  ])("a bad option is one clear error (%#)", (build, message) => {
    expect(build).toThrow(message);
  });
});
